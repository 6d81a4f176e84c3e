import { changeCauses, type ChangeCause } from '../../billing/change-by-cause.ts'
import type { Anomaly } from '../../domain/anomaly.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { absoluteDecimal, addDecimals, compareDecimals, decimal, formatDecimal, zero } from '../../money/decimal.ts'
import { billingConfigFor } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { closingOf, type MonthClosing } from '../../store/month-closings.ts'
import { listPostingStates, type PostingStatus } from '../../store/posting-states.ts'
import type { RunOutcome } from '../../store/run-outcomes.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { groupBy } from '../../support/group-by.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { LineCosts } from '../clients/line-costs.ts'
import type { AppContext } from '../context.ts'
import { examineLedgerLists } from '../doctor/examine-ledger-lists.ts'
import { examineSnapshots } from '../doctor/examine-snapshots.ts'
import type { HealthFinding } from '../doctor/finding.ts'
import { acceptanceOf } from '../flags/accept-flag.ts'
import { runsThatCount } from '../find-run.ts'
import { approvalsByInvoice, readReview, type Review } from '../run/read-review.ts'
import { monthFigures, type MonthChange, type MonthFigures } from './month-changes.ts'

/** What a month comes to in one currency. */
export interface CurrencyFigures extends LineCosts {
  readonly currency: string
  readonly toInvoice: string
  /** What the same clients were invoiced last month. */
  readonly lastMonth: string
  readonly clients: number
  /** From last month to this, by cause: they add up to the difference. */
  readonly causes: readonly { readonly cause: ChangeCause; readonly amount: string; readonly lines: number }[]
}

export interface MonthAtAGlance {
  readonly month: string
  readonly run: Run | undefined
  /** Why the run is not what would be worked now. */
  readonly runIsOld: string | undefined
  readonly counts: {
    readonly ready: number
    readonly approved: number
    readonly blocked: number
    readonly unmapped: number
    readonly postings: Readonly<Partial<Record<PostingStatus['state'], number>>>
  }
  readonly figures: readonly CurrencyFigures[]
  /** What is flagged and not merely a note, by the money at stake. */
  readonly needsYou: readonly (Anomaly & { readonly clientName: string | undefined })[]
  readonly comingUp: readonly (Anomaly & { readonly clientName: string | undefined })[]
  readonly health: readonly HealthFinding[]
  readonly closing: MonthClosing | undefined
}

const comingCodes: readonly string[] = [
  ...['term-ends-soon', 'price-changed-at-renewal', 'held-price-ends-soon', 'trial-ended', 'term-rolled-over'],
]
const unmappedCodes: readonly string[] = [
  ...['unmapped-client', 'unmapped-product', 'ledger-customer-missing', 'ledger-item-missing'],
]
const mostNeeds = 200

/** How far the closing of a month is, and what it comes to: all that is known without asking anybody outside. */
export async function monthAtAGlance(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<MonthAtAGlance> {
  const { database, organization } = context
  const { runs, postings, closing, configVersion } = await withOrganization(database, organization.id, async (tx) => ({
    runs: runsThatCount(await listRuns(tx, period)),
    postings: await listPostingStates(tx, period.start),
    closing: await closingOf(tx, period),
    configVersion: (await billingConfigFor(tx, period.start))?.version,
  }))
  const [first, ...others] = runs
  const review: Review =
    first === undefined ? { parts: [], approvals: [], acceptances: [] } : await readReview(context, [first, ...others])
  const health = [...(await examineSnapshots(context, adapters)), ...(await examineLedgerLists(context))]
  const rows = review.parts.flatMap(({ invoices }) => invoices)
  const names = new Map(rows.map(({ clientId, clientName }) => [clientId, clientName]))
  const anomalies = review.parts
    .flatMap((part) => part.anomalies)
    .map((one) => ({ ...one, clientName: one.clientId === undefined ? undefined : names.get(one.clientId) }))
  const approvalOf = approvalsByInvoice(review.approvals)
  const ready = rows.filter(({ outcome }) => outcome === 'ready')
  return {
    month: formatMonth(period),
    run: first,
    runIsOld:
      first !== undefined && configVersion !== undefined && first.configVersion !== configVersion
        ? `It was worked from config version ${String(first.configVersion)}; version ${String(configVersion)} is in force.`
        : undefined,
    counts: {
      ready: ready.length,
      approved: ready.filter((row) => approvalOf(row) !== undefined).length,
      blocked: rows.filter(({ outcome }) => outcome === 'blocked').length,
      unmapped: anomalies.filter(({ code }) => unmappedCodes.includes(code)).length,
      postings: countStates(postings),
    },
    figures: figuresOf(await monthFigures(context, review.parts), rows),
    needsYou: byStake(
      anomalies.filter(
        (one) =>
          one.severity !== 'note' &&
          !comingCodes.includes(one.code) &&
          acceptanceOf(one, review.acceptances) === undefined,
      ),
    ),
    comingUp: byStake(anomalies.filter(({ code }) => comingCodes.includes(code))),
    ...{ health, closing },
  }
}

function figuresOf({ changes, costs }: MonthFigures, rows: readonly RunOutcome[]): readonly CurrencyFigures[] {
  const billing = rows.filter(({ outcome }) => outcome === 'ready')
  const counted = rows.filter(({ outcome }) => outcome === 'ready' || outcome === 'nothing-to-bill')
  return [...new Set(counted.map(({ currency }) => currency))].sort().map((currency) => {
    const own = billing.filter((row) => row.currency === currency)
    const toInvoice = sum(own.map(({ total }) => total))
    const lastMonth = sum(counted.flatMap((row) => (row.currency === currency ? (row.previousTotal ?? []) : [])))
    const ownCosts = costs.filter((one) => one.currency === currency)
    return {
      ...{ currency, toInvoice, lastMonth, clients: own.length },
      cost: sum(ownCosts.map(({ cost }) => cost)),
      margin: sum(ownCosts.map(({ margin }) => margin)),
      unknownLines: ownCosts.reduce((lines, { unknownLines }) => lines + unknownLines, 0),
      unknownBilled: sum(ownCosts.map(({ unknownBilled }) => unknownBilled)),
      causes: causesOf(changes.filter((change) => change.currency === currency)),
    }
  })
}

function causesOf(changes: readonly MonthChange[]): CurrencyFigures['causes'] {
  const byCause = groupBy(changes, ({ cause }) => cause)
  return changeCauses.flatMap((cause) => {
    const own = byCause.get(cause)
    return own === undefined ? [] : [{ cause, amount: sum(own.map(({ amount }) => amount)), lines: own.length }]
  })
}

function sum(amounts: readonly string[]): string {
  return formatDecimal(amounts.map((amount) => decimal(amount)).reduce(addDecimals, zero))
}

function countStates(postings: readonly PostingStatus[]): MonthAtAGlance['counts']['postings'] {
  const counts: Partial<Record<PostingStatus['state'], number>> = {}
  for (const { state, voidedAt } of postings) if (voidedAt === null) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** The most money first, whichever currency; what is unknown may be most of all where it blocks, and stands last else. */
function byStake<A extends Anomaly>(anomalies: readonly A[]): readonly A[] {
  const stakeOf = ({ atStake }: A) => (atStake === undefined ? undefined : absoluteDecimal(decimal(atStake.amount)))
  const ordered = anomalies.toSorted((a, b) => {
    const [left, right] = [stakeOf(a), stakeOf(b)]
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
    return compareDecimals(right, left)
  })
  return ordered.slice(0, mostNeeds)
}
