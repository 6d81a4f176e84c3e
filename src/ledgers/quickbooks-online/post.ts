import { z } from 'zod'
import { messageOf } from '../../support/failure.ts'
import { InvalidJson, parseJson } from '../../support/json.ts'
import { GatewayFailure, PostingRejected } from '../errors.ts'
import type { PostedDocument, PostingRequest } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Answer } from './answer.ts'
import { requestIdLength } from './capabilities.ts'
import { NoAnswer } from '../http/ledger-client.ts'
import type { Client } from './client.ts'
import { entityName } from './entity-name.ts'
import { failureOfWrite, outcomeUnknown } from './errors.ts'
import { postedDocument } from './posted-document.ts'

/**
 * Sends exactly these bytes under this request id and says what became of them. Sending them again under the same id is
 * safe: QuickBooks then answers as it did the first time, or with 600 while the first is under way.
 * @throws {PostingOutcomeUnknown} whenever the document may be there: after a lost or unreadable answer, and also after
 *   an answer about another document.
 * @throws {GatewayFailure} of another kind when this request did not save it.
 */
export async function post(client: Client, request: PostingRequest, signal: AbortSignal): Promise<PostedDocument> {
  const sent = readSentBody(request)
  const name = request.documentNumber ?? `without a number of ours (${sent.PrivateNote})`
  const what = `${request.documentKind === 'invoice' ? 'invoice' : 'credit memo'} ${name}`
  const answer = await sendOnce(client, request, what, signal)
  const failure = failureOfWrite(answer, what)
  if (failure !== undefined) throw failure
  try {
    return confirmed(answer, { what, sent, documentKind: request.documentKind })
  } catch (error) {
    if (error instanceof GatewayFailure) throw error
    throw outcomeUnknown(what, `its answer could not be read (${wordsOf(error)})`, answer.traceId, error)
  }
}

async function sendOnce(client: Client, request: PostingRequest, what: string, signal: AbortSignal): Promise<Answer> {
  const path = `/${entityName(request.documentKind).toLowerCase()}`
  try {
    const parameters = { requestid: request.requestId }
    return await client.exchange({ method: 'POST', path, parameters, body: request.body }, signal)
  } catch (error) {
    if (error instanceof NoAnswer) throw outcomeUnknown(what, error.message, undefined, error)
    throw error
  }
}

/** What of the body the answer must repeat. */
const sentBody = z.looseObject({
  DocNumber: z.string().optional(),
  CustomerRef: z.looseObject({ value: z.string() }),
  PrivateNote: z.string(),
})
type SentBody = z.output<typeof sentBody>

/**
 * Checks that request and body speak of the same document before anything is sent; the answer is then compared with
 * the body itself.
 */
function readSentBody(request: PostingRequest): SentBody {
  const refuse = (field: string, why: string): never => {
    const message = `Nothing was sent to QuickBooks: ${why}. This is a mistake in SeatLedger; prepare the run again.`
    throw new PostingRejected(message, { field, vendorText: '' })
  }
  if (!new RegExp(`^[\\x21-\\x7E]{1,${String(requestIdLength)}}$`).test(request.requestId)) {
    return refuse('requestid', `the request id "${request.requestId}" is empty or longer than QuickBooks takes`)
  }
  const body = sentBody.safeParse(jsonOf(request.body))
  if (!body.success) return refuse('body', `the stored body cannot be read (${unreadable(body.error)})`)
  if (body.data.CustomerRef.value !== request.customerId) {
    return refuse('CustomerRef', 'the stored body names another customer than its posting')
  }
  if (body.data.DocNumber !== request.documentNumber) {
    return refuse('DocNumber', 'the stored body has another document number than its posting')
  }
  return body.data
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof InvalidJson) return undefined
    throw error
  }
}

/** The document that a 2xx names, if it is the one that was sent. Anything else proves nothing about ours. */
function confirmed(
  { content, traceId }: Answer,
  expected: { what: string; sent: SentBody; documentKind: PostedDocument['documentKind'] },
): PostedDocument {
  const { what, sent, documentKind } = expected
  const answer = z.looseObject({}).safeParse(content.kind === 'json' ? content.value : undefined)
  const document = postedDocument(answer.data?.[entityName(documentKind)], documentKind, traceId)
  if (document.customerId !== sent.CustomerRef.value) {
    throw outcomeUnknown(what, `its answer is about customer ${document.customerId}`, traceId)
  }
  if (sent.DocNumber !== undefined && document.documentNumber !== sent.DocNumber) {
    throw outcomeUnknown(what, `its answer is about number ${document.documentNumber ?? 'none'}`, traceId)
  }
  // Where QuickBooks numbers by itself, our reference is the only thing that tells one invoice from another.
  if (sent.DocNumber === undefined && document.reference !== sent.PrivateNote) {
    throw outcomeUnknown(what, 'its answer does not carry our reference', traceId)
  }
  return document
}

function wordsOf(error: unknown): string {
  return error instanceof z.ZodError ? unreadable(error) : messageOf(error)
}
