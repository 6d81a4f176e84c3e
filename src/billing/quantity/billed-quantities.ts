import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Known } from '../../domain/known.ts'
import { contains, overlap, type Period } from '../../domain/period.ts'
import { negateDecimal, type Decimal } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import type { Courses } from '../portions/courses-of.ts'
import type { Course } from '../portions/level.ts'
import { priceHolding, type PriceHolding, type Refusal } from '../portions/portion.ts'

/** The client's charges, found by the subscription that they are for. */
export type ChargesOf = (subscription: {
  readonly connectionId: string
  readonly subscriptionId: string
}) => readonly Charge[]

const none: readonly Charge[] = []

/** Looked up only for the bases that ask, so the index is made when the first one does. */
export function chargesBySubscription(...lists: readonly (readonly Charge[] | undefined)[]): ChargesOf {
  const isEmpty = lists.every((charges) => charges === undefined || charges.length === 0)
  let index: Map<string, Charge[]> | undefined
  return ({ connectionId, subscriptionId }) => {
    if (isEmpty) return none
    index ??= indexed(lists.flatMap((charges) => charges ?? []))
    return index.get(`${connectionId}\n${subscriptionId}`) ?? none
  }
}

function indexed(charges: readonly Charge[]): Map<string, Charge[]> {
  const index = new Map<string, Charge[]>()
  for (const charge of charges) {
    if (charge.subscriptionId === undefined) continue
    const key = `${charge.connectionId}\n${charge.subscriptionId}`
    const others = index.get(key)
    if (others === undefined) index.set(key, [charge])
    else others.push(charge)
  }
  for (const own of index.values()) own.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  return index
}

function idOf({ invoiceId, chargeId }: Charge): string {
  return `${invoiceId}\n${chargeId}`
}

export interface BilledInput {
  readonly subscriptions: readonly (readonly Holding[])[]
  readonly window: Period
  readonly period: Period
  readonly priceOf: PriceHolding
  readonly chargesOf: ChargesOf
}

/**
 * The quantities that the distributor itself charges for the period: recurring charges and prorations whose service
 * period begins in it, each on its own days. A subscription without any has an unknown quantity.
 */
export function billedQuantities(input: BilledInput): Courses {
  const all = input.subscriptions.map((holdings) => chargedCourses(holdings, input))
  return { courses: all.flatMap(({ courses }) => courses), refusals: all.flatMap(({ refusals }) => refusals) }
}

function chargedCourses(holdings: readonly Holding[], input: BilledInput): Courses {
  const [first] = holdings
  if (first === undefined) return { courses: [], refusals: [] }
  const charged = withoutFree(input.chargesOf(first.timeline)).flatMap(
    (charge) => chargedDays(charge, input.period) ?? [],
  )
  if (charged.length === 0) return { courses: [], refusals: [unknownQuantity(first)] }
  const courses: Course[] = []
  const refusals: Refusal[] = []
  for (const { quantity, days } of charged) {
    const holding = holdings.find((other) => contains(other.days, days.start)) ?? holdings.at(-1) ?? first
    const within = overlap(days, input.window)
    if (quantity === 'unknown') refusals.push(unknownQuantity(holding))
    else if (within !== undefined && quantity.units !== 0n) {
      const size = quantity.units < 0n ? negateDecimal(quantity) : quantity
      const priced = priceHolding({ ...holding, days: within, quantity: size, evidenced: true }, input.priceOf)
      if (priced === undefined) continue
      if ('reason' in priced) refusals.push(priced)
      else courses.push([{ holding, days: within, quantity, unitPrice: priced.unitPrice, because: undefined }])
    }
  }
  return refusals.length > 0 ? { courses: [], refusals } : { courses, refusals }
}

/** A free line beside one that costs (a promotion, a trial's remainder) repeats its units, and adds none. */
function withoutFree(charges: readonly Charge[]): readonly Charge[] {
  const isFree = ({ cost }: Charge): boolean => cost !== 'unknown' && cost.units === 0n
  return charges.every(isFree) ? charges : charges.filter((charge) => !isFree(charge))
}

function unknownQuantity(holding: Holding): Refusal {
  return { holding: { ...holding, quantity: 'unknown' }, reason: { refused: 'unknown-quantity' } }
}

/** A charge without dates is for the period that its invoice is dated in, as it is when it is passed on. */
function chargedDays(
  { kind, servicePeriod, quantity, cost, billedByDistributor }: Charge,
  period: Period,
): { readonly quantity: Known<Decimal>; readonly days: Period } | undefined {
  if ((kind !== 'subscription' && kind !== 'prorate') || billedByDistributor) return undefined
  const days = servicePeriod ?? period
  if (!contains(period, days.start)) return undefined
  // A credit may carry its sign in the amount alone.
  const isCredit = quantity !== 'unknown' && cost !== 'unknown' && cost.units < 0n && quantity.units > 0n
  return { quantity: isCredit ? negateDecimal(quantity) : quantity, days }
}
