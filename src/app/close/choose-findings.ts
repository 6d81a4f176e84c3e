import { formatMonth, type Period } from '../../domain/period.ts'
import { compareDecimals, decimal } from '../../money/decimal.ts'
import { costsOf, type CurrencyAmount, type StatedFinding } from '../../reconciliation/decisions/month-state.ts'
import type { VarianceClass } from '../../reconciliation/variance-class.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import { DecisionRefused, MonthOvertaken } from './close-failures.ts'
import { findingId } from './finding-id.ts'

/** A difference by its short name, with the cost that the operator saw, where he saw it on a screen. */
export interface NamedFinding {
  readonly id: string
  readonly seen?: CurrencyAmount | undefined
}

/** Every undecided difference of one class, with what the operator saw them come to. */
export interface ClassOfFindings {
  readonly class: VarianceClass
  /** Only this client's; empty: only those of no client. */
  readonly clientId?: string | undefined
  readonly seen?: { readonly findings: number; readonly cost: readonly CurrencyAmount[] } | undefined
}

export type WhichFindings = { readonly ids: readonly NamedFinding[] } | ClassOfFindings

type Stated = StatedFinding<StoredDecision>

/**
 * The differences that are to be decided on: exactly those that were seen, at the amounts that were seen.
 * @throws {DecisionRefused} where one is not there or decided already.
 * @throws {MonthOvertaken} where they come to something else by now.
 */
export function chooseFindings(
  findings: readonly Stated[],
  which: WhichFindings,
  period: Period,
): readonly [Stated, ...Stated[]] {
  const [first, ...others] = 'class' in which ? ofClass(findings, which, period) : named(findings, which.ids, period)
  if (first === undefined) throw new DecisionRefused('Name at least one difference.')
  return [first, ...others]
}

function ofClass(findings: readonly Stated[], which: ClassOfFindings, period: Period): readonly Stated[] {
  const own = findings.filter(
    ({ finding, state }) =>
      finding.class === which.class &&
      (which.clientId === undefined || (finding.clientId ?? '') === which.clientId) &&
      (state === 'open' || state === 'changed'),
  )
  if (own.length === 0) throw new DecisionRefused(`Nothing of class "${which.class}" is undecided.`)
  if (which.seen === undefined) return own
  const { seen } = which
  const cost = costsOf(own)
  const isAsSeen =
    own.length === seen.findings &&
    cost.length === seen.cost.length &&
    cost.every((each) => seen.cost.some((other) => isSame(each, other)))
  if (isAsSeen) return own
  const now = `${String(own.length)} of class "${which.class}" are undecided now, ${words(cost)}`
  throw new MonthOvertaken(period, `${now}, and not ${String(seen.findings)}, ${words(seen.cost)}`)
}

function named(findings: readonly Stated[], ids: readonly NamedFinding[], period: Period): readonly Stated[] {
  const chosen = ids.map(({ id, seen }) => {
    const found = findOne(findings, id, period)
    const { cost: amount, currency } = found.finding
    if (seen === undefined || isSame(seen, { amount, currency })) return found
    throw new MonthOvertaken(period, `${id} comes to ${amount} ${currency} by now, and not to ${words([seen])}`)
  })
  if (new Set(chosen).size < chosen.length) throw new DecisionRefused('A difference is named twice.')
  return chosen
}

function findOne(findings: readonly Stated[], id: string, period: Period): Stated {
  const matches = id.length < 4 ? [] : findings.filter(({ key }) => findingId(key).startsWith(id.toLowerCase()))
  const [only] = matches
  const list = `\`seatledger decide ${formatMonth(period)}\` lists them`
  if (only === undefined) throw new DecisionRefused(`The tie-out has no difference "${id}"; ${list}.`)
  if (matches.length > 1) throw new DecisionRefused(`"${id}" names several differences; ${list} with longer names.`)
  if (only.state === 'decided') throw alreadyDecided(only)
  return only
}

export function alreadyDecided({ key, decision }: Stated): DecisionRefused {
  const by = decision === undefined ? '' : ` (${decision.kind}, by ${decision.decidedBy}: ${decision.reason})`
  return new DecisionRefused(
    `${findingId(key)} is decided already${by}. Take that back first: \`seatledger decide --withdraw ${findingId(key)}\`.`,
  )
}

function isSame(a: CurrencyAmount, b: CurrencyAmount): boolean {
  return a.currency === b.currency && compareDecimals(decimal(a.amount), decimal(b.amount)) === 0
}

function words(cost: readonly CurrencyAmount[]): string {
  return cost.map(({ amount, currency }) => `${amount} ${currency}`).join(' and ')
}
