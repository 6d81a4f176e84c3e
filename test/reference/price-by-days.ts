import { dayAfter } from './day-by-day.ts'
import { minus, plus, rational, rationalOf, times, type Rational } from './rational.ts'

/** A price rule as plainly as it can be said. Numbers are decimal texts. */
export type ReferencePrice =
  | { readonly kind: 'markup' | 'margin' | 'list-less'; readonly percent: string }
  | { readonly kind: 'amount'; readonly amount: string }
  | {
      readonly kind: 'volume' | 'graduated'
      /** The last has no end. */
      readonly tiers: readonly { readonly upTo: string; readonly unitPrice: string }[]
      readonly last: string
    }

export interface ReferencePriced {
  readonly firstDay: string
  readonly days: number
  readonly price: ReferencePrice
  /** Percents, one after the other. */
  readonly off: readonly string[]
  /** Days after which a changed cost or list price takes effect; `month`: from the next month on. */
  readonly notice: number | 'month'
  /** How much of the client's currency one unit of the cost's currency is worth. */
  readonly rate: Rational
  readonly subscriptions: readonly {
    /** In order; quantities and costs go together. The first is before the month and runs from then on. */
    readonly changes: readonly {
      readonly day: string
      readonly quantity: string
      readonly cost: string
      readonly list: string
    }[]
  }[]
}

/** What a month comes to before any rounding: each day's units at that day's price, a day's share of the month each. */
export function pricedByDays(month: ReferencePriced): Rational {
  let sum = rational(0)
  for (let index = 0; index < month.days; index += 1) {
    sum = plus(sum, dayAmount(month, dayAfter(month.firstDay, index)))
  }
  return times(times(sum, rational(1, month.days)), left(month.off))
}

function left(off: readonly string[]): Rational {
  return off.reduce((factor, percent) => times(factor, minus(rational(1), hundredth(percent))), rational(1))
}

function hundredth(percent: string): Rational {
  return times(rationalOf(percent), rational(1, 100))
}

function dayAmount(month: ReferencePriced, day: string): Rational {
  const { price, subscriptions } = month
  if ('tiers' in price) {
    const held = subscriptions.reduce((units, one) => plus(units, rationalOf(stateOn(one, day).quantity)), rational(0))
    return byTiers(held, price)
  }
  return subscriptions.reduce((sum, one) => {
    const counted = stateOn(one, countedDay(month, day))
    return plus(sum, times(rationalOf(stateOn(one, day).quantity), unitPrice(price, counted, month.rate)))
  }, rational(0))
}

type Subscription = ReferencePriced['subscriptions'][number]
type State = Subscription['changes'][number]

/** The first state holds for every day before it too. */
function stateOn({ changes }: Subscription, day: string): State {
  const [first] = changes
  if (first === undefined) throw new Error('A subscription has a first state.')
  return changes.reduce((state, change) => (change.day <= day ? change : state), first)
}

function countedDay({ notice, firstDay }: ReferencePriced, day: string): string {
  return notice === 'month' ? firstDay : dayAfter(day, -notice)
}

function unitPrice(
  price: Exclude<ReferencePrice, { kind: 'volume' | 'graduated' }>,
  { cost, list }: State,
  rate: Rational,
): Rational {
  const own = times(rationalOf(cost), rate)
  if (price.kind === 'amount') return plus(own, rationalOf(price.amount))
  const part = hundredth(price.percent)
  if (price.kind === 'markup') return times(own, plus(rational(1), part))
  const rest = minus(rational(1), part)
  if (price.kind === 'list-less') return times(times(rationalOf(list), rate), rest)
  return times(own, rational(rest.bottom, rest.top))
}

function byTiers(held: Rational, price: Extract<ReferencePrice, { kind: 'volume' | 'graduated' }>): Rational {
  let below = rational(0)
  let sum = rational(0)
  for (const { upTo, unitPrice: own } of price.tiers) {
    const end = rationalOf(upTo)
    if (isAtMost(held, end)) {
      return price.kind === 'volume'
        ? times(held, rationalOf(own))
        : plus(sum, times(minus(held, below), rationalOf(own)))
    }
    sum = plus(sum, times(minus(end, below), rationalOf(own)))
    below = end
  }
  if (price.kind === 'volume') return times(held, rationalOf(price.last))
  return plus(sum, times(minus(held, below), rationalOf(price.last)))
}

function isAtMost(a: Rational, b: Rational): boolean {
  return minus(a, b).top <= 0n
}
