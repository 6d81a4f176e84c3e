import { contains, type Period } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { TimelineStep, SubscriptionTimeline } from '../../domain/timeline.ts'
import {
  absoluteDecimal,
  addDecimals,
  negateDecimal,
  subtractDecimals,
  zero,
  type Decimal,
} from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { ruleDeltas } from '../quantity/term-quantity-rules.ts'
import type { QuantitySettings } from '../quantity/quantity-settings.ts'
import { shareOf } from './day-count.ts'
import {
  priceHolding,
  type MidTermChange,
  type Portion,
  type PricedHolding,
  type PriceHolding,
  type Refusal,
} from './portion.ts'
import { fullTerm, serviceTerm, termAnchor, type Terms } from './terms.ts'

export interface TermInput {
  readonly holdings: readonly Holding[]
  /** The months of one term of a holding; undefined: its term is not known. */
  readonly monthsOf: (holding: Holding) => number | undefined
  /** True: what comes or goes within a term is billed or credited for the rest of it. Else it waits for the next one. */
  readonly prorates: boolean
  readonly settings: QuantitySettings
  readonly priceOf: PriceHolding
}

/**
 * A subscription billed by terms of its own: the whole term, in the period in which it begins, at the quantity and price
 * of that day. Seats that come or go within a term are billed or credited for the rest of it, or wait for the next term
 * and are named. A term that the commitment's end cuts short is billed for its days.
 */
export function termPortions(input: TermInput): {
  portions: Portion[]
  refusals: Refusal[]
  midTermChanges: MidTermChange[]
} {
  const result = { portions: [] as Portion[], refusals: [] as Refusal[], midTermChanges: [] as MidTermChange[] }
  for (const holding of input.holdings) {
    const terms = termsOf(holding, input)
    if (terms === undefined) {
      result.refusals.push({ holding, reason: { refused: 'unknown-term-start' } })
      continue
    }
    billTermsBeginning(holding, terms, input, result)
    for (const change of changesWithinTerm(holding, terms)) {
      if (input.prorates && isBilled(change, input.settings)) billChange(holding, change, input, result)
      else result.midTermChanges.push({ holding, day: change.day, change: change.by, nextTerm: change.term.end })
    }
  }
  return result
}

function termsOf(holding: Holding, { monthsOf }: TermInput): Terms | undefined {
  const anchor = termAnchor(holding.timeline)
  const months = monthsOf(holding)
  if (anchor === undefined || months === undefined) return undefined
  return { anchor, months, commitmentEnd: holding.timeline.commitmentEnd }
}

/** Leavers wait for the next term where the line does not credit them. */
function isBilled({ by }: Change, { decreases }: QuantitySettings): boolean {
  return by.units > 0n || decreases === 'credit'
}

type Result = { portions: Portion[]; refusals: Refusal[] }

function billTermsBeginning(holding: Holding, terms: Terms, input: TermInput, result: Result): void {
  let term = serviceTerm(holding.days.start, terms)
  for (; term.start < holding.days.end; term = serviceTerm(term.end, terms)) {
    if (!contains(holding.days, term.start)) continue
    const priced = priceHolding(holding, input.priceOf)
    if (priced === undefined) continue
    if ('reason' in priced) result.refusals.push(priced)
    else {
      const of = { service: term, term: fullTerm(term, terms) }
      result.portions.push(...portionsOf(priced, { kind: 'held', before: zero, by: priced.quantity }, of, input))
    }
  }
}

interface Change {
  readonly day: PlainDate
  readonly before: Decimal
  readonly by: Decimal
  readonly term: Period
  readonly full: Period
}

function changesWithinTerm(holding: Holding, terms: Terms): Change[] {
  return [arrivalWithinTerm(holding, terms), endWithinTerm(holding, terms)].filter((change) => change !== undefined)
}

/** What changed on the holding's first day, unless a term begins then and bills the whole quantity anyway. */
function arrivalWithinTerm(holding: Holding, terms: Terms): Change | undefined {
  const day = holding.days.start
  const term = serviceTerm(day, terms)
  if (holding.step.from !== day || term.start === day || holding.quantity === 'unknown') return undefined
  const full = fullTerm(term, terms)
  const before = stepBefore(holding.timeline, holding.step)
  if (before === undefined && holding.timeline.before === 'unknown') return undefined
  if (before?.inForce !== true || before.companyId !== holding.step.companyId) {
    return { day, before: zero, by: holding.quantity, term, full }
  }
  if (before.quantity === 'unknown') return undefined
  const by = subtractDecimals(holding.quantity, before.quantity)
  return by.units === 0n ? undefined : { day, before: before.quantity, by, term, full }
}

/** The subscription's end before its term's; an end at the period's end counts here, since no holding follows it. */
function endWithinTerm(holding: Holding, terms: Terms): Change | undefined {
  const day = holding.days.end
  const { timeline, step, quantity } = holding
  if (step.until !== day || quantity === 'unknown') return undefined
  const after = timeline.steps[timeline.steps.indexOf(step) + 1]
  if (after?.inForce === true && after.companyId === step.companyId) return undefined
  const term = serviceTerm(day, terms)
  if (term.start === day) return undefined
  return { day, before: quantity, by: negateDecimal(quantity), term, full: fullTerm(term, terms) }
}

function stepBefore(timeline: SubscriptionTimeline, step: TimelineStep): TimelineStep | undefined {
  return timeline.steps[timeline.steps.indexOf(step) - 1]
}

function billChange(holding: Holding, change: Change, input: TermInput, result: Result): void {
  const { day, by, before, term, full } = change
  const priced = priceHolding({ ...holding, quantity: absoluteDecimal(by) }, input.priceOf)
  if (priced === undefined) return
  if ('reason' in priced) result.refusals.push(priced)
  else {
    const of = { service: { start: day, end: term.end }, term: full }
    result.portions.push(...portionsOf(priced, { kind: 'change', before, by }, of, input))
  }
}

/** What the change brings, and what the line's quantity rules make of it. */
function portionsOf(
  { holding, unitPrice }: PricedHolding,
  { kind, before, by }: { readonly kind: Portion['kind']; readonly before: Decimal; readonly by: Decimal },
  { service, term }: { readonly service: Period; readonly term: Period },
  { settings }: TermInput,
): Portion[] {
  const proration = shareOf(service, term, settings.dayCount)
  const portion = { holding, kind, servicePeriod: service, proration, unitPrice }
  const deltas = ruleDeltas(before, addDecimals(before, by), settings)
  return [
    { ...portion, quantity: by },
    ...deltas.map(({ rule, quantity }) => ({ ...portion, quantity, because: rule })),
  ]
}
