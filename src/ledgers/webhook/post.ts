import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { LedgerDocument } from '../document/ledger-document.ts'
import { readLedgerDocument } from '../document/ledger-document-json.ts'
import { PostingRejected } from '../errors.ts'
import type { PostedDocument, PostingRequest } from '../gateway.ts'
import { failureOfWrite, outcomeUnknown } from '../http/answer-failures.ts'
import { NoAnswer } from '../http/ledger-client.ts'
import { judged, label, type WebhookAnswer, type WebhookClient } from './client.ts'
import { postedDocument } from './documents.ts'
import { receiptSchema } from './wire.ts'

/**
 * Sends exactly these bytes under this id and takes the endpoint's receipt. Only a receipt that names the hash of these
 * bytes proves that it has them.
 * @throws {PostingOutcomeUnknown} after any other answer that is no clear refusal.
 */
export async function post(
  client: WebhookClient,
  request: PostingRequest,
  signal: AbortSignal,
): Promise<PostedDocument> {
  const document = readSent(request)
  const what = `${document.documentKind === 'invoice' ? 'invoice' : 'credit memo'} ${document.documentNumber}`
  const answer = await sendOnce(client, { path: '', id: request.requestId, body: request.body, what }, signal)
  if (answer.status !== 200 && answer.status !== 201) throw failureOfWrite(label, judged(answer), what)
  const receipt = receiptSchema.safeParse(answer.value).data
  if (receipt === undefined) throw outcomeUnknown(label, what, 'its answer is no receipt', undefined)
  if (receipt.sha256.toLowerCase() !== sha256(request.body)) {
    throw outcomeUnknown(label, what, 'its receipt is for other bytes', undefined)
  }
  return postedDocument(document, { id: receipt.id, version: receipt.version, voided: false })
}

/** One POST. @throws {PostingOutcomeUnknown} when no whole answer comes. */
export async function sendOnce(
  client: WebhookClient,
  {
    path,
    id,
    body,
    what,
  }: { readonly path: string; readonly id: string; readonly body: string; readonly what: string },
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  try {
    return await client.exchange({ method: 'POST', path, id, body }, signal)
  } catch (error) {
    if (error instanceof NoAnswer) throw outcomeUnknown(label, what, error.message, undefined, error)
    throw error
  }
}

/** The document in the body, after a look that it is the one of the request. */
function readSent({ body, customerId, documentNumber, reference }: PostingRequest): LedgerDocument {
  const refuse = (field: string, why: string, cause?: unknown): PostingRejected => {
    const message = `Nothing was sent to the endpoint: ${why}. This is a mistake in SeatLedger; prepare the run again.`
    return new PostingRejected(message, { field, vendorText: '' }, { cause })
  }
  try {
    const document = readLedgerDocument(body)
    if (document.customer.id !== customerId) throw refuse('customer', 'the stored body names another customer')
    if (document.documentNumber !== documentNumber) throw refuse('documentNumber', 'the stored body has another number')
    if (document.reference !== reference) throw refuse('reference', 'the stored body has another reference')
    return document
  } catch (error) {
    if (error instanceof InvalidInput) throw refuse('body', `the stored body cannot be read (${error.message})`, error)
    throw error
  }
}
