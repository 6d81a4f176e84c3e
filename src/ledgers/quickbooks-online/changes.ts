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

/** What changed among invoices and credit memos; undefined when QuickBooks cannot tell all of it. */
export async function changesSince(
  client: Client,
  since: Date,
  { clock }: { readonly clock: Clock },
  signal: AbortSignal,
): Promise<readonly DocumentChange[] | undefined> {
  if (clock.now().getTime() - since.getTime() > longestLookBackMilliseconds) return undefined
  const parameters = { entities: documentKinds.map(entityName).join(','), changedSince: since.toISOString() }
  const { value, traceId } = await read(client, { method: 'GET', path: '/cdc', parameters }, 'the changes', signal)
  const answer = wireChanges.safeParse(value)
  if (!answer.success) {
    const message = `QuickBooks' changes could not be read: ${unreadable(answer.error)}. Try again later.`
    throw new LedgerUnavailable(message, { traceId })
  }
  const responses = answer.data.CDCResponse.flatMap(({ QueryResponse }) => QueryResponse ?? [])
  const changes = documentKinds.flatMap((documentKind) =>
    responses
      .flatMap((response) => z.array(z.unknown()).parse(response[entityName(documentKind)] ?? []))
      .map((entity) => changeOf(entity, documentKind, traceId)),
  )
  return changes.length >= mostChanges ? undefined : changes
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
