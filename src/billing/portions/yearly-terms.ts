import { contains, daysIn, type Period } from '../../domain/period.ts'
import { addMonths, daysBetween, type PlainDate } from '../../domain/plain-date.ts'
import type { BillingTerm } from '../../domain/subscription.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { absoluteDecimal, negateDecimal, subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import {
  priceHolding,
  type MidTermChange,
  type Portion,
  type PricedHolding,
  type PriceHolding,
  type Refusal,
} from './portion.ts'

/** The months that one payment of a yearly term covers; undefined for terms that are not yearly. */
export function monthsOfTerm(term: BillingTerm): number | undefined {
  return term === 'annual' ? 12 : term === '2-year' ? 24 : term === '3-year' ? 36 : undefined
}

/**
 * A subscription billed by the year: the whole term, in the period in which it begins, at the quantity and price of that
 * day. Seats that come or go within a term are billed or credited for the rest of it under `daily`; under the other
 * bases they wait for the next term and are named.
 */
export function yearlyPortions(
  holdings: readonly Holding[],
  prorates: boolean,
  priceOf: PriceHolding,
): { portions: Portion[]; refusals: Refusal[]; midTermChanges: MidTermChange[] } {
  const result = { portions: [] as Portion[], refusals: [] as Refusal[], midTermChanges: [] as MidTermChange[] }
  for (const holding of holdings) {
    const anchor = termAnchor(holding.timeline)
    const months = monthsOfTerm(holding.step.billingTerm)
    if (anchor === undefined || months === undefined) {
      result.refusals.push({ holding, reason: { refused: 'unknown-term-start' } })
      continue
    }
    billTermsBeginning(holding, { anchor, months }, priceOf, result)
    for (const change of changesWithinTerm(holding, { anchor, months })) {
      if (prorates) billChange(holding, change, priceOf, result)
      else result.midTermChanges.push({ holding, day: change.day, change: change.by, nextTerm: change.term.end })
    }
  }
  return result
}

interface Terms {
  readonly anchor: PlainDate
  readonly months: number
}

/** The day from which terms are counted: what the distributor says, else the day on which the subscription began. */
export function termAnchor(timeline: SubscriptionTimeline): PlainDate | undefined {
  if (timeline.billingStart !== undefined) return timeline.billingStart
  const begun = timeline.steps.find(({ inForce }) => inForce)
  const isKnown = begun !== undefined && (timeline.before === 'not-running' || begun.from > timeline.knownFrom)
  return isKnown ? begun.from : undefined
}

/** The term that holds a day. Counted from the anchor, so that a term that starts on the 31st keeps to month ends. */
export function termOn(day: PlainDate, { anchor, months }: Terms): Period {
  const monthsSince =
    (Number(day.slice(0, 4)) - Number(anchor.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(anchor.slice(5, 7))
  let count = Math.floor(monthsSince / months)
  if (addMonths(anchor, count * months) > day) count -= 1
  return { start: addMonths(anchor, count * months), end: addMonths(anchor, (count + 1) * months) }
}

type Result = { portions: Portion[]; refusals: Refusal[] }

function billTermsBeginning(holding: Holding, terms: Terms, priceOf: PriceHolding, result: Result): void {
  const first = termOn(holding.days.start, terms)
  for (let term = first; term.start < holding.days.end; term = termOn(term.end, terms)) {
    if (!contains(holding.days, term.start)) continue
    const priced = priceHolding(holding, priceOf)
    if (priced === undefined) continue
    if ('reason' in priced) result.refusals.push(priced)
    else result.portions.push(portionOf(priced, 'held', priced.quantity, term, term))
  }
}

interface Change {
  readonly day: PlainDate
  readonly by: Decimal
  readonly term: Period
}

function changesWithinTerm(holding: Holding, terms: Terms): Change[] {
  return [arrivalWithinTerm(holding, terms), endWithinTerm(holding, terms)].filter((change) => change !== undefined)
}

/** What changed on the holding's first day, unless a term begins then and bills the whole quantity anyway. */
function arrivalWithinTerm(holding: Holding, terms: Terms): Change | undefined {
  const day = holding.days.start
  const term = termOn(day, terms)
  if (holding.step.from !== day || term.start === day || holding.quantity === 'unknown') return undefined
  const before = stepBefore(holding.timeline, holding.step)
  if (before === undefined && holding.timeline.before === 'unknown') return undefined
  if (before?.inForce !== true || before.companyId !== holding.step.companyId) {
    return { day, by: holding.quantity, term }
  }
  if (before.quantity === 'unknown') return undefined
  const by = subtractDecimals(holding.quantity, before.quantity)
  return by.units === 0n ? undefined : { day, by, term }
}

/** The subscription's end before its term's; an end at the period's end counts here, since no holding follows it. */
function endWithinTerm(holding: Holding, terms: Terms): Change | undefined {
  const day = holding.days.end
  const { timeline, step, quantity } = holding
  if (step.until !== day || quantity === 'unknown') return undefined
  const after = timeline.steps[timeline.steps.indexOf(step) + 1]
  if (after?.inForce === true && after.companyId === step.companyId) return undefined
  const term = termOn(day, terms)
  return term.start === day ? undefined : { day, by: negateDecimal(quantity), term }
}

function stepBefore(timeline: SubscriptionTimeline, step: TimelineStep): TimelineStep | undefined {
  return timeline.steps[timeline.steps.indexOf(step) - 1]
}

function billChange(holding: Holding, { day, by, term }: Change, priceOf: PriceHolding, result: Result): void {
  const priced = priceHolding({ ...holding, quantity: absoluteDecimal(by) }, priceOf)
  if (priced === undefined) return
  if ('reason' in priced) result.refusals.push(priced)
  else result.portions.push(portionOf(priced, 'change', by, { start: day, end: term.end }, term))
}

function portionOf(
  { holding, unitPrice }: PricedHolding,
  kind: Portion['kind'],
  quantity: Decimal,
  service: Period,
  term: Period,
): Portion {
  const days = daysBetween(service.start, service.end)
  const proration = service.start === term.start ? undefined : { days, of: daysIn(term) }
  return { holding, kind, servicePeriod: service, proration, quantity, unitPrice }
}
