import { z } from 'zod'
import type { Period } from '../../domain/period.ts'
import { LedgerNotFound, LedgerUnavailable } from '../errors.ts'
import type { DocumentQuery, PostedDocument } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Client } from './client.ts'
import { entityName } from './entity-name.ts'
import { postedDocument } from './posted-document.ts'
import { queryRows } from './query-rows.ts'
import { type Condition } from './query.ts'
import { read } from './read.ts'

/**
 * The documents that may be the one asked for. By number: all that bear it, whoever their customer is, since a second
 * one is for a person to see. Without a number: those of the customer and day that carry our reference, which QuickBooks
 * cannot be asked for.
 */
export async function findDocuments(
  client: Client,
  query: DocumentQuery,
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const entity = entityName(query.documentKind)
  const rows = await queryRows(client, { entity, where: conditionsOf(query) }, z.looseObject({}), signal)
  const documents = rows.map(({ row, traceId }) => readable(row, query.documentKind, traceId))
  if (query.documentNumber !== undefined) return documents
  return documents.filter(({ reference }) => reference === query.reference)
}

function conditionsOf({ documentNumber, customerId, date }: DocumentQuery): Condition[] {
  if (documentNumber !== undefined) return [{ property: 'DocNumber', equals: documentNumber }]
  return [
    { property: 'CustomerRef', equals: customerId },
    { property: 'TxnDate', equals: date },
  ]
}

/** The invoices of a stretch of days, whoever made them. */
export async function listInvoices(
  client: Client,
  { start, end }: Period,
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const where = [{ property: 'TxnDate', from: start, before: end }]
  const rows = await queryRows(client, { entity: 'Invoice', where }, z.looseObject({}), signal)
  return rows.map(({ row, traceId }) => readable(row, 'invoice', traceId))
}

/** So many ids fit into an address with room to spare. */
const idsInOneQuery = 100

/** Documents by QuickBooks' own ids, in as few reads as the length of an address allows. */
export async function readDocuments(
  client: Client,
  documentKind: PostedDocument['documentKind'],
  documentIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const entity = entityName(documentKind)
  const documents: PostedDocument[] = []
  for (let start = 0; start < documentIds.length; start += idsInOneQuery) {
    const where = [{ property: 'Id', isOneOf: documentIds.slice(start, start + idsInOneQuery) }]
    const rows = await queryRows(client, { entity, where }, z.looseObject({}), signal)
    documents.push(...rows.map(({ row, traceId }) => readable(row, documentKind, traceId)))
  }
  return documents
}

/**
 * One document by QuickBooks' own id. Invoices and credit memos are numbered together, so an id that is no invoice is
 * asked for as a credit memo.
 */
export async function readDocument(client: Client, documentId: string, signal: AbortSignal): Promise<PostedDocument> {
  try {
    return await readOne(client, documentId, 'invoice', signal)
  } catch (error) {
    if (!(error instanceof LedgerNotFound)) throw error
    return readOne(client, documentId, 'credit-memo', signal)
  }
}

async function readOne(
  client: Client,
  documentId: string,
  documentKind: PostedDocument['documentKind'],
  signal: AbortSignal,
): Promise<PostedDocument> {
  const entity = entityName(documentKind)
  const path = `/${entity.toLowerCase()}/${encodeURIComponent(documentId)}`
  const { value, traceId } = await read(client, { method: 'GET', path }, `${entity} ${documentId}`, signal)
  const answer = z.looseObject({}).safeParse(value)
  return readable(answer.data?.[entity], documentKind, traceId)
}

/** @throws {LedgerUnavailable} when it lacks what every document has. */
export function readable(
  entity: unknown,
  documentKind: PostedDocument['documentKind'],
  traceId: string | undefined,
): PostedDocument {
  try {
    return postedDocument(entity, documentKind, traceId)
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    const message = `QuickBooks gave a document that could not be read: ${unreadable(cause)}.`
    throw new LedgerUnavailable(message, { cause, traceId })
  }
}
