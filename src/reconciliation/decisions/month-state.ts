import { carryingKinds, type Decision } from '../../domain/decision.ts'
import type { DecimalText } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  equalDecimals,
  type Decimal,
} from '../../money/decimal.ts'
import { amountText } from '../amount-text.ts'
import type { PeriodTieOut } from '../tie-out.ts'
import { disputeOutcomes, type DisputeOutcome } from './dispute-outcomes.ts'
import { keyedFindings, subjectOfKey, type KeyedFinding } from './finding-key.ts'

/**
 * Where a finding stands. `settled`: it asks nothing of anybody. `decided`: by a person, on this amount. `changed`: a
 * person decided on another amount or class than it has now. `open`: nobody has decided. `later`: it belongs to a month
 * that comes after, and is decided there.
 */
export type FindingState = 'settled' | 'decided' | 'changed' | 'open' | 'later'

export interface StatedFinding<D extends Decision = Decision> extends KeyedFinding {
  readonly state: FindingState
  /** The decision that is in force; where the state is `changed`, the first of the outdated ones. */
  readonly decision: D | undefined
  /**
   * Decisions in force on what the difference was before, at another amount or in another class. What they carry still
   * goes to an invoice, so a new decision takes the place of all of them.
   */
  readonly outdated: readonly D[]
  /** Where the decision is a dispute. */
  readonly dispute?: DisputeOutcome
}

/** Why a month cannot be closed, as data; the words are made where it is shown. */
export type Obstacle =
  | { readonly obstacle: 'unexplained'; readonly currency: string; readonly amount: DecimalText }
  | { readonly obstacle: 'could-not-be-checked'; readonly gaps: readonly string[] }
  | { readonly obstacle: 'undecided'; readonly findings: number; readonly cost: readonly CurrencyAmount[] }
  | { readonly obstacle: 'outdated-decisions'; readonly decisions: number }

export interface CurrencyAmount {
  readonly currency: string
  readonly amount: DecimalText
}

/** What is still to be done about a month's tie-out. */
export interface MonthState<D extends Decision = Decision> {
  readonly findings: readonly StatedFinding<D>[]
  /** Decisions of this month in force on differences that it no longer has, under any class. */
  readonly outdated: readonly D[]
  /** Empty: the month can be closed. */
  readonly obstacles: readonly Obstacle[]
}

/**
 * Sets the decisions beside the findings of a tie-out, and says what keeps the month from being closed: an unexplained
 * cent, something that could not be checked, a difference that nobody has decided on, or a decision that would put a
 * line on an invoice for a difference that is gone. The classes stay as they are: a decision never moves a cent from
 * one to another.
 */
export function monthState<D extends Decision>(tieOut: PeriodTieOut, decisions: readonly D[]): MonthState<D> {
  const keyed = keyedFindings(tieOut)
  const byKey = new Map(decisions.map((decision) => [decision.findingKey, decision]))
  const outdated = decisionsWithoutFinding(decisions, keyed)
  const stated = keyed.map((each) =>
    stateOf(each, byKey.get(each.key), outdated.get(subjectOfKey(each.key)) ?? [], tieOut.period),
  )
  const findings = withOutcomes(stated, tieOut)
  const shown = new Set(findings.flatMap((finding) => finding.outdated))
  const gone = [...outdated.values()]
    .flat()
    .filter((decision) => decision.month === tieOut.period.start && !shown.has(decision))
  return { findings, outdated: gone, obstacles: [...obstaclesOf(tieOut, findings, gone)] }
}

/** Decisions whose difference is not there under the class that it had, by what they are about. */
function decisionsWithoutFinding<D extends Decision>(
  decisions: readonly D[],
  keyed: readonly KeyedFinding[],
): ReadonlyMap<string, readonly D[]> {
  const present = new Set(keyed.map(({ key }) => key))
  const found = new Map<string, D[]>()
  for (const decision of decisions) {
    if (present.has(decision.findingKey)) continue
    const subject = subjectOfKey(decision.findingKey)
    found.set(subject, [...(found.get(subject) ?? []), decision])
  }
  return found
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

function stateOf<D extends Decision>(
  keyed: KeyedFinding,
  decision: D | undefined,
  ofOtherClass: readonly D[],
  period: Period,
): StatedFinding<D> {
  const { finding } = keyed
  if (decision !== undefined) {
    const same = decision.currency === finding.currency && equalDecimals(decimal(decision.cost), decimal(finding.cost))
    return same
      ? { ...keyed, decision, outdated: [], state: 'decided' }
      : { ...keyed, decision, outdated: [decision, ...ofOtherClass], state: 'changed' }
  }
  if (finding.asks === 'nobody') return { ...keyed, decision, outdated: [], state: 'settled' }
  if (ofOtherClass.length > 0) {
    return { ...keyed, decision: ofOtherClass[0], outdated: ofOtherClass, state: 'changed' }
  }
  const isLater =
    finding.asks === 'after-next-invoice' ||
    (finding.servicePeriod !== undefined && finding.servicePeriod.start >= period.end)
  return { ...keyed, decision, outdated: [], state: isLater ? 'later' : 'open' }
}

function* obstaclesOf(
  tieOut: PeriodTieOut,
  findings: readonly StatedFinding[],
  outdated: readonly Decision[],
): Iterable<Obstacle> {
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
  const carrying = outdated.filter(({ kind }) => carryingKinds.has(kind))
  if (carrying.length > 0) yield { obstacle: 'outdated-decisions', decisions: carrying.length }
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
export function sortedByMoney<F extends KeyedFinding>(findings: readonly F[]): F[] {
  return findings
    .map((each) => ({ each, size: absoluteDecimal(decimal(each.finding.cost)) }))
    .sort((a, b) => compareDecimals(b.size, a.size) || (a.each.key < b.each.key ? -1 : 1))
    .map(({ each }) => each)
}
