import { plainDateIn, type PlainDate } from '../../domain/plain-date.ts'
import { SourceFailure } from '../../sources/errors.ts'
import type { Source } from '../../sources/source.ts'
import { withOrganization } from '../../store/database.ts'
import { beginSnapshot, endSnapshot, type SnapshotProblem, type StreamCounts } from '../../store/snapshots.ts'
import { tryAdvisoryLock } from '../../store/locks.ts'
import { Failure, messageOf } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { readCompanies } from './read-companies.ts'
import { readDistributorInvoices, type DistributorInvoicesRead } from './read-distributor-invoices.ts'
import { readOrders } from './read-orders.ts'
import { readProducts } from './read-products.ts'
import { readSubscriptions } from './read-subscriptions.ts'
import { readUsage } from './read-usage.ts'
import { SyncNotes, type SyncSession } from './sync-session.ts'

export interface SyncResult {
  readonly connectionId: string
  readonly day: PlainDate
  readonly complete: boolean
  readonly counts: StreamCounts
  readonly problems: readonly SnapshotProblem[]
  readonly invoices: DistributorInvoicesRead | undefined
  /** Why it stopped before its end. */
  readonly failure: Error | undefined
}

export interface SyncOptions {
  readonly connectionId: string
  readonly source: Source
  readonly progress: Progress
  readonly signal: AbortSignal
  /** A subscription's detail is read again when this many days old; 0 reads all, as before a run. */
  readonly detailEveryDays: number
  /** A person looked: a listing that lost most of what was held is right. Kept with the snapshot, with who said so. */
  readonly acceptShrinkage?: boolean
  /** Distributor invoices dated on or after this day are read; left out: those of the last months alone. */
  readonly invoicesSince?: PlainDate
}

/**
 * Copies what every client holds, and what the distributor has billed. What was read before a failure stays: it is
 * evidence, and the snapshot says that it is incomplete, so that it ends nothing.
 * @throws {SyncRunning} when the connection is being synced already: two snapshots at once would each see a half.
 */
export async function syncSource(context: AppContext, options: SyncOptions): Promise<SyncResult> {
  const { database, organization } = context
  const name = `sync ${organization.id}/${options.connectionId}`
  const done = await tryAdvisoryLock(database, name, (lost) =>
    syncAlone(context, { ...options, signal: AbortSignal.any([options.signal, lost]) }),
  )
  if (done === undefined) throw new SyncRunning(options.connectionId)
  return done.result
}

async function syncAlone(context: AppContext, options: SyncOptions): Promise<SyncResult> {
  const { database, organization } = context
  const day = plainDateIn(organization.timeZone, database.clock.now())
  const { connectionId, source, progress, signal } = options
  const snapshotId = await withOrganization(database, organization.id, (tx) =>
    beginSnapshot(tx, { connectionId, day, now: database.clock.now() }),
  )
  const notes = new SyncNotes()
  const base = { database, organizationId: organization.id, connectionId, source, snapshotId, day }
  const acceptsShrinkageOf = options.acceptShrinkage === true ? context.actor : undefined
  const { invoicesSince } = options
  const session: SyncSession = { ...base, signal, progress, notes, acceptsShrinkageOf, invoicesSince }
  const { invoices, failure } = await readAll(session, options.detailEveryDays)
  if (failure !== undefined) notes.incomplete('', failureCode(failure), messageOf(failure))
  const end = { snapshotId, complete: notes.complete, counts: notes.streamCounts, problems: notes.found }
  await withOrganization(database, organization.id, (tx) => endSnapshot(tx, { ...end, now: database.clock.now() }))
  return { connectionId, day, complete: end.complete, counts: end.counts, problems: end.problems, invoices, failure }
}

async function readAll(
  session: SyncSession,
  detailEveryDays: number,
): Promise<{ invoices: DistributorInvoicesRead | undefined; failure: Error | undefined }> {
  try {
    await readCompanies(session)
    const subscriptions = await readSubscriptions(session, detailEveryDays)
    await readProducts(session, subscriptions)
    await readOrders(session)
    await readUsage(session, subscriptions)
    return { invoices: await readDistributorInvoices(session), failure: undefined }
  } catch (error) {
    // Only trouble with the source, or the operator's wish to stop, ends a snapshot in good order; the rest is ours.
    if (error instanceof SourceFailure || session.signal.aborted) {
      return { invoices: undefined, failure: error instanceof Error ? error : new Error(messageOf(error)) }
    }
    throw error
  }
}

function failureCode(failure: Error): string {
  return failure instanceof SourceFailure ? failure.code : 'interrupted'
}

export class SyncRunning extends Failure {
  override readonly code = 'sync.running'

  constructor(connectionId: string) {
    super(`"${connectionId}" is being synced already, by another command or by a worker. Wait until that has ended.`)
  }
}
