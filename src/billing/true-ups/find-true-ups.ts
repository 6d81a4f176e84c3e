import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { contains, overlap, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import { absoluteDecimal, compareDecimals, subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { ClientSupply } from '../dry-run-input.ts'
import type { ClientScope } from '../lines/line-work.ts'
import { slicesOf } from '../lines/line-reasons.ts'
import { nothingBilledBefore } from '../previous-billing.ts'
import type { ClosedRun, RunContext } from '../run-context.ts'
import { workMonth, type MonthSupply, type MonthWork } from '../work-month.ts'
import { billedMonth, isDecided, type BilledLine, type BilledMonth } from './billed-month.ts'
import { sumOf, trueUpLine, type LineDifference } from './true-up-line.ts'
import { longestWindowOf, trueUpRuleFor, type TrueUpRule } from './true-up-rules.ts'

/** What a closed month should have billed less what it billed, for one billing line; never zero. */
export interface TrueUp {
  readonly billingPeriod: Period
  readonly billingLineId: string
  readonly difference: Decimal
  /** The line that it is, or would be, on the invoice. */
  readonly line: InvoiceLine
  /**
   * `billed`: on the invoice. `held`, `too-small`, `ignored`: left off it by the rule. `decided`: left off it because a
   * person has billed or credited something for the same item and month already.
   */
  readonly treatment: 'billed' | 'held' | 'too-small' | 'ignored' | 'decided'
  readonly rule: TrueUpRule
}

/** A closed month, or one line of it, of which nobody can say whether it was billed right. */
export interface UncheckedMonth {
  readonly billingPeriod: Period
  /** Undefined: the month as a whole. */
  readonly billingLineId: string | undefined
  readonly why: 'no-config' | 'client-not-in-config' | 'not-billed' | 'another-currency' | 'not-worked-out'
}

export interface TrueUps {
  readonly found: readonly TrueUp[]
  readonly unchecked: readonly UncheckedMonth[]
}

const none: TrueUps = { found: [], unchecked: [] }

/**
 * What should have been billed for each closed month, as known now, less what was billed for it, per billing line. The
 * oldest month first. A month that was not billed here has nothing to be compared with, and is named.
 */
export function findTrueUps(scope: ClientScope, supply: ClientSupply): TrueUps {
  const { run, client } = scope
  if (run.closed.length === 0) return none
  const start = addMonths(run.input.billingPeriod.start, -longestWindowOf(run, client))
  const months = run.closed.filter(({ billingPeriod }) => billingPeriod.start >= start && isBefore(billingPeriod, run))
  const invoices = supply.billed.map(({ invoice }) => invoice).filter(({ clientId }) => clientId === client.clientId)
  const results = [...months].reverse().map((month) => trueUpsOf(scope, supply, month, invoices))
  return {
    found: results.flatMap(({ found }) => found),
    unchecked: results.flatMap(({ unchecked }) => unchecked),
  }
}

function isBefore(period: Period, { input }: RunContext): boolean {
  return period.end <= input.billingPeriod.start
}

function trueUpsOf(scope: ClientScope, supply: ClientSupply, closed: ClosedRun, invoices: readonly Invoice[]): TrueUps {
  const { billingPeriod, run } = closed
  const uncheckedBecause = (why: UncheckedMonth['why']): TrueUps => ({
    found: [],
    unchecked: [{ billingPeriod, billingLineId: undefined, why }],
  })
  if (run === undefined) return uncheckedBecause('no-config')
  const billed = billedMonth(invoices, billingPeriod)
  const client = run.clients.get(scope.client.clientId)
  if (client === undefined) return billed.invoices.length === 0 ? none : uncheckedBecause('client-not-in-config')
  const month = workMonth({ run, client, previous: nothingBilledBefore }, monthSupply(supply, billingPeriod))
  if (billed.invoices.length === 0) return month.invoiceLines.length === 0 ? none : uncheckedBecause('not-billed')
  const { currency } = scope.client
  if (
    client.currency !== currency ||
    [...billed.byLine.values()].flat().some((one) => one.invoice.currency !== currency)
  ) {
    return uncheckedBecause('another-currency')
  }
  return compare(scope, supply, closed, { client, month, billed })
}

/** What was charged for the month, by its own invoices, and by later ones that speak of its days. */
function monthSupply({ timelines, charges, earlierCharges = [] }: ClientSupply, period: Period): MonthSupply {
  const later = earlierCharges.filter(({ invoiceDate }) => invoiceDate >= period.end)
  return {
    timelines,
    charges: earlierCharges.filter(({ invoiceDate }) => contains(period, invoiceDate)),
    earlierCharges: earlierCharges.filter(({ invoiceDate }) => invoiceDate < period.start),
    laterCharges: [...later, ...charges],
  }
}

interface Sides {
  /** The client as the config for the month has it. */
  readonly client: ClientBillingConfig
  readonly month: MonthWork
  readonly billed: BilledMonth
}

function compare(scope: ClientScope, supply: ClientSupply, closed: ClosedRun, sides: Sides): TrueUps {
  const decided = [
    ...supply.billed.flatMap(({ invoice }) => invoice.lines.filter(isDecided)),
    ...(supply.carried ?? []),
  ]
  const { billingPeriod } = closed
  const found: TrueUp[] = []
  const unchecked: UncheckedMonth[] = []
  const open = openLines(sides.month)
  const lineIds = new Set([
    ...sides.client.lines.map(({ lineId }) => lineId),
    ...[...sides.billed.byLine.keys()].sort(),
  ])
  for (const billingLineId of lineIds) {
    const difference = differenceOf(scope, supply, closed, sides, billingLineId)
    if (difference === undefined) continue
    const rule = trueUpRuleFor(scope.run, scope.client, { lineId: billingLineId, itemId: difference.itemId })
    if (billingPeriod.start < addMonths(scope.run.input.billingPeriod.start, -rule.window)) continue
    if (open.has(billingLineId)) unchecked.push({ billingPeriod, billingLineId, why: 'not-worked-out' })
    else if (subtractDecimals(difference.shouldBe, difference.billedAmount).units !== 0n) {
      const isSettled = decided.some((line) => settles(line, difference))
      found.push(trueUpOf(scope, difference, rule, isSettled))
    }
  }
  return { found, unchecked }
}

/** Lines of which a part could not be worked out: less than the whole would be a credit that nobody is owed. */
export function openLines({ works, claims }: MonthWork): ReadonlySet<string> {
  const isOpen = ({ refusals, refusedCharges, statedIn }: MonthWork['works'][number]): boolean =>
    refusals.length > 0 || (refusedCharges ?? []).length > 0 || statedIn !== undefined
  return new Set([
    ...works.filter(isOpen).map(({ line }) => line.lineId),
    ...claims.disputes.flatMap(({ lineIds }) => lineIds),
  ])
}

function differenceOf(
  scope: ClientScope,
  supply: ClientSupply,
  { billingPeriod, configRecordedAt }: ClosedRun,
  { client, month, billed: all }: Sides,
  billingLineId: string,
): LineDifference | undefined {
  const lines = month.invoiceLines.filter((one) => one.billingLineId === billingLineId)
  const works = month.works.filter(({ line }) => line.lineId === billingLineId)
  const billed: readonly BilledLine[] = all.byLine.get(billingLineId) ?? []
  const byId = ({ lineId }: { readonly lineId: string }): boolean => lineId === billingLineId
  const line = scope.client.lines.find(byId) ?? client.lines.find(byId)
  const itemId = line?.itemId ?? billed[0]?.line.itemId
  if (itemId === undefined) return undefined
  return {
    billingLineId,
    itemId,
    description: line?.description,
    period: billingPeriod,
    billed,
    lines,
    slice: slicesOf([...new Set(works.flatMap(({ claim }) => claim?.holdings ?? []))]),
    timelines: supply.timelines,
    configRecordedAt,
    shouldBe: sumOf(lines.map(({ amount }) => amount)),
    billedAmount: sumOf(billed.map((one) => one.line.amount)),
  }
}

/** Whether a person's decision is about the same thing, the engine cannot tell; so it leaves the difference to a person. */
function settles(decided: Pick<InvoiceLine, 'itemId' | 'servicePeriod'>, { itemId, period }: LineDifference): boolean {
  return decided.itemId === itemId && overlap(decided.servicePeriod, period) !== undefined
}

function trueUpOf(scope: ClientScope, difference: LineDifference, rule: TrueUpRule, isSettled: boolean): TrueUp {
  const amount = subtractDecimals(difference.shouldBe, difference.billedAmount)
  return {
    billingPeriod: difference.period,
    billingLineId: difference.billingLineId,
    difference: amount,
    line: trueUpLine(scope, difference),
    treatment: isSettled ? 'decided' : treatmentOf(amount, rule),
    rule,
  }
}

/** What is too small is left off whichever way it goes, so that nobody gets an invoice line for a few cents. */
function treatmentOf(amount: Decimal, { as, below }: TrueUpRule): TrueUp['treatment'] {
  if (as === 'ignore') return 'ignored'
  if (compareDecimals(absoluteDecimal(amount), below) < 0) return 'too-small'
  if (as === 'hold' || (as === 'credit' && amount.units > 0n)) return 'held'
  return 'billed'
}
