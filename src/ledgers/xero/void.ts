import { z } from 'zod'
import { stringifyJson } from '../../support/json.ts'
import { unreadable } from '../wire/json-parts.ts'
import { PostingRejected } from '../errors.ts'
import type { PostedDocument, VoidRequest } from '../gateway.ts'
import { outcomeUnknown } from '../http/answer-failures.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import { readOne } from './find.ts'
import { onlyOne } from './post.ts'
import { listOf, postedDocument } from './posted-document.ts'

/**
 * Voids a document, or deletes one that was never approved: Xero has a status for either, and keeps the number. It knows
 * no versions, so the document is read first and compared; a change within the second between the two is not seen.
 */
export async function voidDocument(
  ledger: JsonLedger,
  request: VoidRequest,
  signal: AbortSignal,
): Promise<PostedDocument> {
  const { documentKind, documentId, version, requestId } = request
  const before = await readOne(ledger, documentKind, documentId, signal)
  if (before.voided) return before
  const what = `the void of ${documentKind === 'invoice' ? 'invoice' : 'credit note'} ${before.documentNumber ?? documentId}`
  if (before.version !== version) {
    const message = `Xero was not asked for ${what}: somebody changed it since it was looked at. Look at it again.`
    throw new PostingRejected(message, { field: undefined, vendorText: '' })
  }
  const idName = documentKind === 'invoice' ? 'InvoiceID' : 'CreditNoteID'
  const list = listOf[documentKind]
  const body = stringifyJson({ [list]: [{ [idName]: documentId, Status: endOf(before) }] })
  const headers = { 'idempotency-key': requestId }
  const path = `/${list}/${encodeURIComponent(documentId)}`
  const { json, traceId } = await ledger.write({ method: 'POST', path, headers, body }, what, signal)
  try {
    const document = postedDocument(onlyOne(json, documentKind), documentKind, traceId)
    if (document.documentId === documentId && document.voided) return document
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw outcomeUnknown('Xero', what, `its answer could not be read (${unreadable(error)})`, traceId, error)
  }
  throw outcomeUnknown('Xero', what, 'its answer is not about this document as void', traceId)
}

function endOf({ raw }: PostedDocument): 'VOIDED' | 'DELETED' {
  return /"Status":"(?:DRAFT|SUBMITTED)"/.test(raw) ? 'DELETED' : 'VOIDED'
}
