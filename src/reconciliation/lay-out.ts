import type { Charge } from '../domain/distributor-invoice.ts'
import type { Period } from '../domain/period.ts'
import { dayNumber } from '../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { clip, daysOf, type Component, type Days, type SupplyPart } from './components.ts'
import { fineOf, magnitudeOf, ratioOfFine, smaller, timesFine, type Fine } from './fine.ts'
import { heldOn, timelinesOfCharges } from './held.ts'
import type { Lookups } from './lookups.ts'
import { ownFigures, type OwnFigures } from './own-figures.ts'
import type { SegmentFacts } from './split-difference.ts'
import { segmentsOf, spreadLines, type Segments, type Spread, type SpreadLine } from './spread.ts'

/** A component laid out over the days: each invoice's charges, what was billed, and what else is known of each segment. */
export interface LaidOut {
  readonly segments: Segments
  /** One for each invoice, the earliest first. */
  readonly charged: readonly Spread[]
  readonly billed: Spread
  readonly joint: { readonly charged: Spread; readonly billed: Spread }
  readonly facts: readonly SegmentFacts[]
  readonly explainable: boolean
  readonly adjustmentsOnly: boolean
}

/** Compared as a whole, everything lies on one day. */
const oneDay: Days = { start: 0, end: 1 }

export function layOut(
  component: Component,
  byInvoice: readonly (readonly [number, readonly Charge[]])[],
  lookups: Lookups,
): LaidOut {
  const { days } = component
  const client = component.posted[0]?.supply.clientId
  const billedPeriods = days === undefined ? [] : lookups.billedDays(client)
  const timelines =
    days === undefined
      ? []
      : timelinesOfCharges(
          component.charges.map(({ charge }) => charge),
          lookups,
        )
  const segments = segmentsOf(days ?? oneDay, cuts(component, billedPeriods, timelines))
  const charges = component.charges.map(({ charge }) => charge)
  const adjustmentsOnly = days !== undefined && charges.every(({ kind }) => kind === 'prorate')
  const chargedLines = byInvoice.map(([, own]) => own.map((charge) => chargeLine(charge, days)))
  const posted = component.posted.map((part) => supplyLine(part, days))
  const compared = adjustmentsOnly ? adjustmentLines(component, charges) : posted
  const charged = chargedLines.map((lines) => spreadLines(segments, lines))
  const billed = spreadLines(segments, compared)
  const allPosted = adjustmentsOnly ? spreadLines(segments, posted) : billed
  const jointCharged = byInvoice.length === 1 ? charged[0] : undefined
  return {
    segments,
    charged,
    billed,
    joint: { charged: jointCharged ?? spreadLines(segments, chargedLines.flat()), billed },
    facts: factsOf({ component, segments, allPosted, billedPeriods, timelines }),
    explainable: isExplainable(component),
    adjustmentsOnly,
  }
}

/** The figures must be known on both sides; meters count different things, and an unknown kind could be anything. */
function isExplainable(component: Component): boolean {
  if (component.foreign.length > 0) return false
  const chargesKnown = component.charges.every(
    ({ charge }) =>
      charge.quantity !== 'unknown' &&
      charge.unitCost !== 'unknown' &&
      charge.kind !== 'usage' &&
      charge.kind !== 'unknown',
  )
  return (
    chargesKnown &&
    component.posted.every(({ supply }) => supply.quantity !== 'unknown' && supply.unitCost !== 'unknown')
  )
}

function* cuts(
  component: Component,
  billedPeriods: readonly Days[],
  timelines: readonly SubscriptionTimeline[],
): Iterable<Days> {
  for (const { charge } of component.charges) if (charge.servicePeriod !== undefined) yield daysOf(charge.servicePeriod)
  for (const { days } of component.posted) yield days
  for (const { days } of component.waiting) yield days
  yield* billedPeriods
  for (const { steps } of timelines) {
    for (const { from } of steps) yield { start: dayNumber(from), end: dayNumber(from) }
  }
}

function chargeLine(charge: Charge, days: Days | undefined): SpreadLine {
  const cost = charge.cost === 'unknown' ? { units: 0n, scale: 0 } : charge.cost
  const figures = ownFigures({ ...charge, cost, period: charge.servicePeriod })
  const own = days === undefined || charge.servicePeriod === undefined ? oneDay : daysOf(charge.servicePeriod)
  return lineOf(figures, fineOf(cost), own, own.end - own.start)
}

function supplyLine(part: SupplyPart, days: Days | undefined): SpreadLine {
  const { supply } = part
  const cost = supply.cost === 'unknown' ? { units: 0n, scale: 0 } : supply.cost
  const figures = ownFigures({ ...supply, cost })
  const all = days === undefined ? oneDay : daysOf(supply.period)
  return lineOf(figures, fineOf(cost), days === undefined ? oneDay : part.days, all.end - all.start)
}

function lineOf(figures: OwnFigures, cost: Fine, days: Days, ofDays: number): SpreadLine {
  return {
    days,
    ofDays,
    quantity: figures.quantity ?? 0n,
    value: figures.value,
    unitTerms: figures.unitTerms ?? 0n,
    cost,
  }
}

/**
 * An adjustment read without the charge that it adjusts says nothing of the seats that were there before, so it is only
 * set against lines for its very days, and against no more of them than it has itself.
 */
function adjustmentLines(component: Component, charges: readonly Charge[]): SpreadLine[] {
  const wanted = new Map<string, Fine>()
  for (const charge of charges) {
    if (charge.servicePeriod === undefined) continue
    const key = periodKey(charge.servicePeriod)
    wanted.set(key, (wanted.get(key) ?? 0n) + sizeOf(chargeLine(charge, component.days)))
  }
  const exact = component.posted
    .filter(({ supply }) => wanted.has(periodKey(supply.period)))
    .map((part) => ({ key: periodKey(part.supply.period), line: supplyLine(part, component.days) }))
  const present = new Map<string, Fine>()
  for (const { key, line } of exact) present.set(key, (present.get(key) ?? 0n) + sizeOf(line))
  return exact.map(({ key, line }) => scaled(line, usedPart(wanted.get(key) ?? 0n, present.get(key) ?? 0n)))
}

function periodKey({ start, end }: Period): string {
  return `${start}/${end}`
}

function sizeOf(line: SpreadLine): Fine {
  return line.quantity === 0n ? line.value : line.quantity
}

function usedPart(wanted: Fine, present: Fine): Fine {
  if (present === 0n || wanted > 0n !== present > 0n) return 0n
  return ratioOfFine(smaller(magnitudeOf(wanted), magnitudeOf(present)), magnitudeOf(present))
}

function scaled(line: SpreadLine, part: Fine): SpreadLine {
  return {
    ...line,
    quantity: timesFine(line.quantity, part),
    value: timesFine(line.value, part),
    unitTerms: timesFine(line.unitTerms, part),
    cost: timesFine(line.cost, part),
  }
}

interface FactsInput {
  readonly component: Component
  readonly segments: Segments
  readonly allPosted: Spread
  readonly billedPeriods: readonly Days[]
  readonly timelines: readonly SubscriptionTimeline[]
}

function factsOf({ component, segments, allPosted, billedPeriods, timelines }: FactsInput): SegmentFacts[] {
  const waiting = spreadLines(
    segments,
    component.waiting.map((part) => supplyLine(part, component.days)),
  )
  const stretches = segments.days.map((_, index) => ({
    start: segments.bounds[index] ?? 0,
    end: segments.bounds[index + 1] ?? 0,
  }))
  const covered = stretches.map((_, index) => (allPosted.lines[index] ?? 0) > 0)
  const hasLines = billedPeriods.map((period) =>
    stretches.some((stretch, index) => covered[index] === true && clip(stretch, period) !== undefined),
  )
  return stretches.map((stretch, index) => {
    const place = billedPeriods.findIndex((period) => clip(stretch, period) !== undefined)
    return {
      covered: component.days === undefined || covered[index] === true,
      billedPeriod: place < 0 ? undefined : { hasLines: hasLines[place] === true },
      waiting: { lines: waiting.lines[index] ?? 0, quantity: waiting.quantity[index] ?? 0n },
      held: heldOn(timelines, stretch.start),
    }
  })
}
