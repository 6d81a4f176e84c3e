import { contains, daysIn, overlap, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import type { MidTermChange, PartOfTerm, Portion, Refusal } from './portion.ts'
import { monthsOfTerm, serviceTerm, termAnchor } from './terms.ts'
import { termPortions, type TermInput } from './yearly-terms.ts'

/**
 * A subscription of yearly terms, each term's amount spread over its months: this billing period has the parts of the
 * months that begin in it. What changed within the term is spread over the months that were left of it; where the
 * subscription ends, all that is left of the term falls due with the credit for it.
 */
export function spreadPortions(
  input: TermInput,
  billingPeriod: Period,
): { portions: Portion[]; refusals: readonly Refusal[]; midTermChanges: readonly MidTermChange[] } {
  const { portions, refusals, midTermChanges } = termPortions({
    ...input,
    holdings: sinceTermBegan(input.holdings, billingPeriod),
  })
  const settlesAll = endsIn(input.holdings, billingPeriod)
  return {
    portions: portions.flatMap((portion) => partOf(portion, billingPeriod, settlesAll) ?? []),
    refusals,
    midTermChanges: midTermChanges.filter(({ day }) => contains(billingPeriod, day)),
  }
}

/** What was held since the term in force began: a month's part hangs on the day on which the whole was agreed. */
function sinceTermBegan(holdings: readonly Holding[], { start, end }: Period): readonly Holding[] {
  const [first] = holdings
  if (first === undefined) return holdings
  const { timeline, step } = first
  const [anchor, months] = [termAnchor(timeline), monthsOfTerm(step.billingTerm)]
  if (anchor === undefined || months === undefined) return holdings
  const term = serviceTerm(start, { anchor, months, commitmentEnd: timeline.commitmentEnd })
  if (term.start >= start) return holdings
  const span = { start: term.start, end }
  const before = daysBeforeEvidence(first, term.start)
  const held = timeline.steps.flatMap((own) => {
    if (!own.inForce || own.companyId !== step.companyId || own.productId !== step.productId) return []
    const days = overlap({ start: own.from, end: own.until ?? end }, span)
    return days === undefined ? [] : [{ timeline, step: own, days, quantity: own.quantity, evidenced: true }]
  })
  return before === undefined ? held : [before, ...held]
}

/** Where evidence begins within the term, nobody knows what the term was billed for. */
function daysBeforeEvidence({ timeline, step }: Holding, termStart: string): Holding | undefined {
  if (timeline.before !== 'unknown' || timeline.knownFrom <= termStart) return undefined
  return { timeline, step, days: { start: termStart, end: timeline.knownFrom }, quantity: 'unknown', evidenced: false }
}

/** True where the subscription leaves the line for good: there is no later month that could bill what is left. */
function endsIn(holdings: readonly Holding[], { end }: Period): boolean {
  const last = holdings.at(-1)
  if (last === undefined) return false
  const { timeline, step } = last
  if (step.until === undefined || step.until > end) return false
  const after = timeline.steps[timeline.steps.indexOf(step) + 1]
  return after?.inForce !== true || after.companyId !== step.companyId || after.productId !== step.productId
}

function partOf(portion: Portion, billingPeriod: Period, settlesAll: boolean): Portion | undefined {
  const months = monthsIn(portion.servicePeriod)
  const due = months.filter(({ start }) => contains(billingPeriod, start) || (settlesAll && start >= billingPeriod.end))
  const [first, last] = [due[0], due.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const part: PartOfTerm = {
    term: portion.servicePeriod,
    first: months.indexOf(first),
    last: months.indexOf(last),
    weights: weightsOf(months, portion.proration === undefined),
  }
  return { ...portion, servicePeriod: { start: first.start, end: last.end }, part }
}

/** The months of a term, counted back from its end, so that those of a change fall on the same days as the term's own. */
function monthsIn({ start, end }: Period): Period[] {
  const months: Period[] = []
  let until = end
  for (let count = 1; until > start; count += 1) {
    const from = addMonths(end, -count)
    months.unshift({ start: from > start ? from : start, end: until })
    until = from
  }
  return months
}

/** A whole term has equal months; what is left of one is split by the days of its months. */
function weightsOf(months: readonly Period[], isWhole: boolean): readonly number[] {
  return isWhole ? months.map(() => 1) : months.map(daysIn)
}
