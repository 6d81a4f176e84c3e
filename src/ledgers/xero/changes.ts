import type { DocumentChange, PostedDocument } from '../gateway.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import { readPage } from './find.ts'
import { listOf } from './posted-document.ts'

const pageSize = 100
/** A page is a request of a day's thousands: where more has changed, our own documents are read by their ids instead. */
const mostPages = 30

/**
 * What changed since a moment, by the header If-Modified-Since. What was deleted or voided is among it, with that
 * status. Undefined: more than is worth reading.
 */
export async function changesSince(
  ledger: JsonLedger,
  since: Date,
  signal: AbortSignal,
): Promise<readonly DocumentChange[] | undefined> {
  const changes: DocumentChange[] = []
  for (const documentKind of ['invoice', 'credit-memo'] as const) {
    const documents = await changedDocuments(ledger, documentKind, since, signal)
    if (documents === undefined) return undefined
    changes.push(...documents.map((document) => ({ kind: 'changed', document }) as const))
  }
  return changes
}

async function changedDocuments(
  ledger: JsonLedger,
  documentKind: PostedDocument['documentKind'],
  since: Date,
  signal: AbortSignal,
): Promise<readonly PostedDocument[] | undefined> {
  const documents = new Map<string, PostedDocument>()
  for (let page = 1; page <= mostPages; page += 1) {
    const request = {
      method: 'GET',
      path: `/${listOf[documentKind]}`,
      parameters: { page: String(page), pageSize: String(pageSize), unitdp: '4', order: 'UpdatedDateUTC' },
      // UTC, without a zone, to the second.
      headers: { 'if-modified-since': since.toISOString().slice(0, 19) },
    } as const
    const found = await readPage(ledger, request, documentKind, signal)
    const before = documents.size
    for (const document of found) documents.set(document.documentId, document)
    // Bills stand in the same pages and are left out, so a page with few of ours need not be the last.
    if (found.length === 0 || (documents.size === before && page > 1)) return [...documents.values()]
  }
  return undefined
}
