import { z } from 'zod'
import { confirmPosted, nameOfPosting, requireOwnBody } from '../document/confirm-posted.ts'
import { PostingRejected } from '../errors.ts'
import type { PostedDocument, PostingRequest } from '../gateway.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import { requestIdLength } from './capabilities.ts'
import { listOf, postedDocument, preparedBody } from './posted-document.ts'

const ownBody = preparedBody.transform(({ document, documentNumber }) => ({
  customerId: document.Contact.ContactID,
  documentNumber,
  reference: document.Reference ?? '',
}))

/**
 * Sends exactly these bytes with `PUT`, which makes documents and changes none: `POST` would write over a document that
 * has the number. Under the same key Xero gives the same answer for six minutes; a number that is used is refused.
 * @throws {PostingOutcomeUnknown} whenever the document may be there.
 * @throws {GatewayFailure} of another kind when this request did not save it.
 */
export async function post(ledger: JsonLedger, request: PostingRequest, signal: AbortSignal): Promise<PostedDocument> {
  const { documentKind, body, requestId } = request
  const own = requireOwnBody('Xero', ownBody, request)
  requireKey(requestId)
  const what = nameOfPosting(request)
  const answer = await ledger.write(
    {
      method: 'PUT',
      path: `/${listOf[documentKind]}`,
      // Without the first, one bad document of several hides the others; without the second, prices lose two places.
      parameters: { summarizeErrors: 'false', unitdp: '4' },
      headers: { 'idempotency-key': requestId },
      body,
    },
    what,
    signal,
  )
  const { traceId, json } = answer
  return confirmPosted('Xero', what, own, {
    traceId,
    read: () => postedDocument(onlyOne(json, documentKind), documentKind, traceId),
  })
}

/** The one document of an answer. @throws {ZodError} */
export function onlyOne(json: unknown, documentKind: PostedDocument['documentKind']): unknown {
  const list = listOf[documentKind]
  const answer = z.looseObject({ [list]: z.tuple([z.looseObject({})]) }).parse(json)
  return z.tuple([z.unknown()]).parse(answer[list])[0]
}

function requireKey(requestId: string): void {
  if (new RegExp(`^[\\x21-\\x7E]{1,${String(requestIdLength)}}$`).test(requestId)) return
  const message = `Nothing was sent to Xero: the request id "${requestId}" is empty or longer than Xero takes. This is a mistake in SeatLedger; prepare the run again.`
  throw new PostingRejected(message, { field: 'Idempotency-Key', vendorText: '' })
}
