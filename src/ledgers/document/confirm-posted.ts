import { z } from 'zod'
import { messageOf } from '../../support/failure.ts'
import { GatewayFailure, PostingRejected } from '../errors.ts'
import type { PostedDocument, PostingRequest } from '../gateway.ts'
import { outcomeUnknown } from '../http/answer-failures.ts'
import { jsonOrUndefined, unreadable } from '../wire/json-parts.ts'

/** What a stored body says of itself, and what its answer must repeat. */
export interface OwnBody {
  readonly customerId: string
  /** Undefined where the ledger numbers by itself. */
  readonly documentNumber: string | undefined
  readonly reference: string
}

/** How a document is called in messages: `invoice P2604-00042`. */
export function nameOfPosting({ documentKind, documentNumber, reference }: PostingRequest): string {
  const name = documentNumber ?? `without a number of ours (${reference})`
  return `${documentKind === 'invoice' ? 'invoice' : 'credit memo'} ${name}`
}

/**
 * Checks, before anything is sent, that request and stored body speak of the same document.
 * @throws {PostingRejected} when they do not, which is a mistake of ours.
 */
export function requireOwnBody(
  label: string,
  schema: z.ZodType<OwnBody>,
  { body, customerId, documentNumber, reference }: PostingRequest,
): OwnBody {
  const refuse = (field: string, why: string): never => {
    const message = `Nothing was sent to ${label}: ${why}. This is a mistake in SeatLedger; prepare the run again.`
    throw new PostingRejected(message, { field, vendorText: '' })
  }
  const parsed = schema.safeParse(jsonOrUndefined(body))
  if (!parsed.success) return refuse('body', `the stored body cannot be read (${unreadable(parsed.error)})`)
  const own = parsed.data
  if (own.customerId !== customerId)
    return refuse('customer', 'the stored body names another customer than its posting')
  if (own.documentNumber !== documentNumber) {
    return refuse('number', 'the stored body has another document number than its posting')
  }
  if (own.reference !== reference) return refuse('reference', 'the stored body has another reference than its posting')
  return own
}

/**
 * The document that an answer of success is about, if it is the one that was sent.
 * @param read reads the answer. Whatever it throws, the document may be there.
 * @throws {PostingOutcomeUnknown} when the answer cannot be read, or proves nothing about ours.
 */
export function confirmPosted(
  label: string,
  what: string,
  own: OwnBody,
  { traceId, read }: { readonly traceId: string | undefined; readonly read: () => PostedDocument },
): PostedDocument {
  const document = readOrUnknown(label, what, traceId, read)
  if (document.customerId !== own.customerId) {
    throw outcomeUnknown(label, what, `its answer is about customer ${document.customerId}`, traceId)
  }
  if (own.documentNumber !== undefined && document.documentNumber !== own.documentNumber) {
    throw outcomeUnknown(label, what, `its answer is about number ${document.documentNumber ?? 'none'}`, traceId)
  }
  if (document.reference !== own.reference) {
    throw outcomeUnknown(label, what, 'its answer does not carry our reference', traceId)
  }
  return document
}

function readOrUnknown(
  label: string,
  what: string,
  traceId: string | undefined,
  read: () => PostedDocument,
): PostedDocument {
  try {
    return read()
  } catch (error) {
    if (error instanceof GatewayFailure) throw error
    const why = error instanceof z.ZodError ? unreadable(error) : messageOf(error)
    throw outcomeUnknown(label, what, `its answer could not be read (${why})`, traceId, error)
  }
}
