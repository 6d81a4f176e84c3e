import type { DecimalText } from '../../domain/invoice.ts'
import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import { amountText } from '../../reconciliation/amount-text.ts'
import type { CurrencyAmount, FindingState, StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import type { CreditNetting, Finding, PeriodControl, PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { varianceClasses, type VarianceClass } from '../../reconciliation/variance-class.ts'
import { groupBy } from '../../support/group-by.ts'
import type { MonthOverview } from './show-month.ts'

/** What a month comes to in one currency: total = matched + explained + what no rule accounts for. */
export interface CurrencySummary {
  readonly currency: string
  readonly total: DecimalText
  /** Client lines that were posted carry it. */
  readonly matched: DecimalText
  /** In any other class that has a name. */
  readonly explained: DecimalText
  /** The magnitude: what is unexplained on one line does not make up for another. */
  readonly unexplained: DecimalText
  readonly classes: readonly ClassSummary[]
}

export interface ClassSummary {
  readonly class: VarianceClass
  readonly cost: DecimalText
  readonly findings: number
  readonly undecided: number
  readonly undecidedCost: DecimalText
}

/** One client (or none) in one currency: what the distributor billed for it beside what it was billed. */
export interface ClientSummary {
  readonly clientId: string | undefined
  readonly currency: string
  /** Our cost, all classes together. Tax and balances that stand in an invoice's head only are no client's. */
  readonly charged: DecimalText
  /** As much of it as some posted client line was compared with: what the revenue stands against. */
  readonly covered: DecimalText
  /** As much of it as posted client lines carry. */
  readonly matched: DecimalText
  /** What those lines bill the client, before tax. */
  readonly revenue: readonly CurrencyAmount[]
  /** Findings of any class but those that tie out. */
  readonly differences: number
  readonly undecided: number
  readonly undecidedCost: DecimalText
}

export interface MonthSummary {
  readonly currencies: readonly CurrencySummary[]
  readonly clients: readonly ClientSummary[]
  readonly states: Readonly<Record<FindingState, number>>
}

// A state is remembered as long as it is looked at, and so are its figures.
const summaries = new WeakMap<MonthOverview['state'], MonthSummary>()

/** The figures of a month that stand above its differences. Currencies are never added together. */
export function summarizeMonth({ tieOut, state }: Pick<MonthOverview, 'tieOut' | 'state'>): MonthSummary {
  const known = summaries.get(state)
  if (known !== undefined) return known
  const summary = summarize(tieOut, state.findings)
  summaries.set(state, summary)
  return summary
}

function summarize(tieOut: PeriodTieOut, findings: readonly StatedFinding[]): MonthSummary {
  const byCurrency = groupBy(findings, ({ finding }) => finding.currency)
  return {
    currencies: tieOut.controls.map((control) => summarizeCurrency(control, byCurrency.get(control.currency) ?? [])),
    clients: summarizeClients(tieOut, findings),
    states: {
      open: countOf(findings, 'open'),
      changed: countOf(findings, 'changed'),
      decided: countOf(findings, 'decided'),
      later: countOf(findings, 'later'),
      settled: countOf(findings, 'settled'),
    },
  }
}

function summarizeCurrency(control: PeriodControl, findings: readonly StatedFinding[]): CurrencySummary {
  const { currency, total, classes, unexplained } = control
  const costs = new Map(classes.map((each) => [each.class, decimal(each.cost)]))
  const matched = costs.get('ties-out') ?? zero
  const explained = varianceClasses
    .filter((name) => name !== 'ties-out' && name !== 'unexplained')
    .reduce((sum, name) => addDecimals(sum, costs.get(name) ?? zero), zero)
  const byClass = groupBy(findings, ({ finding }) => finding.class)
  return {
    currency,
    total,
    matched: amountText(matched, currency),
    explained: amountText(explained, currency),
    unexplained,
    classes: varianceClasses.flatMap((name) => {
      const own = byClass.get(name) ?? []
      const cost = costs.get(name) ?? zero
      if (own.length === 0 && cost.units === 0n) return []
      const undecided = own.filter(isUndecided)
      return [
        {
          class: name,
          cost: amountText(cost, currency),
          findings: own.length,
          undecided: undecided.length,
          undecidedCost: costOf(undecided, currency),
        },
      ]
    }),
  }
}

/** An invoice that was credited is netted with its credit as a whole, so its charges are no client's. */
function summarizeClients(
  { invoices, creditNettings }: PeriodTieOut,
  findings: readonly StatedFinding[],
): readonly ClientSummary[] {
  const credited = new Set(invoices.filter(({ treatment }) => treatment === 'credited').map(invoiceKey))
  const own = findings.filter(({ finding }) => !credited.has(invoiceKey(finding)))
  const clients = [...groupBy(own, ({ finding }) => `${finding.clientId ?? ''}\n${finding.currency}`).values()]
  const settled = creditNettings.filter(({ state }) => state === 'settles-earlier')
  return clients.map((group) => withNettings(summarizeClient(group), settled))
}

function invoiceKey({ connectionId, invoiceId }: Pick<Finding, 'connectionId' | 'invoiceId'>): string {
  return `${connectionId}\n${invoiceId ?? ''}`
}

/** A credit that an earlier month has counted already stands on an invoice of this one, for no client. */
function withNettings(summary: ClientSummary, nettings: readonly CreditNetting[]): ClientSummary {
  const { clientId, currency } = summary
  if (clientId !== undefined) return summary
  const own = nettings.filter((netting) => netting.currency === currency)
  const charged = own.reduce((sum, { amount }) => addDecimals(sum, decimal(amount)), decimal(summary.charged))
  return { ...summary, charged: amountText(charged, currency) }
}

function summarizeClient(findings: readonly [StatedFinding, ...StatedFinding[]]): ClientSummary {
  const { clientId, currency } = findings[0].finding
  const undecided = findings.filter(isUndecided)
  return {
    clientId,
    currency,
    charged: costOf(findings, currency),
    covered: costOf(
      findings.filter(({ finding }) => finding.evidence.invoiceLines.length > 0),
      currency,
    ),
    matched: costOf(
      findings.filter(({ finding }) => finding.class === 'ties-out'),
      currency,
    ),
    revenue: revenueOf(findings),
    differences: findings.filter(({ finding }) => finding.class !== 'ties-out').length,
    undecided: undecided.length,
    undecidedCost: costOf(undecided, currency),
  }
}

/** Nobody has decided on it yet, or only at another amount. */
export function isUndecided({ state }: StatedFinding): boolean {
  return state === 'open' || state === 'changed'
}

function countOf(findings: readonly StatedFinding[], wanted: FindingState): number {
  return findings.filter(({ state }) => state === wanted).length
}

function costOf(findings: readonly StatedFinding[], currency: string): DecimalText {
  const sum = findings.reduce((total, { finding }) => addDecimals(total, decimal(finding.cost)), zero)
  return amountText(sum, currency)
}

function revenueOf(findings: readonly StatedFinding[]): readonly CurrencyAmount[] {
  const sums = new Map<string, Decimal>()
  for (const { finding } of findings) {
    for (const { currency, amount } of finding.revenue) {
      sums.set(currency, addDecimals(sums.get(currency) ?? zero, decimal(amount)))
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: amountText(amount, currency) }))
}
