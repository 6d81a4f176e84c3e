import { daysBetween } from '../../domain/plain-date.ts'
import { equalDecimals } from '../../money/decimal.ts'
import { samePrice } from '../unit-price.ts'
import type { PortionGroup } from './group-portions.ts'
import { roundedAmount, type AmountRounding } from './line-amount.ts'

/**
 * Stretches of days that follow each other at the same quantity and price are one: what was behind them changed (one
 * subscription replaced another, or costs something else), and the line did not.
 */
export function joinedStretches(groups: readonly PortionGroup[], rounding: AmountRounding): PortionGroup[] {
  const joined: PortionGroup[] = []
  for (const group of groups) {
    const index = joined.findIndex((other) => follows(other, group))
    const before = joined[index]
    if (before === undefined) joined.push(group)
    else joined[index] = together(before, group, rounding)
  }
  return joined
}

function follows(before: PortionGroup, group: PortionGroup): boolean {
  return (
    before.servicePeriod.end === group.servicePeriod.start &&
    before.proration?.of === group.proration?.of &&
    before.proration !== undefined &&
    before.portions[0]?.part === undefined &&
    before.portions[0]?.because === group.portions[0]?.because &&
    equalDecimals(before.quantity, group.quantity) &&
    samePrice(before.unitPrice, group.unitPrice)
  )
}

function together(before: PortionGroup, group: PortionGroup, rounding: AmountRounding): PortionGroup {
  const servicePeriod = { start: before.servicePeriod.start, end: group.servicePeriod.end }
  const days = (before.proration?.days ?? 0) + (group.proration?.days ?? 0)
  const of = group.proration?.of ?? daysBetween(servicePeriod.start, servicePeriod.end)
  const proration = days === of ? undefined : { days, of }
  const { quantity, unitPrice } = group
  const total = { quantity, unitPrice: unitPrice.price, exactPrice: unitPrice.exact, proration }
  return {
    servicePeriod,
    proration,
    unitPrice,
    quantity,
    portions: [...before.portions, ...group.portions],
    settled: [...before.settled, ...group.settled],
    ...roundedAmount([{ quantity }], total, rounding),
  }
}
