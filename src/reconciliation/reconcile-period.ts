import { addMonths } from '../domain/plain-date.ts'
import { distributorInvoiceInWords, type Charge, type DistributorInvoice } from '../domain/distributor-invoice.ts'
import { contains, overlap, type Period } from '../domain/period.ts'
import { absoluteDecimal, addDecimals, decimal, zero, type Decimal } from '../money/decimal.ts'
import { analyse, unchargedLines, type Analysis } from './analysis.ts'
import { compareQuantities } from './compare-quantities.ts'
import { ClassSums } from './control.ts'
import { creditNettings } from './credit-nettings.ts'
import { creditsFrom } from './credits.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import { amountText } from './amount-text.ts'
import { invoiceArrivals } from './arrivals.ts'
import { brokenRuleWords, totalRules } from './total-identities.ts'
import type { ReconciliationInput } from './input.ts'
import type {
  Coverage,
  CreditNetting,
  Finding,
  InvoiceArrival,
  InvoiceOfOtherMonth,
  InvoiceTieOut,
  PeriodControl,
  PeriodTieOut,
  Verdict,
} from './tie-out.ts'
import { snapshotAge, tieOutOfInvoice } from './tie-out-of-invoice.ts'

/**
 * Ties out every distributor invoice that bills the period: one that is dated in it (what is billed in advance) or in the
 * month after it (changes, arrears), and charges for days of it. An invoice is tied out whole, since its total is proved
 * whole; a finding's service period tells which month it belongs to. One that is dated for other months and charges for
 * days of this one as well is named, and tied out with its own.
 * @throws {RangeError} when a client invoice's text is no amount or no currency.
 */
export function reconcilePeriod(input: ReconciliationInput): PeriodTieOut {
  const analysis = analyse(input)
  const near = { start: input.period.start, end: addMonths(input.period.end, 1) }
  const all = analysis.invoices.filter((placed) => touches(placed, input.period, near))
  const touching = all.filter(({ read }) => contains(near, read.invoice.invoiceDate))
  const elsewhere = all.filter((placed) => !touching.includes(placed))
  const ours = touching.filter(({ treatment }) => treatment === 'counted' || treatment === 'credited')
  const apart = touching.filter((placed) => !ours.includes(placed))
  const invoices = ours.map((placed) => tieOutOfInvoice(placed, analysis))
  const uncharged = unchargedLines(analysis)
  const nettings = creditNettings(input, analysis.invoices, invoices)
  const awaited = nettings.filter(({ state }) => state === 'awaited')
  const arrivals = invoiceArrivals(input, touching, invoices)
  const rules = totalRules(analysis.invoices)
  const coverage = coverageOf(analysis, ours, invoices, arrivals)
  const controls = controlsOf(invoices, nettings, uncharged.findings)
  return {
    period: input.period,
    verdict: verdictOf(coverage, invoices, uncharged.findings.length > 0 || awaited.length > 0),
    coverage,
    controls,
    invoices,
    ofOtherMonths: elsewhere.map((placed) => toOtherMonth(placed, input.period)),
    keptApart: apart.map((placed) => tieOutOfInvoice(placed, analysis)),
    arrivals,
    totalRules: rules,
    quantities: compareQuantities(input, analysis.invoices, analysis.lookups),
    credits: creditsFrom(input.period.start, analysis.invoices),
    creditNettings: nettings,
    billedNotBought: uncharged.findings,
    notes: [...uncharged.notes, ...awaited.map(awaitedWords), ...brokenRuleWords(rules)],
  }
}

function awaitedWords({ creditedInvoiceWords, amount, currency }: CreditNetting): string {
  return `The credit for the invoice ${creditedInvoiceWords} (${amount} ${currency}) is awaited.`
}

/** An invoice without charges could be for the month that it is dated in or, as most are, for one beside it. */
function touches({ read }: PlacedInvoice, period: Period, near: Period): boolean {
  if (read.charges.length === 0 || read.items !== 'whole') {
    if (contains(near, read.invoice.invoiceDate)) return true
  }
  return read.charges.some((charge) => isForDaysOf(charge, read.invoice, period))
}

function isForDaysOf({ servicePeriod }: Charge, { invoiceDate }: DistributorInvoice, period: Period): boolean {
  return servicePeriod === undefined ? contains(period, invoiceDate) : overlap(servicePeriod, period) !== undefined
}

function toOtherMonth({ read }: PlacedInvoice, period: Period): InvoiceOfOtherMonth {
  const { connectionId, invoiceId, invoiceDate } = read.invoice
  const charges = read.charges.filter((charge) => isForDaysOf(charge, read.invoice, period))
  const chargeIds = charges.map(({ chargeId }) => chargeId)
  return { connectionId, invoiceId, words: distributorInvoiceInWords(read.invoice), invoiceDate, chargeIds }
}

function coverageOf(
  analysis: Analysis,
  ours: readonly PlacedInvoice[],
  invoices: readonly InvoiceTieOut[],
  arrivals: readonly InvoiceArrival[],
): Coverage {
  const counted = ours.filter(({ treatment }) => treatment === 'counted')
  const lines = new Set<object>()
  for (const { ordinal } of counted) for (const line of analysis.results[ordinal]?.lines ?? []) lines.add(line)
  const sum = (of: (tieOut: InvoiceTieOut) => number): number => invoices.reduce((total, each) => total + of(each), 0)
  const gaps = invoices
    .filter(({ treatment }) => treatment === 'counted')
    .flatMap(({ words, coverage }) => coverage.gaps.map((gap) => `Invoice ${words}: ${gap}`))
  const awaited = arrivals.filter(({ state }) => state !== 'there')
  gaps.push(...awaited.map(({ connectionId, words }) => `${connectionId}: ${words}.`))
  if (counted.length === 0) gaps.push('No distributor invoice for the period was read: 0 charges checked.')
  return {
    period: analysis.input.period,
    items: itemsOf(counted),
    chargesRead: sum(({ coverage }) => coverage.chargesRead),
    chargesChecked: sum(({ coverage }) => coverage.chargesChecked),
    clientLinesCompared: lines.size,
    servicePeriod: undefined,
    snapshot: snapshotAge(analysis.input, undefined),
    gaps,
  }
}

function itemsOf(counted: readonly PlacedInvoice[]): Coverage['items'] {
  if (counted.length === 0 || counted.every(({ read }) => read.items === 'not-read')) return 'not-read'
  return counted.every(({ read }) => read.items === 'whole') ? 'whole' : 'part'
}

function verdictOf(coverage: Coverage, invoices: readonly InvoiceTieOut[], isMoreOpen: boolean): Verdict {
  const verdicts = invoices.filter(({ treatment }) => treatment === 'counted').map(({ verdict }) => verdict)
  if (coverage.gaps.length > 0 || verdicts.includes('could-not-be-checked')) return 'could-not-be-checked'
  return verdicts.includes('differs') || isMoreOpen ? 'differs' : 'ties-out'
}

function controlsOf(
  invoices: readonly InvoiceTieOut[],
  nettings: readonly CreditNetting[],
  uncharged: readonly Finding[],
): PeriodControl[] {
  const books = new Map<string, { classes: ClassSums; total: Decimal; unexplained: Decimal }>()
  const book = (currency: string): { classes: ClassSums; total: Decimal; unexplained: Decimal } => {
    const present = books.get(currency) ?? { classes: new ClassSums(), total: zero, unexplained: zero }
    books.set(currency, present)
    return present
  }
  for (const control of invoices.flatMap((invoice) => invoice.controls)) {
    const own = book(control.currency)
    const total = control.total === 'unknown' ? control.sumOfCost : control.total
    own.total = addDecimals(own.total, decimal(total))
    own.unexplained = addDecimals(own.unexplained, absoluteDecimal(decimal(control.unexplained)))
    for (const row of control.classes) own.classes.add(row.class, decimal(row.cost), row.findings)
  }
  for (const { currency, amount } of nettings) {
    const own = book(currency)
    own.total = addDecimals(own.total, decimal(amount))
    own.classes.add('credit-or-reissue', decimal(amount), 0)
  }
  for (const finding of uncharged) book(finding.currency).classes.add(finding.class, zero, 1)
  return [...books]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([currency, { classes, total, unexplained }]) => ({
      currency,
      total: amountText(total, currency),
      classes: classes.rows(currency),
      sumOfClasses: amountText(classes.total(), currency),
      unexplained: amountText(unexplained, currency),
    }))
}
