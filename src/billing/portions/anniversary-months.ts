import { overlap, type Period } from '../../domain/period.ts'
import { addDays, addMonths } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import { monthlyPortions, type MonthlyInput } from './monthly-portions.ts'
import type { MidTermChange, Portion, Refusal } from './portion.ts'
import { termAnchor, termOn } from './terms.ts'
import { termPortions } from './yearly-terms.ts'

interface Found {
  readonly portions: readonly Portion[]
  readonly refusals: readonly Refusal[]
  readonly midTermChanges: readonly MidTermChange[]
}

/**
 * Subscriptions billed by months of their own, such as the 15th to the 15th, each with the invoice of the period in which
 * its month begins. What happens later in such a month is billed or credited when it has happened, for the rest of it.
 */
export function monthsInAdvance(input: MonthlyInput, prorates: boolean): Found {
  const all = input.subscriptions.map((holdings) =>
    termPortions({ holdings, monthsOf: () => 1, prorates, settings: input.settings, priceOf: input.priceOf }),
  )
  return {
    portions: all.flatMap(({ portions }) => portions),
    refusals: all.flatMap(({ refusals }) => refusals),
    midTermChanges: all.flatMap(({ midTermChanges }) => midTermChanges),
  }
}

/** The same months billed when they are over: those that end in the month before the span's end, as a whole. */
export function monthsInArrears(input: MonthlyInput): Found {
  const byTerm = new Map<string, { readonly term: Period; readonly subscriptions: (readonly Holding[])[] }>()
  const refusals: Refusal[] = []
  for (const holdings of input.subscriptions) {
    const terms = termsEndingIn(input.period, holdings)
    if (terms === 'unknown') refusals.push(...holdings.map(unknownStart))
    else for (const term of terms) keep(byTerm, term, within(holdings, term))
  }
  const all = [...byTerm.values()].flatMap(({ term, subscriptions }) => {
    const window = overlap(input.window, term)
    return window === undefined ? [] : [monthlyPortions({ ...input, subscriptions, window, period: term })]
  })
  return {
    portions: all.flatMap(({ portions }) => portions),
    refusals: [...refusals, ...all.flatMap((own) => own.refusals)],
    midTermChanges: [],
  }
}

function termsEndingIn({ end }: Period, [first]: readonly Holding[]): readonly Period[] | 'unknown' {
  const anchor = first === undefined ? undefined : termAnchor(first.timeline)
  if (anchor === undefined) return 'unknown'
  const terms: Period[] = []
  const after = addMonths(end, -1)
  for (let day = addDays(end, -1); ;) {
    const term = termOn(day, { anchor, months: 1 })
    if (term.end <= after) return terms
    if (term.end <= end) terms.unshift(term)
    day = addDays(term.start, -1)
  }
}

function keep(
  byTerm: Map<string, { readonly term: Period; readonly subscriptions: (readonly Holding[])[] }>,
  term: Period,
  holdings: readonly Holding[],
): void {
  if (holdings.length === 0) return
  const group = byTerm.get(term.start) ?? { term, subscriptions: [] }
  group.subscriptions.push(holdings)
  byTerm.set(term.start, group)
}

function within(holdings: readonly Holding[], term: Period): readonly Holding[] {
  return holdings.flatMap((holding) => {
    const days = overlap(holding.days, term)
    return days === undefined ? [] : [{ ...holding, days }]
  })
}

function unknownStart(holding: Holding): Refusal {
  return { holding, reason: { refused: 'unknown-term-start' } }
}
