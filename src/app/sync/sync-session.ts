import type { PlainDate } from '../../domain/plain-date.ts'
import type { RawPayload, Source, SourceProblem, StreamName } from '../../sources/source.ts'
import { withOrganization, type Database, type Transaction } from '../../store/database.ts'
import { saveRawPayload } from '../../store/raw-payloads.ts'
import type { SnapshotProblem, StreamCounts } from '../../store/snapshots.ts'
import { clockNextStep, describeClockSkew } from '../clock-skew.ts'
import type { Progress } from '../progress.ts'

/** The code of the problem that our clock and the distributor's disagree. */
export const clockProblem = 'clock-skew'

/** What the steps of one sync share. */
export interface SyncSession {
  readonly database: Database
  readonly organizationId: string
  readonly connectionId: string
  readonly source: Source
  readonly snapshotId: bigint
  readonly day: PlainDate
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly notes: SyncNotes
  /** Who said that a listing which lost most of what was held is right; undefined: nobody, so it is doubted. */
  readonly acceptsShrinkageOf: string | undefined
  /** From which day on distributor invoices are read; undefined: those whose status is still watched. */
  readonly invoicesSince: PlainDate | undefined
}

/** What a sync has read so far and what was odd about it; becomes the snapshot's record. */
export class SyncNotes {
  readonly #counts = new Map<StreamName, { rows: number; total: number | null }>()
  readonly #problems: SnapshotProblem[] = []
  #incomplete = false
  #isClockCompared = false

  count(stream: StreamName, rows: number, total: number | undefined): number {
    const before = this.#counts.get(stream) ?? { rows: 0, total: null }
    const after = { rows: before.rows + rows, total: total ?? before.total }
    this.#counts.set(stream, after)
    return after.rows
  }

  problems(stream: StreamName, problems: readonly SourceProblem[]): void {
    for (const { code, recordId, message } of problems) {
      this.#problems.push({ stream, code, recordId: recordId ?? null, message })
    }
  }

  /** Something to keep with the snapshot that takes nothing from its completeness. */
  remark(stream: StreamName, code: string, message: string): void {
    this.#problems.push({ stream, code, recordId: null, message })
  }

  /** A listing did not add up: the snapshot may not end anything. */
  incomplete(stream: StreamName | '', code: string, message: string): void {
    this.#incomplete = true
    this.#problems.push({ stream, code, recordId: null, message })
  }

  /** A clock that is off is told once: the day of the snapshot and the age of tokens hang on it. */
  compareClocks(ours: Date, theirs: Date | undefined, connectionId: string): void {
    if (theirs === undefined || this.#isClockCompared) return
    this.#isClockCompared = true
    const seconds = Math.round((ours.getTime() - theirs.getTime()) / 1000)
    const { words, isTolerable } = describeClockSkew(seconds, connectionId)
    if (isTolerable) return
    const message = `${words}. ${clockNextStep}`
    this.#problems.push({ stream: '', code: clockProblem, recordId: null, message })
  }

  get complete(): boolean {
    return !this.#incomplete
  }

  get streamCounts(): StreamCounts {
    return Object.fromEntries(this.#counts)
  }

  get found(): readonly SnapshotProblem[] {
    return this.#problems
  }
}

export async function inTransaction<T>(
  session: SyncSession,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return withOrganization(session.database, session.organizationId, work)
}

export async function keepRaw(session: SyncSession, transaction: Transaction, raw: RawPayload): Promise<void> {
  const payload = { connectionId: session.connectionId, ...raw }
  await saveRawPayload(transaction, payload, session.database.clock.now())
}
