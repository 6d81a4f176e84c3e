import { addDecimals, decimal, formatDecimal } from '../../money/decimal.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { listApprovals } from '../../store/approvals.ts'
import { withOrganization } from '../../store/database.ts'
import {
  listCompanyStates,
  listPostingStates,
  type CompanyState,
  type PostingStatus,
} from '../../store/posting-states.ts'
import { listRunOutcomes, type RunOutcome } from '../../store/run-outcomes.ts'
import { listRuns } from '../../store/runs.ts'
import { Failure } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { isRunFor, runsThatCount } from '../find-run.ts'

/** What starting to post would write into the ledgers, in each currency. */
export interface PlannedTotal {
  readonly currency: string
  readonly invoices: number
  readonly amount: string
}

export interface PostingPlan {
  /** The newest run that counts; undefined where there is none. */
  readonly runNumber: number | undefined
  /** Approved and not in a ledger: what starting would post, or go on with. */
  readonly toPost: readonly PlannedTotal[]
  readonly notApproved: number
  readonly blocked: number
  readonly postings: readonly (PostingStatus & { readonly clientName: string })[]
  readonly companies: readonly CompanyState[]
}

const open: readonly string[] = ['intended', 'sending', 'unknown', 'needs-person']

/** How the posting of a month stands, and what starting it now would post. */
export async function planPostings({ database, organization }: AppContext, period: Period): Promise<PostingPlan> {
  return withOrganization(database, organization.id, async (tx) => {
    const runs = runsThatCount(await listRuns(tx, period))
    const outcomes: RunOutcome[] = []
    for (const run of runs) {
      const rows = await listRunOutcomes(tx, run.id)
      outcomes.push(...rows.filter(({ clientId }) => runs.find((one) => isRunFor(one, clientId)) === run))
    }
    const approvals = await listApprovals(tx, period.start)
    const approvedAs = new Map(approvals.map((one) => [`${one.clientId} ${one.invoiceSha256}`, one.id]))
    const approvalIds = new Map(approvals.map((one) => [one.id, `${one.clientId} ${one.invoiceSha256}`]))
    const postings = await listPostingStates(tx, period.start)
    const posted = new Map(postings.map((one) => [approvalIds.get(one.approvalId) ?? one.id, one]))
    const ready = outcomes.filter(({ outcome }) => outcome === 'ready')
    const approved = ready.filter((row) => approvedAs.has(keyOf(row)))
    const due = approved.filter((row) => {
      const posting = posted.get(keyOf(row))
      return posting === undefined || open.includes(posting.state)
    })
    const names = new Map(outcomes.map(({ clientId, clientName }) => [clientId, clientName]))
    return {
      runNumber: runs[0]?.number,
      toPost: totalsOf(due),
      notApproved: ready.length - approved.length,
      blocked: outcomes.filter(({ outcome }) => outcome === 'blocked').length,
      postings: postings.map((one) => ({ ...one, clientName: names.get(one.clientId) ?? one.clientId })),
      companies: await listCompanyStates(tx),
    }
  })
}

/**
 * The run that posting a month begins with, once what would be posted is what the operator was shown: between the look
 * and the word another may have approved more, or run some clients again.
 * @throws {PostingChanged}
 */
export async function requirePlanAsShown(
  context: AppContext,
  period: Period,
  shown: readonly PlannedTotal[],
): Promise<number> {
  const { runNumber, toPost } = await planPostings(context, period)
  const now = toPost.map(words).sort().join(', ')
  if (runNumber === undefined || toPost.length === 0) {
    throw new PostingChanged(`Nothing of ${formatMonth(period)} is approved and not yet posted.`)
  }
  if (now !== shown.map(words).sort().join(', ')) {
    throw new PostingChanged(`What would be posted has changed: it is ${now} now. Look again before it is posted.`)
  }
  return runNumber
}

function keyOf({ clientId, sha256 }: RunOutcome): string {
  return `${clientId} ${sha256 ?? ''}`
}

function totalsOf(rows: readonly RunOutcome[]): readonly PlannedTotal[] {
  const totals = new Map<string, { invoices: number; amount: string }>()
  for (const { currency, total } of rows) {
    const { invoices, amount } = totals.get(currency) ?? { invoices: 0, amount: '0' }
    const sum = formatDecimal(addDecimals(decimal(amount), decimal(total)))
    totals.set(currency, { invoices: invoices + 1, amount: sum })
  }
  return [...totals].map(([currency, total]) => ({ currency, ...total }))
}

function words({ currency, invoices, amount }: PlannedTotal): string {
  return `${String(invoices)} for ${amount} ${currency}`
}

class PostingChanged extends Failure {
  override readonly code = 'posting.changed'
}
