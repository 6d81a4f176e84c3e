import { minorUnitsOf } from '../money/currency.ts'
import {
  absoluteDecimal,
  compareDecimals,
  equalDecimals,
  multiplyDecimals,
  subtractDecimals,
} from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Charge } from './distributor-invoice.ts'
import type { EvidenceRef } from './evidence.ts'
import { isKnown } from './known.ts'
import { overlap, type Period } from './period.ts'
import type { PlainDate } from './plain-date.ts'
import type { SubscriptionTimeline, TimelineStep } from './timeline.ts'

/** A line of a distributor invoice, with the moment at which we learnt it. */
export interface RecordedCharge {
  readonly charge: Charge
  readonly recordedAt: string
}

/**
 * Fills in unit costs that nothing else tells, from what the distributor charged for those days: a month that began
 * before the first sync has its seats from the history, which often leaves the cost out. A charge is the lowest of all
 * evidence, so a day whose cost is known stays as it is.
 *
 * A charge tells the unit cost of its service period only where it is a whole `subscription` line of the same product
 * and billing term whose quantity times unit cost is its cost: what a proration or a flat line states per unit may be
 * for less than a term, and a line of zero (a promotion, a container of meters) stands beside others. Two that say different costs for one day say nothing. A charge's quantity is never taken: it is
 * what was billed in advance, and the days on which seats came and went stand elsewhere.
 * @param charges Those of the subscription, of invoices that are ours to pay.
 */
export function fillCostsFromCharges(
  timeline: SubscriptionTimeline,
  charges: readonly RecordedCharge[],
): SubscriptionTimeline {
  if (charges.length === 0) return timeline
  return { ...timeline, steps: timeline.steps.flatMap((step) => fillStep(step, charges)) }
}

/** True when the cost of a day on which the subscription runs is unknown within a period. */
export function lacksCostIn(timeline: SubscriptionTimeline, days: Period): boolean {
  return timeline.steps.some((step) => lacksCost(step) && overlap(spanOf(step), days) !== undefined)
}

interface ChargedCost {
  readonly days: Period
  readonly unitCost: Money
  readonly evidence: EvidenceRef
}

const openEnd: PlainDate = '9999-12-31'

function spanOf(step: TimelineStep): Period {
  return { start: step.from, end: step.until ?? openEnd }
}

function lacksCost({ inForce, unitCost }: TimelineStep): boolean {
  return inForce && unitCost === 'unknown'
}

function fillStep(step: TimelineStep, charges: readonly RecordedCharge[]): TimelineStep[] {
  if (!lacksCost(step)) return [step]
  const costs = charges.flatMap((charge) => costOf(charge, step) ?? [])
  if (costs.length === 0) return [step]
  const span = spanOf(step)
  const starts = new Set([
    span.start,
    ...costs.flatMap(({ days }) => (days.end < span.end ? [days.start, days.end] : [days.start])),
  ])
  const days = [...starts].sort()
  const pieces = days.map((from, index): TimelineStep => ({
    ...step,
    ...costOn(from, costs, step),
    from,
    until: days[index + 1] ?? step.until,
    window: index === 0 ? step.window : undefined,
  }))
  return pieces.reduce<TimelineStep[]>(joinEqualCosts, [])
}

/** What a charge says about the unit cost of a step's days; undefined when it says nothing that can be relied on. */
function costOf({ charge, recordedAt }: RecordedCharge, step: TimelineStep): ChargedCost | undefined {
  const { kind, servicePeriod, unitCost, billedByDistributor, chargeId, invoiceDate } = charge
  if (kind !== 'subscription' || billedByDistributor || servicePeriod === undefined || !isKnown(unitCost))
    return undefined
  if (charge.productId !== undefined && charge.productId !== step.productId) return undefined
  if (charge.billingTerm?.toLowerCase() !== step.billingTerm || !isWholeLine(charge, unitCost)) return undefined
  const days = overlap(servicePeriod, spanOf(step))
  if (days === undefined) return undefined
  const words = `of the distributor invoice of ${invoiceDate}`
  return { days, unitCost, evidence: { kind: 'charge', id: chargeId, words, recordedAt } }
}

/** Half a cent of difference is the distributor's rounding, whose direction no source tells. */
function isWholeLine({ quantity, cost, currency }: Charge, unitCost: Money): boolean {
  if (!isKnown(quantity) || !isKnown(cost) || quantity.units <= 0n || unitCost.units <= 0n) return false
  const difference = absoluteDecimal(subtractDecimals(multiplyDecimals(quantity, unitCost), cost))
  return compareDecimals(difference, { units: 5n, scale: minorUnitsOf(currency) + 1 }) <= 0
}

function costOn(
  day: PlainDate,
  costs: readonly ChargedCost[],
  { evidence }: TimelineStep,
): Pick<TimelineStep, 'unitCost' | 'evidence'> {
  const told = costs.filter(({ days }) => days.start <= day && day < days.end)
  const [first, ...rest] = told
  if (first === undefined || !rest.every(({ unitCost }) => sameCost(unitCost, first.unitCost))) {
    return { unitCost: 'unknown', evidence }
  }
  return { unitCost: first.unitCost, evidence: [...evidence, ...told.map((cost) => cost.evidence)] }
}

function sameCost(a: Money, b: Money): boolean {
  return a.currency === b.currency && equalDecimals(a, b)
}

/** Months that were charged at one cost are one step, with the evidence of each. */
function joinEqualCosts(joined: TimelineStep[], step: TimelineStep): TimelineStep[] {
  const last = joined.at(-1)
  const isSame =
    last !== undefined &&
    (isKnown(last.unitCost) && isKnown(step.unitCost)
      ? sameCost(last.unitCost, step.unitCost)
      : last.unitCost === step.unitCost)
  if (!isSame) return [...joined, step]
  const evidence = [
    ...last.evidence,
    ...step.evidence.filter((ref) => !last.evidence.some(({ kind, id }) => kind === ref.kind && id === ref.id)),
  ]
  return [...joined.slice(0, -1), { ...last, until: step.until, evidence }]
}
