import { randomUUID } from 'node:crypto'
import type { Period } from '../../domain/period.ts'
import type { GatewayFailure } from '../../ledgers/errors.ts'
import type { LedgerGateway } from '../../ledgers/gateway.ts'
import { withOrganization } from '../../store/database.ts'
import { claimPosting, nextPostingTime, recordOutcome, releasePosting, type Posting } from '../../store/postings.ts'
import { messageOf } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { postInvoice, type StepResult } from './post-invoice.ts'

/** Longer than the longest request, so that a lease runs out only when its worker is gone. */
const leaseMilliseconds = 180_000
/** Three in a row say that the ledger, or the way to it, is in trouble; the rest waits. */
const mostUnknownsInARow = 3
const firstPauseMilliseconds = 2_000
const longestPauseMilliseconds = 120_000

export interface PostingReport {
  readonly posted: number
  readonly rejected: number
  readonly needsPerson: number
  /** Why the company was stopped before all was done; what is left stays as it is and can be gone on with. */
  readonly stopped: string | undefined
}

/**
 * Posts what is intended for one ledger company and month, one invoice at a time, until nothing is left that can be done.
 * Any number of workers may do so at once. A rejected invoice never stops the others; trouble with the connection stops
 * the company.
 */
export async function postIntended(
  context: AppContext,
  gateway: LedgerGateway,
  work: { readonly ledgerConnectionId: string; readonly period: Period; readonly total: number },
  progress: Progress,
  signal: AbortSignal,
): Promise<PostingReport> {
  const worker = randomUUID()
  const report = { posted: 0, rejected: 0, needsPerson: 0 }
  let unknownsInARow = 0
  while (!signal.aborted) {
    const claimed = await claim(context, work, worker)
    if (claimed === undefined) {
      if (!(await waitForNext(context, work, signal))) break
      continue
    }
    const result = await attempt(gateway, claimed, signal)
    const isOurs = await settle(context, worker, claimed.posting, claimed.before, result)
    if (result.kind === 'stop') return { ...report, stopped: stoppedMessage(work.ledgerConnectionId, result.failure) }
    unknownsInARow = result.kind === 'unknown' ? unknownsInARow + 1 : result.kind === 'settled' ? 0 : unknownsInARow
    // A worker slower than its lease leaves the posting to the one that took it over, which counts it.
    if (result.kind === 'settled' && isOurs) count(report, result.outcome.state)
    progress.report('posting', report.posted + report.rejected + report.needsPerson, work.total)
    if (unknownsInARow >= mostUnknownsInARow) return { ...report, stopped: unknownsMessage(work.ledgerConnectionId) }
  }
  return { ...report, stopped: signal.aborted ? 'cancelled; run the same command again to go on' : undefined }
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claimPosting>>>

async function claim(
  context: AppContext,
  work: { readonly ledgerConnectionId: string; readonly period: Period },
  worker: string,
): Promise<Claimed | undefined> {
  const { database, organization } = context
  const now = database.clock.now()
  const leaseUntil = new Date(now.getTime() + leaseMilliseconds)
  return withOrganization(database, organization.id, (tx) => claimPosting(tx, { ...work, worker, now, leaseUntil }))
}

async function attempt(gateway: LedgerGateway, claimed: Claimed, signal: AbortSignal): Promise<StepResult> {
  return postInvoice(gateway, claimed.posting, claimed.before, signal)
}

/** Records what a step came to; false when another worker had taken the posting over, whose word counts then. */
async function settle(
  context: AppContext,
  worker: string,
  posting: Posting,
  before: Claimed['before'],
  result: StepResult,
): Promise<boolean> {
  const { database, organization } = context
  const now = database.clock.now()
  return withOrganization(database, organization.id, async (tx) => {
    switch (result.kind) {
      case 'settled':
        return recordOutcome(tx, { postingId: posting.id, worker, ...result.outcome, notBefore: undefined, now })
      case 'unknown': {
        const notBefore = new Date(now.getTime() + pauseAfter(posting.attempts))
        return recordOutcome(tx, { postingId: posting.id, worker, ...result.outcome, notBefore, now })
      }
      case 'wait': {
        const notBefore = new Date(now.getTime() + result.milliseconds)
        await releasePosting(tx, { id: posting.id, worker, state: leftAs(before), notBefore })
        return true
      }
      case 'stop':
        await releasePosting(tx, { id: posting.id, worker, state: leftAs(before), notBefore: undefined })
        return true
    }
  })
}

/** Nothing was sent by a step that waits or stops, so a posting is left as it was; one found half-sent stays unknown. */
function leftAs(before: Claimed['before']): 'intended' | 'unknown' {
  return before === 'intended' ? 'intended' : 'unknown'
}

function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempts)
}

/** Waits for the next posting that is leased or held back. False: there is none, all is settled. */
async function waitForNext(
  context: AppContext,
  work: { readonly ledgerConnectionId: string; readonly period: Period },
  signal: AbortSignal,
): Promise<boolean> {
  const { database, organization } = context
  const at = await withOrganization(database, organization.id, (tx) =>
    nextPostingTime(tx, work.ledgerConnectionId, work.period),
  )
  if (at === undefined) return false
  const wait = Math.max(50, at.getTime() - database.clock.now().getTime())
  // Not all at once: another worker may settle what is waited for.
  await database.clock.sleep(Math.min(wait, 5_000), signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return true
}

function count(report: { posted: number; rejected: number; needsPerson: number }, state: string): void {
  if (state === 'posted') report.posted += 1
  else if (state === 'rejected') report.rejected += 1
  else report.needsPerson += 1
}

function stoppedMessage(ledgerConnectionId: string, failure: GatewayFailure): string {
  return `posting to ${ledgerConnectionId} stopped: ${messageOf(failure)}`
}

function unknownsMessage(ledgerConnectionId: string): string {
  return (
    `posting to ${ledgerConnectionId} stopped: three invoices in a row got no usable answer. ` +
    'Nothing is posted twice; run `seatledger post` again when the ledger answers.'
  )
}
