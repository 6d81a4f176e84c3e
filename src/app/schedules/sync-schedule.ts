import { findConnection, listConnections } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { nextDue, type CronSchedule } from '../../store/jobs/cron.ts'
import { deleteSchedule, listSchedules, saveSchedule } from '../../store/jobs/schedules.ts'
import { keepSyncsOnSchedule, listUnscheduledSources } from '../../store/sync-schedules.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'

/** The kind of job that a schedule puts in; also its name in the queue. */
export const syncJobName = 'sync-source'

/** When distributors are quiet and a day is over, in the zone of the organization. */
const nightlyCron = '0 2 * * *'

/** When a source is synced by itself. */
export interface SyncSchedule extends CronSchedule {
  readonly connectionId: string
  /** The next three times. */
  readonly next: readonly Date[]
}

/** Every source's schedule, and the sources that have none. */
export async function listSyncSchedules(context: AppContext): Promise<{
  readonly scheduled: readonly SyncSchedule[]
  readonly unscheduled: readonly string[]
}> {
  const { database, organization } = context
  const schedules = (await listSchedules(database, organization.id)).filter(({ jobName }) => jobName === syncJobName)
  const sources = await withOrganization(database, organization.id, (tx) => listConnections(tx, 'source'))
  const now = database.clock.now()
  const scheduled = schedules.map(({ key, cron, timeZone }) => ({
    connectionId: key,
    cron,
    timeZone,
    next: nextThree({ cron, timeZone }, now),
  }))
  const known = new Set(scheduled.map(({ connectionId }) => connectionId))
  return { scheduled, unscheduled: sources.map(({ id }) => id).filter((id) => !known.has(id)) }
}

/**
 * Says when a source is synced by itself, in place of what was said before.
 * @throws {CronInvalid} for an expression or a zone that is none; {@link NotFound} for a source that is not there.
 */
export async function setSyncSchedule(
  context: AppContext,
  schedule: { readonly connectionId: string } & Partial<CronSchedule>,
): Promise<SyncSchedule> {
  const { database, organization } = context
  const { connectionId, cron = nightlyCron, timeZone = organization.timeZone } = schedule
  const now = database.clock.now()
  const next = nextThree({ cron, timeZone }, now)
  await withOrganization(database, organization.id, async (tx) => {
    await requireSource(tx, connectionId)
    await save(tx, context, { connectionId, cron, timeZone }, now)
    await keepSyncsOnSchedule(tx, connectionId, true)
  })
  return { connectionId, cron, timeZone, next }
}

/**
 * Takes a source off the schedule until one is set again. Syncing it by hand stays possible.
 * @returns whether it had one.
 */
export async function dropSyncSchedule(context: AppContext, connectionId: string): Promise<boolean> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    await requireSource(tx, connectionId)
    await keepSyncsOnSchedule(tx, connectionId, false)
    return forgetSyncSchedule(tx, connectionId)
  })
}

/** Deletes the schedule of a connection, without a word on whether it should have one. */
export async function forgetSyncSchedule(transaction: Transaction, connectionId: string): Promise<boolean> {
  return deleteSchedule(transaction, { jobName: syncJobName, key: connectionId })
}

/**
 * Gives every source that should be synced by itself, and is not yet, the usual nightly schedule.
 * @returns the sources that got one.
 */
export async function ensureSyncSchedules(context: AppContext): Promise<readonly string[]> {
  const { database, organization } = context
  const now = database.clock.now()
  return withOrganization(database, organization.id, async (tx) => {
    const sources = await listUnscheduledSources(tx, syncJobName)
    for (const connectionId of sources) {
      await save(tx, context, { connectionId, cron: nightlyCron, timeZone: organization.timeZone }, now)
    }
    return sources
  })
}

async function save(
  tx: Transaction,
  { organization }: AppContext,
  { connectionId, cron, timeZone }: { readonly connectionId: string } & CronSchedule,
  now: Date,
): Promise<void> {
  const payload = { organizationId: organization.id, connectionId, full: false, actor: 'schedule' }
  await saveSchedule(tx, { jobName: syncJobName, key: connectionId, cron, timeZone, payload }, now)
}

async function requireSource(tx: Transaction, connectionId: string): Promise<void> {
  if ((await findConnection(tx, connectionId))?.kind === 'source') return
  const there = (await listConnections(tx, 'source')).map(({ id }) => id).join(', ')
  throw new NotFound(
    `There is no source connection "${connectionId}". There is: ${there === '' ? 'none yet; begin with `seatledger connect pax8`' : there}.`,
  )
}

function nextThree(schedule: CronSchedule, now: Date): readonly Date[] {
  const first = nextDue(schedule, now)
  const second = nextDue(schedule, first)
  return [first, second, nextDue(schedule, second)]
}
