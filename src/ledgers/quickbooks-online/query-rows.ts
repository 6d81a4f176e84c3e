import { z } from 'zod'
import { LedgerUnavailable } from '../errors.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Client } from './client.ts'
import { largestPage, queryText, type EntityQuery } from './query.ts'
import { read } from './read.ts'
import { wireQueryAnswer } from './wire.ts'

/** A row as it came, and the trace of the page that it came on. */
interface QueryRow<T> {
  readonly row: T
  readonly traceId: string | undefined
}

const identified = z.looseObject({ Id: z.string() })

/**
 * All rows of a query, page after page until one comes back short. A row that stands on two pages, because something
 * was added meanwhile, is given once.
 * @throws {LedgerUnavailable} when an answer or a row cannot be read, or pages repeat without end.
 */
export async function queryRows<S extends z.ZodType>(
  client: Client,
  query: EntityQuery,
  schema: S,
  signal: AbortSignal,
): Promise<QueryRow<z.output<S>>[]> {
  const rows = new Map<string, QueryRow<z.output<S>>>()
  for (let start = 1; ; start += largestPage) {
    const { page, traceId } = await queryPage(client, query, start, signal)
    const before = rows.size
    for (const entity of page) {
      const { id, row } = readRow(entity, schema, query, traceId)
      if (!rows.has(id)) rows.set(id, { row, traceId })
    }
    if (page.length < largestPage) return [...rows.values()]
    if (rows.size === before) throw notReadable(query, 'a page repeats the one before it', traceId)
  }
}

async function queryPage(
  client: Client,
  query: EntityQuery,
  start: number,
  signal: AbortSignal,
): Promise<{ page: readonly unknown[]; traceId: string | undefined }> {
  const request = { method: 'GET', path: '/query', parameters: { query: queryText(query, start) } } as const
  const { value, traceId } = await read(client, request, `the list of ${query.entity} records`, signal)
  const answer = wireQueryAnswer.safeParse(value)
  if (!answer.success) throw notReadable(query, unreadable(answer.error), traceId)
  const page = z.array(z.unknown()).safeParse(answer.data.QueryResponse[query.entity] ?? [])
  if (!page.success) throw notReadable(query, unreadable(page.error), traceId)
  return { page: page.data, traceId }
}

function readRow<S extends z.ZodType>(
  entity: unknown,
  schema: S,
  query: EntityQuery,
  traceId: string | undefined,
): { id: string; row: z.output<S> } {
  const { success, data, error } = identified.safeParse(entity)
  if (!success) throw notReadable(query, unreadable(error), traceId)
  const row = schema.safeParse(entity)
  if (!row.success) throw notReadable(query, `record ${data.Id}: ${unreadable(row.error)}`, traceId)
  return { id: data.Id, row: row.data }
}

function notReadable(query: EntityQuery, why: string, traceId: string | undefined): LedgerUnavailable {
  const message = `QuickBooks' list of ${query.entity} records could not be read: ${why}. Nothing was taken from it.`
  return new LedgerUnavailable(message, { traceId })
}
