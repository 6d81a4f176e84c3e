import type { Anomaly } from '../../domain/anomaly.ts'
import { daysBetween } from '../../domain/plain-date.ts'
import type { SourceHealth } from '../dry-run-input.ts'
import type { RunContext } from '../run-context.ts'
import { dayInWords } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** Stale or incomplete evidence of each source that one of the client's synced lines may follow. */
export function findSourceTrouble({ run, client, claims }: ClientView): Anomaly[] {
  if (claims.byLine.length === 0) return []
  const connections = new Set(client.companies.map(({ connectionId }) => connectionId))
  return [...connections].sort().flatMap((connectionId) => {
    const health = run.sources.get(connectionId)
    const found = health === undefined ? neverSynced(connectionId) : [...stale(run, health), ...incomplete(health)]
    return found.map((trouble) =>
      makeAnomaly({ ...trouble, clientId: client.clientId, subject: { kind: 'connection', id: connectionId } }),
    )
  })
}

type Trouble = Pick<Parameters<typeof makeAnomaly>[0], 'code' | 'message' | 'severity'>

function neverSynced(connectionId: string): Trouble[] {
  const message = `There is no complete copy of ${connectionId}, so nothing is known of what the client holds there.`
  return [{ code: 'sync-incomplete', severity: 'blocking', message }]
}

function stale({ input, lastDay }: RunContext, health: SourceHealth): Trouble[] {
  const { lastCompleteDay, connectionId } = health
  if (lastCompleteDay === undefined) return []
  const age = daysBetween(lastCompleteDay, input.asOf)
  if (age <= health.staleAfterDays) return []
  const copy = `The last complete copy of ${connectionId} is of ${dayInWords(lastCompleteDay)}, ${String(age)} days old`
  return lastCompleteDay < lastDay
    ? [{ code: 'sync-stale', severity: 'blocking', message: `${copy}; the period runs to ${dayInWords(lastDay)}.` }]
    : [{ code: 'sync-stale', message: `${copy}; changes that became known since then are missing.` }]
}

function incomplete({ connectionId, newestIsIncomplete, lastCompleteDay }: SourceHealth): Trouble[] {
  if (lastCompleteDay === undefined) return neverSynced(connectionId)
  if (!newestIsIncomplete) return []
  const message = `The newest copy of ${connectionId} is incomplete; the last complete one is of ${dayInWords(lastCompleteDay)}.`
  return [{ code: 'sync-incomplete', message }]
}
