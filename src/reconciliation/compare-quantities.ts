import { distributorInvoiceInWords } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import { contains, overlap, type Period } from '../domain/period.ts'
import { addDays, type PlainDate } from '../domain/plain-date.ts'
import type { QuantityStep, SubscriptionCourses } from '../domain/quantity-course.ts'
import { equalDecimals, formatDecimal, trimmed, type Decimal } from '../money/decimal.ts'
import { compareTexts, placeInvoices, type PlacedInvoice } from './distributor-side.ts'
import type { ReconciliationInput } from './input.ts'
import { invoicedQuantities, type InvoicedQuantities, type SeatCharge } from './invoiced-course.ts'
import { createLookups, type Lookups } from './lookups.ts'
import type { QuantityComparison, QuantityEvidence, QuantityStretch, SubscriptionQuantities } from './quantities.ts'

/**
 * Compares what snapshots saw, what the distributor's history says and what it invoiced, for each subscription and day
 * of the period. A quantity that is not known drifts from nothing; one whose day of change lies between two snapshots is
 * not held against the others on those days. Of subscriptions that agree only the number is kept.
 */
export function compareQuantities(
  input: ReconciliationInput,
  invoices: readonly PlacedInvoice[],
  lookups: Lookups,
): QuantityComparison {
  const all = input.subscriptionCourses ?? []
  if (all.length === 0) return { agreeing: 0, notCompared: 0, drifting: [], gaps: [] }
  const invoiced = invoicedQuantities(input, invoices, lookups)
  const drifting: SubscriptionQuantities[] = []
  let agreeing = 0
  let notCompared = 0
  for (const courses of inOrder(all)) {
    const quantities = quantitiesOf(courses, input.period, invoiced, lookups)
    if (quantities.stretches.some(({ drifts }) => drifts)) drifting.push(quantities)
    else if (quantities.stretches.some(isCompared)) agreeing += 1
    else notCompared += 1
  }
  return { agreeing, notCompared, drifting, gaps: invoiced.gaps }
}

/** The three quantities of every subscription, those that agree too. */
export function allQuantities(input: ReconciliationInput): readonly SubscriptionQuantities[] {
  const lookups = createLookups(input)
  const invoiced = invoicedQuantities(input, placeInvoices(input), lookups)
  return inOrder(input.subscriptionCourses ?? []).map((courses) =>
    quantitiesOf(courses, input.period, invoiced, lookups),
  )
}

function inOrder(all: readonly SubscriptionCourses[]): readonly SubscriptionCourses[] {
  return [...all].sort(
    (a, b) => compareTexts(a.connectionId, b.connectionId) || compareTexts(a.subscriptionId, b.subscriptionId),
  )
}

/** At least two of the three are known: what one alone says is no comparison. */
function isCompared({ observed, byHistory, invoiced }: QuantityStretch): boolean {
  return [observed, byHistory, invoiced].filter((quantity) => quantity !== 'unknown').length > 1
}

function quantitiesOf(
  courses: SubscriptionCourses,
  period: Period,
  invoiced: InvoicedQuantities,
  lookups: Lookups,
): SubscriptionQuantities {
  const { connectionId, subscriptionId, companyId, productId, productName } = courses
  const stretches: Stretch[] = []
  for (const days of daysBetweenChanges(courses, period, invoiced)) {
    const next = stretchOf(courses, days, invoiced)
    const last = stretches.at(-1)
    if (last !== undefined && isSame(last, next)) {
      stretches[stretches.length - 1] = { ...last, days: { start: last.days.start, end: next.days.end } }
    } else stretches.push(next)
  }
  return {
    ...{ connectionId, subscriptionId, companyId, productId, productName },
    clientId: lookups.clientOfCompany(connectionId, companyId)?.clientId,
    stretches: stretches.map((stretch) => toQuantityStretch(stretch, courses, invoiced)),
  }
}

/** The three quantities on days on which none of them changes. */
interface Stretch {
  readonly days: Period
  readonly observed: Known<Decimal>
  readonly isDated: boolean
  readonly byHistory: Known<Decimal>
  readonly invoiced: Known<Decimal>
}

function daysBetweenChanges(
  courses: SubscriptionCourses,
  period: Period,
  invoiced: InvoicedQuantities,
): readonly Period[] {
  const cuts = new Set([period.start, period.end])
  for (const { days } of [...courses.observed, ...courses.byHistory, ...invoiced.chargesOf(courses)]) {
    cuts.add(days.start).add(days.end)
  }
  const sorted = [...cuts].sort()
  return sorted.slice(1).map((end, index) => ({ start: sorted[index] ?? end, end }))
}

function stretchOf(courses: SubscriptionCourses, days: Period, invoiced: InvoicedQuantities): Stretch {
  const observed = stepOn(courses.observed, days.start)
  return {
    days,
    observed: observed?.quantity ?? 'unknown',
    isDated: observed?.isDated ?? true,
    byHistory: stepOn(courses.byHistory, days.start)?.quantity ?? 'unknown',
    invoiced: invoiced.on(courses, days.start),
  }
}

function stepOn(course: readonly QuantityStep[], day: PlainDate): QuantityStep | undefined {
  return course.find(({ days }) => contains(days, day))
}

function isSame(a: Stretch, b: Stretch): boolean {
  return (
    a.isDated === b.isDated &&
    (!a.isDated || equalKnown(a.observed, b.observed)) &&
    equalKnown(a.byHistory, b.byHistory) &&
    equalKnown(a.invoiced, b.invoiced)
  )
}

function equalKnown(a: Known<Decimal>, b: Known<Decimal>): boolean {
  return a === 'unknown' || b === 'unknown' ? a === b : equalDecimals(a, b)
}

function drifts({ observed, isDated, byHistory, invoiced }: Stretch): boolean {
  const known = [...(isDated ? [observed] : []), byHistory, invoiced].filter((quantity) => quantity !== 'unknown')
  return known.some((quantity) => known[0] !== undefined && !equalDecimals(quantity, known[0]))
}

function toQuantityStretch(
  stretch: Stretch,
  courses: SubscriptionCourses,
  invoiced: InvoicedQuantities,
): QuantityStretch {
  const { days } = stretch
  return {
    days,
    observed: stretch.isDated ? textOf(stretch.observed) : 'unknown',
    byHistory: textOf(stretch.byHistory),
    invoiced: textOf(stretch.invoiced),
    drifts: drifts(stretch),
    sentence: sentenceOf(stretch),
    evidence: [
      ...evidenceIn(courses.observed, days),
      ...evidenceIn(courses.byHistory, days),
      ...chargesIn(invoiced.chargesOf(courses), days),
    ],
  }
}

function chargesIn(charges: readonly SeatCharge[], days: Period): QuantityEvidence[] {
  return charges
    .filter((seat) => overlap(seat.days, days) !== undefined)
    .map(({ charge, invoice }) => ({
      ...{ kind: 'charge', id: charge.chargeId },
      words: `charge on the invoice ${distributorInvoiceInWords(invoice)}`,
    }))
}

/** Each piece once, the steps' own order kept. */
function evidenceIn(course: readonly QuantityStep[], days: Period): QuantityEvidence[] {
  const found = new Map<string, QuantityEvidence>()
  for (const step of course) {
    if (overlap(step.days, days) === undefined) continue
    for (const { kind, id, words } of step.evidence) {
      found.set(`${kind} ${id}`, { kind, id, words: words ?? `${kind} recorded by the distributor` })
    }
  }
  return [...found.values()]
}

function textOf(quantity: Known<Decimal>): string {
  return quantity === 'unknown' ? quantity : formatDecimal(trimmed(quantity))
}

function sentenceOf(stretch: Stretch): string {
  const { days, observed, isDated, byHistory, invoiced } = stretch
  const last = addDays(days.end, -1)
  const when = days.start === last ? last : `${days.start} to ${last}`
  const seen = isDated ? said(observed, 'snapshots saw', 'no snapshot tells') : 'a change lies between two snapshots'
  const told = said(byHistory, 'its history says', 'its history does not tell')
  const billed = said(invoiced, 'invoiced were', 'what was invoiced is not known')
  return `${when}: ${seen}, ${told}, ${billed}.`
}

function said(quantity: Known<Decimal>, words: string, otherwise: string): string {
  return quantity === 'unknown' ? otherwise : `${words} ${textOf(quantity)}`
}
