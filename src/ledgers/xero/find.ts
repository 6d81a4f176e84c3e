import { z } from 'zod'
import { LedgerNotFound, LedgerUnavailable } from '../errors.ts'
import type { DocumentQuery, PostedDocument } from '../gateway.ts'
import type { JsonLedger } from '../http/json-ledger.ts'
import type { LedgerRequest } from '../http/ledger-client.ts'
import { unreadable } from '../wire/json-parts.ts'
import { listOf, postedDocument, typeOf, type DocumentKind } from './posted-document.ts'

const pageSize = 100
/** So many ids fit into an address with room to spare. */
const idsInOneRequest = 40

/** Lines come only with a page, so one is always asked for. */
const firstPage = { page: '1', pageSize: String(pageSize), unitdp: '4' }

/** The documents of our number, whoever their contact is and whatever became of them: a second one is for a person. */
export async function findDocuments(
  ledger: JsonLedger,
  { documentKind, documentNumber }: DocumentQuery,
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  // Every document that we send bears a number of ours.
  if (documentNumber === undefined) return []
  const filter =
    documentKind === 'invoice' ? { InvoiceNumbers: documentNumber } : { where: `CreditNoteNumber=="${documentNumber}"` }
  const request = { method: 'GET', path: `/${listOf[documentKind]}`, parameters: { ...filter, ...firstPage } } as const
  const found = await readPage(ledger, request, documentKind, signal)
  return found.filter((document) => document.documentNumber === documentNumber)
}

/** One document by Xero's own id. An id does not tell its kind, so one that is no invoice is asked for as a credit note. */
export async function readDocument(
  ledger: JsonLedger,
  documentId: string,
  signal: AbortSignal,
): Promise<PostedDocument> {
  try {
    return await readOne(ledger, 'invoice', documentId, signal)
  } catch (error) {
    if (!(error instanceof LedgerNotFound)) throw error
    return readOne(ledger, 'credit-memo', documentId, signal)
  }
}

/** Documents by Xero's own ids: invoices many at once, credit notes one by one, for which there is no such list. */
export async function readDocuments(
  ledger: JsonLedger,
  documentKind: DocumentKind,
  documentIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const ids = [...new Set(documentIds)]
  const documents: PostedDocument[] = []
  if (documentKind === 'credit-memo') {
    for (const id of ids) documents.push(...(await readIfThere(ledger, id, signal)))
    return documents
  }
  for (let start = 0; start < ids.length; start += idsInOneRequest) {
    const parameters = { IDs: ids.slice(start, start + idsInOneRequest).join(','), ...firstPage }
    const request = { method: 'GET', path: '/Invoices', parameters } as const
    documents.push(...(await readPage(ledger, request, 'invoice', signal)))
  }
  return documents
}

async function readIfThere(ledger: JsonLedger, id: string, signal: AbortSignal): Promise<readonly PostedDocument[]> {
  try {
    return [await readOne(ledger, 'credit-memo', id, signal)]
  } catch (error) {
    if (error instanceof LedgerNotFound) return []
    throw error
  }
}

export async function readOne(
  ledger: JsonLedger,
  documentKind: DocumentKind,
  documentId: string,
  signal: AbortSignal,
): Promise<PostedDocument> {
  const path = `/${listOf[documentKind]}/${encodeURIComponent(documentId)}`
  const request = { method: 'GET', path, parameters: { unitdp: '4' } } as const
  const [document] = await readPage(ledger, request, documentKind, signal)
  if (document !== undefined) return document
  throw new LedgerNotFound(`Xero has no document ${documentId}.`)
}

/** The clients' documents of one page; bills that somebody sent us stand in the same lists and are left out. */
export async function readPage(
  ledger: JsonLedger,
  request: LedgerRequest,
  documentKind: DocumentKind,
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const list = listOf[documentKind]
  const schema = z.looseObject({ [list]: z.array(z.looseObject({ Type: z.string() })) })
  const { data, traceId } = await ledger.read(request, schema, `the list ${list}`, signal)
  const rows = z.array(z.looseObject({ Type: z.string() })).parse(data[list])
  return rows.filter(({ Type }) => Type === typeOf[documentKind]).map((row) => readable(row, documentKind, traceId))
}

/** @throws {LedgerUnavailable} when it lacks what every document has. */
function readable(row: unknown, documentKind: DocumentKind, traceId: string | undefined): PostedDocument {
  try {
    return postedDocument(row, documentKind, traceId)
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    const message = `Xero gave a document that could not be read: ${unreadable(cause)}.`
    throw new LedgerUnavailable(message, { cause, traceId })
  }
}
