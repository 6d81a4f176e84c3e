import type { Period } from '../../domain/period.ts'
import { addDays, addMonths, type PlainDate } from '../../domain/plain-date.ts'
import type { BillingTerm } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'

/** The months that one payment of a yearly term covers; undefined for terms that are not yearly. */
export function monthsOfTerm(term: BillingTerm): number | undefined {
  return term === 'annual' ? 12 : term === '2-year' ? 24 : term === '3-year' ? 36 : undefined
}

/** Terms of so many months that follow each other from a day on. */
export interface Terms {
  readonly anchor: PlainDate
  readonly months: number
  /** The end of the commitment, where it is known: a term does not reach beyond it. */
  readonly commitmentEnd?: PlainDate | undefined
}

/** The day from which terms are counted: what the distributor says, else the day on which the subscription began. */
export function termAnchor(timeline: SubscriptionTimeline): PlainDate | undefined {
  if (timeline.billingStart !== undefined) return timeline.billingStart
  const begun = timeline.steps.find(({ inForce }) => inForce)
  const isKnown = begun !== undefined && (timeline.before === 'not-running' || begun.from > timeline.knownFrom)
  return isKnown ? begun.from : undefined
}

/** The term that holds a day. Counted from the anchor, so that a term that starts on the 31st keeps to month ends. */
export function termOn(day: PlainDate, { anchor, months }: Pick<Terms, 'anchor' | 'months'>): Period {
  const monthsSince =
    (Number(day.slice(0, 4)) - Number(anchor.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(anchor.slice(5, 7))
  let count = Math.floor(monthsSince / months)
  if (addMonths(anchor, count * months) > day) count -= 1
  return { start: addMonths(anchor, count * months), end: addMonths(anchor, (count + 1) * months) }
}

/**
 * The term that is billed on a day: one that a commitment's end falls into ends there (a subscription that was made to
 * end with others, or was cut short), and the terms after it are counted from that day.
 */
export function serviceTerm(day: PlainDate, terms: Terms): Period {
  const { commitmentEnd } = terms
  if (commitmentEnd === undefined) return termOn(day, terms)
  if (day >= commitmentEnd && !endsATerm(commitmentEnd, terms)) {
    return termOn(day, { anchor: commitmentEnd, months: terms.months })
  }
  const term = termOn(day, terms)
  const isCut = term.start < commitmentEnd && commitmentEnd < term.end && !endsATerm(commitmentEnd, terms)
  return isCut ? { start: term.start, end: commitmentEnd } : term
}

/** The term of full length that a billed one begins; its price is for all of it. */
export function fullTerm({ start, end }: Period, terms: Terms): Period {
  const full = termOn(start, terms)
  return full.start === start && full.end > end ? full : { start, end }
}

/** Distributors write the end of a term as its last day or as the day after it: both are its regular end. */
function endsATerm(day: PlainDate, terms: Terms): boolean {
  return termOn(day, terms).start === day || termOn(addDays(day, 1), terms).start === addDays(day, 1)
}
