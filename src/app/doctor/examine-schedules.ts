import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { hasWorker } from '../../store/jobs/has-worker.ts'
import { listJobs } from '../../store/jobs/list-jobs.ts'
import { listSchedules } from '../../store/jobs/schedules.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { standingFailures } from '../jobs/standing-failures.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

/** A worker looks every few seconds; later than this, none runs. */
const patienceMilliseconds = 5 * 60_000
const recentMilliseconds = 7 * 86_400_000

/** Whether each source is synced by itself, whether anything works on it, and which jobs have failed lately. */
export async function examineSchedules(
  context: AppContext,
  adapters: AdapterRegistry,
): Promise<readonly HealthFinding[]> {
  return [
    ...(await examineEach(context, adapters)),
    ...(await examineWorkers(context)),
    ...(await examineFailedJobs(context)),
  ]
}

/** A schedule is only a wish while no process is there that works on it. */
async function examineWorkers({ database, organization }: AppContext): Promise<HealthFinding[]> {
  const schedules = await listSchedules(database, organization.id)
  if (schedules.length === 0) return []
  const code = 'jobs.worker'
  if (await hasWorker(database)) return [good(code, 'jobs', 'a process works on them')]
  const [last] = (await listJobs(database, organization.id, { limit: 200 })).filter(({ startedAt }) => startedAt)
  const since =
    last?.startedAt === undefined ? 'none was ever begun' : `the last was begun on ${last.startedAt.toISOString()}`
  const message = `no process works on them now, so nothing is synced by schedule; ${since}`
  return [notice({ code, subject: 'jobs', message }, 'Keep `seatledger serve` (or `seatledger worker`) running.')]
}

async function examineEach(context: AppContext, adapters: AdapterRegistry): Promise<HealthFinding[]> {
  const { database, organization } = context
  const sources = await withOrganization(database, organization.id, (tx) => listConnections(tx, 'source'))
  const schedules = await listSchedules(database, organization.id)
  const now = database.clock.now()
  const code = 'schedule.sync'
  return sources
    .filter(({ adapter }) => adapters.sources.has(adapter))
    .map(({ id }) => {
      const schedule = schedules.find(({ key }) => key === id)
      if (schedule === undefined) {
        const named = { code, subject: id, message: 'is not synced by itself' }
        return notice(named, `Set it with \`seatledger schedule set ${id}\`, or sync it by hand.`)
      }
      const due = schedule.nextDueAt
      const message = `is synced by "${schedule.cron}" in ${schedule.timeZone}, next on ${due.toISOString()}`
      if (now.getTime() - due.getTime() <= patienceMilliseconds) return good(code, id, message)
      const late = {
        code,
        subject: id,
        message: `was due to be synced on ${due.toISOString()}, and nothing worked on it`,
      }
      return wrong(late, 'Keep `seatledger serve` (or `seatledger worker`) running.')
    })
}

async function examineFailedJobs({ database, organization }: AppContext): Promise<HealthFinding[]> {
  const jobs = await listJobs(database, organization.id, { limit: 200 })
  const since = database.clock.now().getTime() - recentMilliseconds
  const failed = standingFailures(jobs).filter(({ createdAt }) => createdAt.getTime() >= since)
  const [newest] = failed
  if (newest === undefined) return [good('jobs.failed', 'jobs', 'none of the last seven days has failed for good')]
  const message = `${String(failed.length)} of the last seven days failed and were not done since; the newest, ${newest.name}: ${newest.failure ?? 'it does not say why'}`
  return [wrong({ code: 'jobs.failed', subject: 'jobs', message }, '`seatledger jobs` lists them.')]
}
