import { plus, rational, rationalOf, times, type Rational } from './rational.ts'
import { dayAfter, type ReferenceSubscription } from './day-by-day.ts'

/** A line with everything that may be said about its quantity and its days, as plainly as it can be said. */
export interface ReferenceLine {
  /** The days of the service period. */
  readonly firstDay: string
  readonly days: number
  readonly basis: 'whole-at-start' | 'whole-at-end' | 'peak' | 'daily'
  readonly changeDay: 'new' | 'old' | 'both'
  readonly dayCount: 'actual' | 'fixed-30' | '30-360'
  readonly decreases: 'credit' | 'no-credit' | 'at-term-end'
  readonly committedFloor: boolean
  /** Numbers as text; `-` where there is no such rule. */
  readonly minimum: string
  readonly step: string
  readonly maximum: string
  readonly included: string
  readonly markupPercent: string
  readonly subscriptions: readonly (ReferenceSubscription & { readonly isCommitted: boolean })[]
}

/** Units at one price. */
interface Units {
  readonly price: Rational
  readonly quantity: Rational
}

/** What a line comes to before any rounding, by looking at each day of it for itself. */
export function lineByDays(line: ReferenceLine): Rational {
  const held = Array.from({ length: line.days }, (_, index) => unitsOn(line, dayAfter(line.firstDay, index)))
  if (line.basis === 'daily') return dailyTotal(line, held)
  const index = line.basis === 'whole-at-start' ? 0 : line.basis === 'whole-at-end' ? line.days - 1 : peakOf(held)
  const units = held[index] ?? []
  return priceOf(afterRules(line, units, totalOf(units)))
}

function dailyTotal(line: ReferenceLine, held: readonly (readonly Units[])[]): Rational {
  let sum = rational(0)
  let most = rational(0)
  let last: readonly Units[] = []
  held.forEach((units, index) => {
    const own = units.length > 0 ? units : last.map(({ price }) => ({ price, quantity: rational(0) }))
    if (units.length > 0) last = units
    most = isMore(totalOf(own), most) ? totalOf(own) : most
    sum = plus(sum, times(priceOf(afterRules(line, own, most)), shareOfDay(line, index)))
  })
  return sum
}

function peakOf(held: readonly (readonly Units[])[]): number {
  let best = 0
  held.forEach((units, index) => {
    if (isMore(totalOf(units), totalOf(held[best] ?? []))) best = index
  })
  return best
}

/** Each rule sees what the one before it left; units are added at the lowest price, and taken off at the highest. */
function afterRules(line: ReferenceLine, held: readonly Units[], most: Rational): readonly Units[] {
  let units = [...held].sort((a, b) => (isMore(a.price, b.price) ? 1 : -1))
  const change = (to: Rational): void => {
    units = changedTo(units, to)
  }
  if (line.decreases !== 'credit') change(most)
  const isAny = (): boolean => totalOf(units).top > 0n
  if (line.minimum !== '-' && isAny() && isMore(rationalOf(line.minimum), totalOf(units))) {
    change(rationalOf(line.minimum))
  }
  if (line.step !== '-' && isAny()) change(upTo(totalOf(units), rationalOf(line.step)))
  if (line.maximum !== '-' && isMore(totalOf(units), rationalOf(line.maximum))) change(rationalOf(line.maximum))
  if (line.included !== '-' && isAny()) {
    const left = plus(totalOf(units), negative(rationalOf(line.included)))
    change(left.top > 0n ? left : rational(0))
  }
  return units
}

function changedTo(units: readonly Units[], to: Rational): Units[] {
  let missing = plus(to, negative(totalOf(units)))
  const changed = [...units]
  if (missing.top > 0n) {
    const [cheapest] = changed
    if (cheapest !== undefined) changed[0] = { ...cheapest, quantity: plus(cheapest.quantity, missing) }
    return changed
  }
  for (let index = changed.length - 1; index >= 0 && missing.top < 0n; index -= 1) {
    const unit = changed[index]
    if (unit === undefined) continue
    const left = plus(unit.quantity, missing)
    changed[index] = { ...unit, quantity: left.top > 0n ? left : rational(0) }
    missing = left.top > 0n ? rational(0) : left
  }
  return changed
}

function upTo(quantity: Rational, step: Rational): Rational {
  const steps = times(quantity, rational(step.bottom, step.top))
  const whole = steps.top / steps.bottom
  return times(rational(whole * steps.bottom === steps.top ? whole : whole + 1n), step)
}

/** What the line's subscriptions have on a day, those of one price together. */
function unitsOn(line: ReferenceLine, day: string): readonly Units[] {
  const factor = plus(rational(1), times(rationalOf(line.markupPercent), rational(1, 100)))
  const units: Units[] = []
  for (const subscription of line.subscriptions) {
    const own = billedOn(line, subscription, day)
    if (own === undefined || own.quantity.top === 0n) continue
    const price = times(own.cost, factor)
    const index = units.findIndex((other) => !isMore(other.price, price) && !isMore(price, other.price))
    const other = units[index]
    if (other === undefined) units.push({ price, quantity: own.quantity })
    else units[index] = { price, quantity: plus(other.quantity, own.quantity) }
  }
  return units
}

interface OnDay {
  readonly quantity: Rational
  readonly cost: Rational
}

function billedOn(
  line: ReferenceLine,
  subscription: ReferenceLine['subscriptions'][number],
  day: string,
): OnDay | undefined {
  const now = countedOn(line, subscription, day)
  const isKept = line.decreases === 'at-term-end'
  if (!subscription.isCommitted || !(isKept || line.committedFloor)) return now
  const first = subscription.changes[0]?.day ?? day
  let [most, last] = [rational(0), now]
  for (let before = first; before <= day; before = dayAfter(before, 1)) {
    const then = countedOn(line, subscription, before)
    if (then !== undefined && isMore(then.quantity, most)) most = then.quantity
    if (then !== undefined && now === undefined) last = then
  }
  if (now === undefined && !isKept) return undefined
  const cost = stateOn(subscription.changes, day)?.cost ?? last?.cost
  return cost === undefined ? undefined : { cost, quantity: most }
}

/** The quantity that a day is counted with: its own, the day's before, or the larger of the two. */
function countedOn(line: ReferenceLine, { changes }: ReferenceSubscription, day: string): OnDay | undefined {
  const [now, before] = [stateOn(changes, day), stateOn(changes, dayAfter(day, -1))]
  if (line.changeDay === 'new') return now
  const cost = now?.cost ?? before?.cost ?? rational(0)
  if (line.changeDay === 'old') return before === undefined ? undefined : { quantity: before.quantity, cost }
  if (now === undefined || before === undefined) return now ?? before
  return { quantity: isMore(before.quantity, now.quantity) ? before.quantity : now.quantity, cost }
}

function stateOn(changes: ReferenceSubscription['changes'], day: string): OnDay | undefined {
  let state: OnDay | undefined
  for (const change of changes) {
    if (change.day > day) break
    state =
      change.quantity === '-' ? undefined : { quantity: rationalOf(change.quantity), cost: rationalOf(change.cost) }
  }
  return state
}

/** What a day counts for. Under a fixed 30 the days to the end count, 30 of them at most; the first has what is left. */
function shareOfDay({ dayCount, days, firstDay }: ReferenceLine, index: number): Rational {
  if (dayCount === 'actual') return rational(1, days)
  const rest = Array.from({ length: days - 1 }, (_, other) => countOf(dayCount, { firstDay, days }, other + 1))
  const own = index === 0 ? 30 - rest.reduce((sum, count) => sum + count, 0) : (rest[index - 1] ?? 0)
  return rational(own, 30)
}

function countOf(dayCount: 'fixed-30' | '30-360', period: { firstDay: string; days: number }, index: number): number {
  if (dayCount === 'fixed-30') return period.days - index > 30 ? 0 : 1
  const day = dayAfter(period.firstDay, index)
  const number = Number(day.slice(8))
  const isLast = dayAfter(day, 1).endsWith('-01')
  // A month has thirty days: its 30th counts nothing where a 31st stands for it, and a February's last day makes up for
  // the days that it has not.
  if (number === 30 && !isLast) return 0
  return isLast && number < 30 ? 31 - number : 1
}

function priceOf(units: readonly Units[]): Rational {
  return units.reduce((sum, { price, quantity }) => plus(sum, times(price, quantity)), rational(0))
}

function totalOf(units: readonly Units[]): Rational {
  return units.reduce((sum, { quantity }) => plus(sum, quantity), rational(0))
}

function isMore(a: Rational, b: Rational): boolean {
  return a.top * b.bottom > b.top * a.bottom
}

function negative(value: Rational): Rational {
  return { top: -value.top, bottom: value.bottom }
}
