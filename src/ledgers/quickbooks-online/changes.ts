import { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { DocumentChange } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Client } from './client.ts'
import { entityName } from './entity-name.ts'
import { readable } from './find.ts'
import { read } from './read.ts'

/** QuickBooks looks back 30 days; an hour less, since its clock is not ours. */
const longestLookBackMilliseconds = 30 * 86_400_000 - 3_600_000
/** It never tells more, and says nothing about the rest. */
const mostChanges = 1000

const documentKinds = ['invoice', 'credit-memo'] as const

/** Change data capture: the entities stand in one answer, each kind in a response of its own, empty where none changed. */
const wireChanges = z.looseObject({
  CDCResponse: z.array(z.looseObject({ QueryResponse: z.array(z.looseObject({})).nullish() })),
})
const wireDeletion = z.looseObject({ Id: z.string(), status: z.literal('Deleted') })

/** The records of some kinds that changed since a moment, in one read. Of a deleted one the id alone. */
export interface ChangedRecords {
  readonly records: ReadonlyMap<string, readonly unknown[]>
  readonly traceId: string | undefined
}

/** @returns undefined when QuickBooks cannot tell all of them: the moment lies too far back, or there were too many. */
export async function changedRecords(
  client: Client,
  { entities, since, now }: { readonly entities: readonly string[]; readonly since: Date; readonly now: Date },
  signal: AbortSignal,
): Promise<ChangedRecords | undefined> {
  const age = now.getTime() - since.getTime()
  // A moment ahead was noted by a clock that was wrong: what changed before it would be missed.
  if (age < 0 || age > longestLookBackMilliseconds) return undefined
  const parameters = { entities: entities.join(','), changedSince: since.toISOString() }
  const { value, traceId } = await read(client, { method: 'GET', path: '/cdc', parameters }, 'the changes', signal)
  const answer = wireChanges.safeParse(value)
  const responses = answer.data?.CDCResponse.flatMap(({ QueryResponse }) => QueryResponse ?? []) ?? []
  const lists = entities.map((entity) => responses.flatMap((response) => listOf(response[entity], traceId)))
  if (!answer.success) throw notReadable(unreadable(answer.error), traceId)
  const count = lists.reduce((sum, list) => sum + list.length, 0)
  if (count >= mostChanges) return undefined
  return { records: new Map(entities.map((entity, index) => [entity, lists[index] ?? []])), traceId }
}

/** What changed among invoices and credit memos; undefined when QuickBooks cannot tell all of it. */
export async function changesSince(
  client: Client,
  since: Date,
  { clock }: { readonly clock: Clock },
  signal: AbortSignal,
): Promise<readonly DocumentChange[] | undefined> {
  const entities = documentKinds.map(entityName)
  const changes = await changedRecords(client, { entities, since, now: clock.now() }, signal)
  if (changes === undefined) return undefined
  const { records, traceId } = changes
  return documentKinds.flatMap((documentKind) =>
    (records.get(entityName(documentKind)) ?? []).map((entity) => changeOf(entity, documentKind, traceId)),
  )
}

function listOf(value: unknown, traceId: string | undefined): readonly unknown[] {
  const list = z.array(z.unknown()).safeParse(value ?? [])
  if (!list.success) throw notReadable(unreadable(list.error), traceId)
  return list.data
}

function notReadable(why: string, traceId: string | undefined): LedgerUnavailable {
  return new LedgerUnavailable(`QuickBooks' changes could not be read: ${why}. Try again later.`, { traceId })
}

function changeOf(
  entity: unknown,
  documentKind: (typeof documentKinds)[number],
  traceId: string | undefined,
): DocumentChange {
  const deleted = wireDeletion.safeParse(entity)
  if (deleted.success) return { kind: 'deleted', documentKind, documentId: deleted.data.Id }
  return { kind: 'changed', document: readable(entity, documentKind, traceId) }
}
