import { z } from 'zod'
import { stringifyJson } from '../../support/json.ts'
import { PostingRejected } from '../errors.ts'
import type { PostedDocument, VoidRequest } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Answer } from './answer.ts'
import { NoAnswer } from '../http/ledger-client.ts'
import type { Client } from './client.ts'
import { failureOfWrite, outcomeUnknown } from './errors.ts'
import { postedDocument } from './posted-document.ts'

/**
 * Voids an invoice: `POST /invoice?operation=void` with its id and SyncToken. QuickBooks keeps it with every amount at
 * zero. It voids no credit memo, which only can be deleted, and a deleted document leaves no trace; so that is refused here.
 */
export async function voidDocument(client: Client, request: VoidRequest, signal: AbortSignal): Promise<PostedDocument> {
  const { documentId, version, requestId } = request
  if (request.documentKind === 'credit-memo') {
    const message = `QuickBooks voids no credit memo. Open credit memo ${documentId} there and delete it, if it shall go. One that was applied to an invoice cannot be deleted: delete the payment of 0.00 that links the two first.`
    throw new PostingRejected(message, { field: undefined, vendorText: '' })
  }
  const what = `the void of invoice ${documentId}`
  const body = stringifyJson({ Id: documentId, SyncToken: version })
  const answer = await sendOnce(client, { requestId, body }, what, signal)
  const failure = failureOfWrite(answer, what)
  if (failure !== undefined) throw failure
  return confirmed(answer, documentId, what)
}

async function sendOnce(
  client: Client,
  { requestId, body }: { readonly requestId: string; readonly body: string },
  what: string,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const parameters = { operation: 'void', requestid: requestId }
    return await client.exchange({ method: 'POST', path: '/invoice', parameters, body }, signal)
  } catch (error) {
    if (error instanceof NoAnswer) throw outcomeUnknown(what, error.message, undefined, error)
    throw error
  }
}

/** The voided document, if the answer is about this one and says that it is void. */
function confirmed({ content, traceId }: Answer, documentId: string, what: string): PostedDocument {
  const answer = z.looseObject({}).safeParse(content.kind === 'json' ? content.value : undefined)
  try {
    const document = postedDocument(answer.data?.['Invoice'], 'invoice', traceId)
    if (document.documentId === documentId && document.voided) return document
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw outcomeUnknown(what, `its answer could not be read (${unreadable(error)})`, traceId, error)
  }
  throw outcomeUnknown(what, 'its answer is not about this invoice as void', traceId)
}
