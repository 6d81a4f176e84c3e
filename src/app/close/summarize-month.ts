import type { DecimalText } from '../../domain/invoice.ts'
import { addDecimals, decimal, zero, type Decimal } from '../../money/decimal.ts'
import { amountText } from '../../reconciliation/amount-text.ts'
import type { CurrencyAmount, FindingState, StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import type { PeriodControl } from '../../reconciliation/tie-out.ts'
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
  /** Our cost, all classes together. */
  readonly charged: DecimalText
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

/** The figures of a month that stand above its differences. Currencies are never added together. */
export function summarizeMonth({ tieOut, state: { findings } }: MonthOverview): MonthSummary {
  const byCurrency = groupBy(findings, ({ finding }) => finding.currency)
  return {
    currencies: tieOut.controls.map((control) => summarizeCurrency(control, byCurrency.get(control.currency) ?? [])),
    clients: [...groupBy(findings, ({ finding }) => `${finding.clientId ?? ''}\n${finding.currency}`).values()].flatMap(
      summarizeClient,
    ),
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

function summarizeClient(findings: readonly StatedFinding[]): ClientSummary[] {
  const [first] = findings
  if (first === undefined) return []
  const { clientId, currency } = first.finding
  const undecided = findings.filter(isUndecided)
  return [
    {
      clientId,
      currency,
      charged: costOf(findings, currency),
      matched: costOf(
        findings.filter(({ finding }) => finding.class === 'ties-out'),
        currency,
      ),
      revenue: revenueOf(findings),
      differences: findings.filter(({ finding }) => finding.class !== 'ties-out').length,
      undecided: undecided.length,
      undecidedCost: costOf(undecided, currency),
    },
  ]
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
