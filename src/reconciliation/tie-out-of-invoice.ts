import { distributorInvoiceInWords, type Charge } from '../domain/distributor-invoice.ts'
import { daysBetween } from '../domain/plain-date.ts'
import { daysIn, type Period } from '../domain/period.ts'
import { decimal } from '../money/decimal.ts'
import type { Analysis } from './analysis.ts'
import { controlsOf } from './control.ts'
import type { PlacedInvoice } from './distributor-side.ts'
import { amountText } from './amount-text.ts'
import type { ReconciliationInput } from './input.ts'
import { PlainTie } from './plain-tie.ts'
import { findingSentence } from './sentence.ts'
import type { Control, Coverage, Finding, InvoiceTieOut, SnapshotAge, Verdict } from './tie-out.ts'
import { toleranceWords } from './tolerance.ts'
import type { VarianceClass } from './variance-class.ts'

/** The tie-out of one invoice out of the comparison of all. `besides`: findings that belong to no charge. */
export function tieOutOfInvoice(
  placed: PlacedInvoice,
  analysis: Analysis,
  besides: readonly Finding[] = [],
): InvoiceTieOut {
  const { invoice } = placed.read
  const isOurs = placed.treatment === 'counted' || placed.treatment === 'credited'
  const findings = [...findingsOfTreatment(placed, analysis), ...besides]
  const controls = isOurs ? controlsOf(placed, findings) : []
  const coverage = coverageOf(placed, analysis, controls, findings)
  return {
    connectionId: invoice.connectionId,
    invoiceId: invoice.invoiceId,
    words: distributorInvoiceInWords(invoice),
    partnerName: invoice.partnerName,
    number: invoice.number,
    invoiceDate: invoice.invoiceDate,
    status: invoice.status,
    rawStatus: invoice.rawStatus,
    treatment: placed.treatment,
    replaces: invoice.replaces,
    replacedBy: placed.replacedBy,
    verdict: verdictOf(coverage, controls, findings),
    coverage,
    controls,
    findings,
    setApart: placed.setApart.map(({ chargeId, currency, cost }) => ({
      chargeId,
      currency,
      cost: cost === 'unknown' ? cost : amountText(cost, currency),
    })),
    toleranceRule: toleranceWords(analysis.lookups.rounding(invoice.connectionId)),
    notes: notesOf(placed),
  }
}

function findingsOfTreatment(placed: PlacedInvoice, analysis: Analysis): readonly Finding[] {
  switch (placed.treatment) {
    case 'counted':
      return analysis.results[placed.ordinal]?.findings ?? []
    case 'credited':
      return placed.ownCharges.flatMap((charge) => creditedFinding(charge, placed, analysis))
    case 'void':
    case 'other-partner':
    case 'billed-to-company':
      return []
  }
}

/** No charge of a credited invoice is set against client lines: those are left for the invoice that replaces it. */
function creditedFinding(charge: Charge, placed: PlacedInvoice, analysis: Analysis): Finding[] {
  if (charge.cost === 'unknown') return []
  const { lookups } = analysis
  const cost = amountText(charge.cost, charge.currency)
  const client =
    charge.companyId === undefined ? undefined : lookups.clientOfCompany(charge.connectionId, charge.companyId)
  const finding: Omit<Finding, 'sentence'> = {
    class: 'credit-or-reissue',
    // The invoice is taken back as a whole; whether its credit came is followed by the netting.
    asks: 'nobody',
    connectionId: charge.connectionId,
    invoiceId: placed.read.invoice.invoiceId,
    clientId: client?.clientId,
    companyId: charge.companyId,
    subscriptionId: charge.subscriptionId,
    productId: charge.productId,
    productName: charge.productName,
    servicePeriod: charge.servicePeriod,
    currency: charge.currency,
    cost,
    revenue: [],
    charged: {
      cost,
      quantity: 'unknown',
      quantityDays: 'unknown',
      unitCost: charge.unitCost === 'unknown' ? 'unknown' : amountText(charge.unitCost, charge.currency),
    },
    billed: { cost: 'unknown', quantity: 'unknown', quantityDays: 'unknown', unitCost: undefined },
    held: 'unknown',
    evidence: { chargeIds: [charge.chargeId], invoiceLines: [] },
    caveats: placed.read.items === 'whole' ? [] : ['items-not-read-whole'],
  }
  return [{ ...finding, sentence: findingSentence(finding, lookups) }]
}

function coverageOf(
  placed: PlacedInvoice,
  analysis: Analysis,
  controls: readonly Control[],
  findings: readonly Finding[],
): Coverage {
  const results = placed.treatment === 'counted' ? analysis.results[placed.ordinal] : undefined
  return {
    period: analysis.input.period,
    items: placed.read.items,
    chargesRead: placed.read.charges.length,
    chargesChecked: results?.chargesChecked ?? 0,
    clientLinesCompared: results?.lines.size ?? 0,
    servicePeriod: servicePeriodOf(placed.read.charges),
    snapshot: snapshotAge(analysis.input, placed.read.invoice.connectionId),
    gaps: gapsOf(placed, controls, findings),
  }
}

function gapsOf(placed: PlacedInvoice, controls: readonly Control[], findings: readonly Finding[]): string[] {
  const { read, treatment } = placed
  const gaps: string[] = []
  if (treatment === 'credited') gaps.push('The distributor has credited this invoice; its charges are not compared.')
  if (treatment === 'void') gaps.push('The invoice is void and is left out.')
  if (treatment === 'other-partner') gaps.push(`The invoice is for ${read.invoice.partnerName ?? 'another partner'}.`)
  if (treatment === 'billed-to-company') gaps.push('The distributor bills this invoice to the company itself.')
  if (read.items === 'part') gaps.push(`Not all items were read: ${read.itemsNote ?? 'the count is short'}.`)
  if (read.items === 'not-read') gaps.push(`The items were not read: ${read.itemsNote ?? 'no reason is on record'}.`)
  if (read.charges.length === 0) gaps.push('No charge was read: there is nothing to compare.')
  for (const control of controls) {
    const count = control.chargesWithoutCost.length
    if (count > 0) gaps.push(`${String(count)} charge(s) in ${control.currency} have no cost and were not checked.`)
    if (control.total === 'unknown')
      gaps.push(`No header total in ${control.currency} proves that the charges are all.`)
  }
  // A plain tie lacks nothing; asking each of many would take longer than comparing them did.
  const compared = findings.filter((finding) => !(finding instanceof PlainTie))
  const unknownCost = compared.filter(({ caveats }) => caveats.includes('client-cost-unknown')).length
  if (unknownCost > 0) gaps.push(`${String(unknownCost)} comparison(s) lack the cost of a client line.`)
  const exchanged = compared.filter((finding) => finding.class === 'exchange').length
  if (exchanged > 0) gaps.push(`${String(exchanged)} comparison(s) lack a rate between two currencies.`)
  return gaps
}

/** Classes that need nobody's decision. */
const settled: ReadonlySet<VarianceClass> = new Set(['ties-out', 'internal-use', 'tax', 'rounding', 'carried-balance'])

function verdictOf(coverage: Coverage, controls: readonly Control[], findings: readonly Finding[]): Verdict {
  if (coverage.gaps.length > 0) return 'could-not-be-checked'
  const open = findings.some((finding) => !settled.has(finding.class))
  const unexplained = controls.some((control) => decimal(control.unexplained).units !== 0n)
  if (open || unexplained) return 'differs'
  return coverage.clientLinesCompared === 0 ? 'could-not-be-checked' : 'ties-out'
}

function servicePeriodOf(charges: readonly Charge[]): Period | undefined {
  let whole: Period | undefined
  for (const { servicePeriod } of charges) {
    if (servicePeriod === undefined) continue
    const start = whole !== undefined && whole.start < servicePeriod.start ? whole.start : servicePeriod.start
    const end = whole !== undefined && whole.end > servicePeriod.end ? whole.end : servicePeriod.end
    whole = { start, end }
  }
  return whole
}

export function snapshotAge(input: ReconciliationInput, connectionId: string | undefined): SnapshotAge {
  const own = input.snapshots.filter((each) => connectionId === undefined || each.connectionId === connectionId)
  // Of several connections the oldest copy is the one that limits what can be said.
  const [oldest] = own.toSorted((a, b) => ((a.lastComplete ?? '') < (b.lastComplete ?? '') ? -1 : 1))
  const lastComplete = oldest?.lastComplete
  return {
    lastComplete,
    ageDays: lastComplete === undefined ? undefined : daysBetween(lastComplete, input.asOf),
    completeDays: oldest?.completeDays,
    daysInPeriod: daysIn(input.period),
  }
}

function notesOf(placed: PlacedInvoice): string[] {
  const { invoice } = placed.read
  const notes: string[] = []
  if (invoice.status === 'unknown') {
    notes.push(`The status "${invoice.rawStatus ?? ''}" is not known; the invoice counts like an unpaid one.`)
  }
  if (placed.setApart.length > 0) {
    notes.push(`${String(placed.setApart.length)} charge(s) are collected by the distributor and kept apart.`)
  }
  if (placed.treatment === 'credited' && placed.replacedBy.length === 0) {
    notes.push('No invoice that replaces this one was read yet.')
  }
  return notes
}
