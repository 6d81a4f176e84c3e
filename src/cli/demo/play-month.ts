import { approveRun } from '../../app/approve-run.ts'
import { openSource } from '../../app/open-connection.ts'
import { postApproved, type ApprovedPosted } from '../../app/posting/post-approved.ts'
import type { Progress } from '../../app/progress.ts'
import { prepareRun } from '../../app/run/prepare-run.ts'
import { reconcileMonth } from '../../app/tie-out/reconcile-month.ts'
import { syncSource, type SyncResult } from '../../app/sync/sync-source.ts'
import { addDays, dayNumber, type PlainDate } from '../../domain/plain-date.ts'
import { daysIn, type Period } from '../../domain/period.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { withOrganization } from '../../store/database.ts'
import { listPostingSummaries } from '../../store/postings.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import type { Session } from '../session.ts'
import { demoSource } from './demo-session.ts'
import type { DemoWorld } from './demo-world.ts'

/** What the steps of a demo work with. */
export interface DemoStage {
  readonly world: DemoWorld
  readonly session: Session
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A subscription that changed is read whole at once, and all are before a run; the others now and then. */
const detailEveryDays = 60

/**
 * Syncs on each of the days, in the early morning, as a nightly job would. Days up to the last one that was synced are
 * not synced again, but lived through: the world is a function of the day, and what it was on an earlier day must not be
 * read after what it was on a later one.
 */
export async function syncDays(
  stage: DemoStage,
  days: readonly PlainDate[],
  told: (day: PlainDate, result: SyncResult) => void,
): Promise<void> {
  const { context } = stage.session
  const snapshots = await withOrganization(context.database, context.organization.id, (tx) => listSnapshots(tx))
  const lastDone = snapshots.findLast(({ complete }) => complete)?.day
  for (const day of days) {
    stage.signal.throwIfAborted()
    stage.world.moveTo(`${day}T03:00:00.000Z`)
    if (lastDone === undefined || day > lastDone) told(day, await syncNow(stage, detailEveryDays))
  }
}

export async function syncNow(stage: DemoStage, readDetailsOlderThan: number): Promise<SyncResult> {
  const { context, adapters, keys } = stage.session
  const { source } = await openSource(context, adapters, keys, demoSource)
  const { progress, signal } = stage
  const result = await syncSource(context, {
    connectionId: demoSource,
    source,
    progress,
    signal,
    detailEveryDays: readDetailsOlderThan,
  })
  if (result.failure !== undefined) throw result.failure
  return result
}

export function daysOf(period: Period): PlainDate[] {
  return Array.from({ length: daysIn(period) }, (_, index) => addDays(period.start, index))
}

/** Every seventh day, and the last three: enough for a month that only gives the "was" of the next one. */
export function someDaysOf(period: Period): PlainDate[] {
  const first = dayNumber(period.start)
  return daysOf(period).filter((day) => (dayNumber(day) - first) % 7 === 0 || day >= addDays(period.end, -3))
}

/** On the first of the next month: everything is read afresh, and the run is made, once. */
export async function runMonth(stage: DemoStage, period: Period): Promise<Run> {
  const { context, adapters } = stage.session
  stage.world.moveTo(`${period.end}T03:00:00.000Z`)
  const runs = await withOrganization(context.database, context.organization.id, (tx) => listRuns(tx, period))
  const made = runs.find(({ state }) => state === 'ready')
  if (made !== undefined) return made
  await syncNow(stage, 0)
  return prepareRun(context, adapters, { period, clientIds: undefined }, stage.progress)
}

/** Approves all that is ready, by the run's hash, and posts it. Both may be repeated. */
export async function approveAndPost(stage: DemoStage, run: Run): Promise<ApprovedPosted> {
  const { context, adapters, keys } = stage.session
  await approveRun(context, { run, hash: run.sha256 ?? '', clientIds: undefined, note: 'demo' })
  return postApproved(context, adapters, keys, run, stage.progress, stage.signal)
}

/** In the evening of the 4th the distributor's invoice is there: it is read, and the month is tied out. */
export async function tieOutMonth(stage: DemoStage, period: Period): Promise<PeriodTieOut> {
  const { context, adapters } = stage.session
  stage.world.moveTo(`${addDays(period.end, 3)}T21:00:00.000Z`)
  await syncNow(stage, detailEveryDays)
  return reconcileMonth(context, adapters, period)
}

export async function countPosted(stage: DemoStage, period: Period): Promise<number> {
  const { context } = stage.session
  const postings = await withOrganization(context.database, context.organization.id, (tx) =>
    listPostingSummaries(tx, period.start),
  )
  return postings.filter(({ state }) => state === 'posted').length
}
