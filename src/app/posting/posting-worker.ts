import { randomUUID } from 'node:crypto'
import type { Period } from '../../domain/period.ts'
import type { PostingState } from '../../domain/posting.ts'
import type { LedgerGateway } from '../../ledgers/gateway.ts'
import type { ClaimedPosting, WorkResult } from '../../store/postings-in-work.ts'
import type { Clock } from '../../support/clock.ts'
import { messageOf } from '../../support/failure.ts'
import type { Progress } from '../progress.ts'
import { postInvoice, type StepResult } from './post-invoice.ts'
import type { PostingStore } from './posting-store.ts'

/** Longer than the longest request, so that a lease runs out only when its worker is gone. */
const leaseMilliseconds = 180_000
const firstPauseMilliseconds = 2_000
const longestPauseMilliseconds = 120_000
/** Another worker may settle what is waited for, or an operator stop the company. */
const longestWaitMilliseconds = 5_000
const shortestWaitMilliseconds = 50

export interface PostingWork {
  readonly ledgerConnectionId: string
  readonly period: Period
  /** How many there are to post, for the progress. */
  readonly total: number
  /** How many may be on their way to the company at once, of all workers together. */
  readonly requestsInFlight: number
}

export interface PostingReport {
  readonly posted: number
  readonly rejected: number
  readonly needsPerson: number
  /** Why the company was stopped before all was done; what is left stays as it is and can be gone on with. */
  readonly stopped: string | undefined
}

export interface PostingTools {
  readonly store: PostingStore
  readonly gateway: LedgerGateway
  readonly clock: Clock
  readonly progress: Progress
}

/**
 * Posts what is intended for one ledger company and month until nothing is left that can be done. Any number of workers
 * may do so at once, each with several invoices on their way. A rejected invoice never stops the others; trouble with
 * the connection stops the company. A company that is stopped stays so: whoever posts again lets it go on before.
 */
export async function workOnPostings(
  tools: PostingTools,
  work: PostingWork,
  signal: AbortSignal,
): Promise<PostingReport> {
  const lanes = new Lanes()
  const report = { posted: 0, rejected: 0, needsPerson: 0 }
  const worker = randomUUID()
  for (;;) {
    const results = lanes.takeFinished()
    const wanted = signal.aborted || lanes.failed ? 0 : work.requestsInFlight - lanes.size
    const taken = await tools.store.takeTurn({
      ...work,
      worker,
      now: tools.clock.now(),
      leaseMilliseconds,
      wanted,
      results,
    })
    for (const { postingId, state } of results) {
      // A worker slower than its lease leaves the posting to the one that took it over, which counts it.
      if (!taken.lost.includes(postingId)) count(report, state)
    }
    tools.progress.report('posting', report.posted + report.rejected + report.needsPerson, work.total)
    for (const claimed of taken.claimed) lanes.start(workOn(tools, claimed, signal))
    if (lanes.isBusy) {
      await lanes.next(tools.clock, taken.nextAt)
      continue
    }
    lanes.throwFailure()
    if (taken.stoppedBecause !== undefined) {
      return { ...report, stopped: `posting to ${work.ledgerConnectionId} stopped: ${taken.stoppedBecause}` }
    }
    if (signal.aborted) return { ...report, stopped: 'cancelled; run the same command again to go on' }
    if (taken.nextAt === undefined) return { ...report, stopped: undefined }
    await waitUntil(tools.clock, taken.nextAt, signal)
  }
}

/** The invoices that one worker has on their way, and what has become of them since it looked last. */
class Lanes {
  readonly #underWay = new Set<Promise<void>>()
  #finished: WorkResult[] = []
  #failure: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined

  get size(): number {
    return this.#underWay.size
  }

  /** True while anything is under way, or done and not yet recorded. */
  get isBusy(): boolean {
    return this.#underWay.size > 0 || this.#finished.length > 0
  }

  get failed(): boolean {
    return this.#failure !== undefined
  }

  start(work: Promise<WorkResult>): void {
    const lane = work.then(
      (result) => {
        this.#finished.push(result)
      },
      (error: unknown) => {
        this.#failure ??= { error }
      },
    )
    const done = lane.then(() => {
      this.#underWay.delete(done)
      this.#wake?.()
    })
    this.#underWay.add(done)
  }

  /** One result for each posting: of one that was lost to another worker and taken again, both ends may have come. */
  takeFinished(): readonly WorkResult[] {
    const finished = new Map(this.#finished.map((result) => [result.postingId, result]))
    this.#finished = []
    return [...finished.values()]
  }

  /** Waits until one of those under way is done, or until there may be more to take on. */
  async next(clock: Clock, more: Date | undefined): Promise<void> {
    if (this.#finished.length > 0) return
    const enough = new AbortController()
    const done = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    const waits = more === undefined ? [done] : [done, waitUntil(clock, more, enough.signal)]
    await Promise.race(waits)
    this.#wake = undefined
    enough.abort()
  }

  /** @throws what ended a piece of work that is no outcome of a posting, such as a database that is gone. */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}

async function workOn(
  { gateway, clock }: PostingTools,
  claimed: ClaimedPosting,
  signal: AbortSignal,
): Promise<WorkResult> {
  const result = await postInvoice(gateway, claimed.posting, claimed.before, signal)
  return workResult(claimed, result, clock.now())
}

function workResult({ posting, before }: ClaimedPosting, result: StepResult, now: Date): WorkResult {
  const postingId = posting.id
  const inTime = (milliseconds: number): Date => new Date(now.getTime() + milliseconds)
  switch (result.kind) {
    case 'settled': {
      const { state, ...attempt } = result.outcome
      return { postingId, state, notBefore: undefined, attempt, company: { kind: 'settled' } }
    }
    case 'unknown': {
      const { state, ...attempt } = result.outcome
      const notBefore = inTime(pauseAfter(posting.attempts))
      return { postingId, state, notBefore, attempt, company: { kind: 'unknown' } }
    }
    case 'wait': {
      const company =
        result.milliseconds === 0
          ? ({ kind: 'nothing' } as const)
          : ({ kind: 'pause', until: inTime(result.milliseconds) } as const)
      return { postingId, state: leftAs(before), notBefore: undefined, attempt: undefined, company }
    }
    case 'stop': {
      const company = { kind: 'stop', because: messageOf(result.failure) } as const
      return { postingId, state: leftAs(before), notBefore: undefined, attempt: undefined, company }
    }
  }
}

/** Nothing was sent by a step that waits or stops, so a posting is left as it was; one found half-sent stays unknown. */
function leftAs(before: PostingState): 'intended' | 'unknown' {
  return before === 'intended' ? 'intended' : 'unknown'
}

function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempts)
}

async function waitUntil(clock: Clock, at: Date, signal: AbortSignal): Promise<void> {
  const wait = at.getTime() - clock.now().getTime()
  const bounded = Math.min(Math.max(wait, shortestWaitMilliseconds), longestWaitMilliseconds)
  await clock.sleep(bounded, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

function count(report: { posted: number; rejected: number; needsPerson: number }, state: PostingState): void {
  if (state === 'posted') report.posted += 1
  else if (state === 'rejected') report.rejected += 1
  else if (state === 'needs-person') report.needsPerson += 1
}
