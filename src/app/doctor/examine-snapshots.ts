import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { listSnapshots, type SnapshotProblem, type StoredSnapshot } from '../../store/snapshots.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { ageInWords, hoursSince } from './age.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

/** A nightly sync that has worked is never older. */
const freshHours = 36

/** Of each source that can be synced: the last complete snapshot, its age, and what went wrong in the newest one. */
export async function examineSnapshots(
  context: AppContext,
  adapters: AdapterRegistry,
): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    const sources = (await listConnections(tx, 'source')).filter(({ adapter }) => adapters.sources.has(adapter))
    const snapshots = await listSnapshots(tx)
    const now = database.clock.now()
    return sources.flatMap(({ id }) => {
      const own = snapshots.filter(({ connectionId }) => connectionId === id)
      return [examineAge(id, own, now), ...examineNewest(id, own.at(-1))]
    })
  })
}

export function examineAge(id: string, snapshots: readonly StoredSnapshot[], now: Date): HealthFinding {
  const code = 'snapshot.age'
  const last = snapshots.findLast(({ complete }) => complete)
  const next = `Run \`seatledger sync ${id}\`, and keep \`seatledger serve\` running for the nightly one.`
  if (last === undefined) {
    return wrong({ code, subject: id, message: 'there is no complete snapshot yet, so no month can be billed' }, next)
  }
  const recordedAt = new Date(last.recordedAt)
  const message = `the last complete snapshot is of ${last.day}, ${ageInWords(recordedAt, now)} old`
  return hoursSince(recordedAt, now) <= freshHours
    ? good(code, id, message)
    : wrong({ code, subject: id, message }, next)
}

function examineNewest(id: string, newest: StoredSnapshot | undefined): HealthFinding[] {
  if (newest === undefined) return []
  const code = 'snapshot.problems'
  const summary = summarize(newest.problems)
  if (!newest.complete) {
    const message = `the newest snapshot, of ${newest.day}, is incomplete: ${summary}`
    return [
      wrong({ code, subject: id, message }, `Run \`seatledger sync ${id}\`; what it lacks is never taken for ended.`),
    ]
  }
  if (newest.problems.length === 0) return [good(code, id, 'the newest snapshot has no problems')]
  const message = `the newest snapshot is complete, with ${summary}`
  return [notice({ code, subject: id, message }, `\`seatledger sync ${id} --json\` lists them all.`)]
}

function summarize(problems: readonly SnapshotProblem[]): string {
  const counts = new Map<string, number>()
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  const parts = [...counts].map(([code, count]) => `${String(count)} x ${code}`)
  const first = problems[0] === undefined ? '' : ` (first: ${problems[0].message})`
  return parts.length === 0 ? 'no problem was noted' : parts.join(', ') + first
}
