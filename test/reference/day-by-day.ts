import { plus, rational, rationalOf, times, type Rational } from './rational.ts'

/** What one subscription was like on each day, as plainly as it can be said. */
export interface ReferenceSubscription {
  /** In the order of their days; each holds until the next. A quantity of `-` means that it does not run. */
  readonly changes: readonly { readonly day: string; readonly quantity: string; readonly cost: string }[]
}

export interface ReferenceMonth {
  readonly firstDay: string
  readonly days: number
  readonly basis: 'whole-at-start' | 'whole-at-end' | 'daily'
  readonly markupPercent: string
  readonly subscriptions: readonly ReferenceSubscription[]
}

/** What a month comes to before any rounding, by looking at each day of it for itself. */
export function monthByDays(month: ReferenceMonth): { readonly billed: Rational; readonly cost: Rational } {
  const factor = plus(rational(1), times(rationalOf(month.markupPercent), rational(1, 100)))
  let cost = rational(0)
  for (const subscription of month.subscriptions) {
    for (const [day, share] of daysThatCount(month)) {
      const state = stateOn(subscription, day)
      if (state !== undefined) cost = plus(cost, times(times(state.quantity, state.cost), share))
    }
  }
  return { billed: times(cost, factor), cost }
}

function daysThatCount({ firstDay, days, basis }: ReferenceMonth): [string, Rational][] {
  const all = Array.from({ length: days }, (_, index) => dayAfter(firstDay, index))
  if (basis === 'whole-at-start') return [[all[0] ?? firstDay, rational(1)]]
  if (basis === 'whole-at-end') return [[all[days - 1] ?? firstDay, rational(1)]]
  return all.map((day) => [day, rational(1, days)])
}

function stateOn({ changes }: ReferenceSubscription, day: string): { quantity: Rational; cost: Rational } | undefined {
  let state: { quantity: Rational; cost: Rational } | undefined
  for (const change of changes) {
    if (change.day > day) break
    state =
      change.quantity === '-' ? undefined : { quantity: rationalOf(change.quantity), cost: rationalOf(change.cost) }
  }
  return state
}

const daysAfter = new Map<string, string>()

/** Remembered, because each day is asked for again and again. */
export function dayAfter(day: string, count: number): string {
  const key = `${day} ${String(count)}`
  const known = daysAfter.get(key)
  if (known !== undefined) return known
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  const found = date.toISOString().slice(0, 10)
  daysAfter.set(key, found)
  return found
}
