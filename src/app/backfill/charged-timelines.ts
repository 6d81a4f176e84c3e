import { fillCostsFromCharges } from '../../domain/charged-costs.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Known } from '../../domain/known.ts'
import { contains } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { knownTerms, type BillingTerm } from '../../domain/subscription.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../domain/timeline.ts'
import { addDecimals, equalDecimals, zero, type Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { groupBy } from '../../support/group-by.ts'

/**
 * Timelines with what only the distributor's charges tell: of subscriptions that nothing else was ever read of, and of
 * the days before anything else was. What was charged for a day is what was held on it, as far as anybody knows.
 * @param charges Those that count, of all months.
 */
export function withChargedTimelines(
  timelines: readonly SubscriptionTimeline[],
  charges: readonly Charge[],
): readonly SubscriptionTimeline[] {
  const recurring = charges.filter(
    ({ kind, subscriptionId, servicePeriod, companyId, productId }) =>
      (kind === 'subscription' || kind === 'prorate') &&
      subscriptionId !== undefined &&
      servicePeriod !== undefined &&
      companyId !== undefined &&
      productId !== undefined,
  )
  const chargesOf = groupBy(recurring, ({ connectionId, subscriptionId = '' }) => keyOf(connectionId, subscriptionId))
  const known = new Set(timelines.map(({ connectionId, subscriptionId }) => keyOf(connectionId, subscriptionId)))
  const extended = timelines.map((timeline) => {
    const own = chargesOf.get(keyOf(timeline.connectionId, timeline.subscriptionId)) ?? []
    return timeline.before === 'not-running' || own.length === 0 ? timeline : extendBack(timeline, own)
  })
  const others = [...chargesOf].flatMap(([key, own]) => (known.has(key) ? [] : [ofCharges(own)]))
  return [...extended, ...others].map((timeline) => withChargedCosts(timeline, chargesOf))
}

/** A history mostly tells the seats of the past and not what they cost; the charges for those days do. */
function withChargedCosts(
  timeline: SubscriptionTimeline,
  chargesOf: ReadonlyMap<string, readonly Charge[]>,
): SubscriptionTimeline {
  const own = chargesOf.get(keyOf(timeline.connectionId, timeline.subscriptionId)) ?? []
  const recorded = own.map((charge) => ({ charge, recordedAt: `${charge.invoiceDate}T00:00:00.000Z` }))
  return fillCostsFromCharges(timeline, recorded)
}

function keyOf(connectionId: string, subscriptionId: string): string {
  return `${connectionId}\n${subscriptionId}`
}

function extendBack(timeline: SubscriptionTimeline, charges: readonly Charge[]): SubscriptionTimeline {
  const { knownFrom, steps } = timeline
  const before = stepsOf(charges, steps[0]?.commitmentTerm).filter(({ from }) => from < knownFrom)
  const [first] = before
  if (first === undefined) return timeline
  const cut = before.map((step) =>
    step.until === undefined || step.until > knownFrom ? { ...step, until: knownFrom } : step,
  )
  return { ...timeline, steps: [...cut, ...steps], knownFrom: first.from }
}

function ofCharges(charges: readonly [Charge, ...Charge[]]): SubscriptionTimeline {
  const [{ connectionId, subscriptionId = '' }] = charges
  const steps = stepsOf(charges, undefined)
  return {
    ...{ connectionId, subscriptionId, steps, knownFrom: steps[0]?.from ?? '9999-12-31' },
    // What is charged first is what there was: nobody is charged later for days before.
    before: 'not-running',
    ...{ billingStart: undefined, commitmentEnd: undefined },
  }
}

function stepsOf(charges: readonly Charge[], commitmentTerm: string | undefined): TimelineStep[] {
  const bounds = new Set(
    charges.flatMap(({ servicePeriod }) => (servicePeriod ? [servicePeriod.start, servicePeriod.end] : [])),
  )
  const days = [...bounds].sort()
  return days.map((from, index) => stepOn(from, days[index + 1], charges, commitmentTerm))
}

function stepOn(
  from: PlainDate,
  until: PlainDate | undefined,
  charges: readonly Charge[],
  commitmentTerm: string | undefined,
): TimelineStep {
  const own = charges.filter(({ servicePeriod }) => servicePeriod !== undefined && contains(servicePeriod, from))
  const named = own.find(({ kind }) => kind === 'subscription') ?? own[0] ?? charges.at(-1)
  const quantity = quantityOf(own)
  return {
    from,
    until,
    inForce: own.length > 0 && (quantity === 'unknown' || quantity.units !== 0n),
    companyId: named?.companyId ?? '',
    productId: named?.productId ?? '',
    productName: named?.productName,
    status: 'active',
    quantity,
    unitCost: unitCostOf(own),
    listPrice: 'unknown',
    billingTerm: billingTermOf(named?.billingTerm),
    rawBillingTerm: named?.billingTerm ?? '',
    commitmentTerm,
    evidence: own.map(({ chargeId, invoiceDate, invoiceId }) => ({
      ...{ kind: 'charge' as const, id: chargeId, words: invoiceId, recordedAt: `${invoiceDate}T00:00:00.000Z` },
    })),
    window: undefined,
  }
}

/** A change is charged as its difference, so that the sum is what was held. */
function quantityOf(charges: readonly Charge[]): Known<Decimal> {
  return charges.reduce<Known<Decimal>>(
    (sum, { quantity }) => (sum === 'unknown' || quantity === 'unknown' ? 'unknown' : addDecimals(sum, quantity)),
    zero,
  )
}

function unitCostOf(charges: readonly Charge[]): Known<Money> {
  const whole = charges.filter(({ kind }) => kind === 'subscription').map(({ unitCost }) => unitCost)
  const [first] = whole
  if (first === undefined || first === 'unknown') return 'unknown'
  const isOne = whole.every(
    (cost) => cost !== 'unknown' && cost.currency === first.currency && equalDecimals(cost, first),
  )
  return isOne ? first : 'unknown'
}

function billingTermOf(text: string | undefined): BillingTerm {
  return knownTerms.find((term) => term === text?.toLowerCase()) ?? 'monthly'
}
