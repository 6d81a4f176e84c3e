import type { DecimalText } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import { addDecimals, compareDecimals, decimal, equalDecimals, type Decimal } from '../../money/decimal.ts'
import { amountText } from '../amount-text.ts'
import type { PeriodTieOut } from '../tie-out.ts'
import { varianceClassWords } from '../variance-class.ts'
import type { Decision } from '../../domain/decision.ts'
import { disputeOutcomes, type DisputeOutcome } from './dispute-outcomes.ts'
import { keyedFindings, type KeyedFinding } from './finding-key.ts'

/**
 * Where a finding stands. `settled`: its class asks nothing of anybody. `decided`: by a person, on this amount.
 * `changed`: a person decided on another amount than it has now. `open`: nobody has decided. `later`: it belongs to a
 * month that comes after, and is decided there.
 */
export type FindingState = 'settled' | 'decided' | 'changed' | 'open' | 'later'

export interface StatedFinding<D extends Decision = Decision> extends KeyedFinding {
  readonly state: FindingState
  /** The decision that is in force, also where the amount has changed since. */
  readonly decision: D | undefined
  /** Where the decision is a dispute. */
  readonly dispute?: DisputeOutcome
}

/** Why a month cannot be closed, as data; the words are made where it is shown. */
export type Obstacle =
  | { readonly obstacle: 'unexplained'; readonly currency: string; readonly amount: DecimalText }
  | { readonly obstacle: 'could-not-be-checked'; readonly gaps: readonly string[] }
  | { readonly obstacle: 'undecided'; readonly findings: number; readonly cost: readonly CurrencyAmount[] }

export interface CurrencyAmount {
  readonly currency: string
  readonly amount: DecimalText
}

/** What is still to be done about a month's tie-out. */
export interface MonthState<D extends Decision = Decision> {
  readonly findings: readonly StatedFinding<D>[]
  /** Empty: the month can be closed. */
  readonly obstacles: readonly Obstacle[]
}

/**
 * Sets the decisions beside the findings of a tie-out, and says what keeps the month from being closed: an unexplained
 * cent, something that could not be checked, or a difference that nobody has decided on. The classes stay as they are:
 * a decision never moves a cent from one to another.
 */
export function monthState<D extends Decision>(tieOut: PeriodTieOut, decisions: readonly D[]): MonthState<D> {
  const byKey = new Map(decisions.map((decision) => [decision.findingKey, decision]))
  const stated = keyedFindings(tieOut).map((keyed) => stateOf(keyed, byKey.get(keyed.key), tieOut.period))
  const findings = withOutcomes(stated, tieOut)
  return { findings, obstacles: [...obstaclesOf(tieOut, findings)] }
}

function withOutcomes<D extends Decision>(
  findings: readonly StatedFinding<D>[],
  { credits, invoices }: PeriodTieOut,
): readonly StatedFinding<D>[] {
  const disputed = findings.filter(({ decision }) => decision?.kind === 'dispute')
  if (disputed.length === 0) return findings
  const dates = new Map(invoices.map(({ invoiceId, invoiceDate }) => [invoiceId, invoiceDate]))
  const outcomes = disputeOutcomes(disputed, credits, dates)
  return findings.map((stated) => {
    const dispute = outcomes.get(stated.key)
    return dispute === undefined ? stated : { ...stated, dispute }
  })
}

function stateOf<D extends Decision>(keyed: KeyedFinding, decision: D | undefined, period: Period): StatedFinding<D> {
  const { finding } = keyed
  if (decision !== undefined) {
    const same = decision.currency === finding.currency && equalDecimals(decimal(decision.cost), decimal(finding.cost))
    return { ...keyed, decision, state: same ? 'decided' : 'changed' }
  }
  if (varianceClassWords[finding.class].settlesItself) return { ...keyed, decision, state: 'settled' }
  const isLater = finding.servicePeriod !== undefined && finding.servicePeriod.start >= period.end
  return { ...keyed, decision, state: isLater ? 'later' : 'open' }
}

function* obstaclesOf(tieOut: PeriodTieOut, findings: readonly StatedFinding[]): Iterable<Obstacle> {
  for (const { currency, unexplained } of tieOut.controls) {
    if (decimal(unexplained).units !== 0n) yield { obstacle: 'unexplained', currency, amount: unexplained }
  }
  if (tieOut.verdict === 'could-not-be-checked') {
    yield { obstacle: 'could-not-be-checked', gaps: tieOut.coverage.gaps }
  }
  const undecided = findings.filter(({ state }) => state === 'open' || state === 'changed')
  if (undecided.length > 0) {
    yield { obstacle: 'undecided', findings: undecided.length, cost: costsOf(undecided) }
  }
}

/** The findings' cost by currency, each with its sign. */
export function costsOf(findings: readonly KeyedFinding[]): readonly CurrencyAmount[] {
  const sums = new Map<string, Decimal>()
  for (const { finding } of findings) {
    const own = decimal(finding.cost)
    const sum = sums.get(finding.currency)
    sums.set(finding.currency, sum === undefined ? own : addDecimals(sum, own))
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: amountText(amount, currency) }))
}

/** Largest first, whichever its sign; equal ones by key, so that the order is always the same. */
export function byMoney(a: KeyedFinding, b: KeyedFinding): number {
  const size = ({ finding }: KeyedFinding): Decimal => {
    const { units, scale } = decimal(finding.cost)
    return { units: units < 0n ? -units : units, scale }
  }
  return compareDecimals(size(b), size(a)) || (a.key < b.key ? -1 : 1)
}
