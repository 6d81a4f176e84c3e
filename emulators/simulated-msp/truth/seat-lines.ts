import { daysBetween, type MonthSpan } from '../calendar.ts'
import { decimalText, divideHalfUp } from '../cents.ts'
import type { ClientContract, ContractBasis, ContractLine, ContractPrice, Contracts } from '../contracts/types.ts'
import { changesBetween, stretchOn, type Stretch } from '../timeline.ts'
import type { ExpectedLine } from './types.ts'

/** What a contract says about a line after the nearest rule has won. */
export interface Terms {
  readonly basis: ContractBasis
  readonly price: ContractPrice
}

export function termsOf(contracts: Contracts, contract: ClientContract, line: ContractLine): Terms {
  return {
    basis: line.rules.quantityBasis ?? contract.rules.quantityBasis ?? contracts.house.quantityBasis,
    price: line.rules.price ?? contract.rules.price ?? contracts.house.price,
  }
}

export interface SeatLineInput {
  readonly line: ContractLine
  readonly terms: Terms
  readonly subscriptionId: string
  /** The course of the subscription while this line is the one that bills it. */
  readonly course: readonly Stretch[]
  readonly month: MonthSpan
}

/**
 * What one subscription adds to a line for a month. By the whole month: what is held on the first or the last day, at
 * that day's price. By the day: what is held at the start, and for each change the days from it to the month's end.
 */
export function seatLines(input: SeatLineInput): ExpectedLine[] {
  const { terms, course, month } = input
  const whole = { start: month.start, end: month.end }
  switch (terms.basis) {
    case 'whole-at-start':
      return lineFor(input, stretchOn(course, month.start), 1, whole)
    case 'whole-at-end':
      return lineFor(input, stretchOn(course, month.lastDay), 1, whole)
    case 'daily':
      return [...lineFor(input, stretchOn(course, month.start), 1, whole), ...adjustments(input)]
  }
}

function adjustments(input: SeatLineInput): ExpectedLine[] {
  const { month, course } = input
  const changes = changesBetween(course, month.start, month.end).filter(({ day }) => day > month.start)
  return changes.flatMap(({ day, before, after }) => {
    const part = { start: day, end: month.end }
    if (before !== undefined && after !== undefined && hasSamePrices(before, after)) {
      const quantity = after.quantity - before.quantity
      return lineFor(input, { ...after, quantity }, 1, part)
    }
    return [...lineFor(input, before, -1, part), ...lineFor(input, after, 1, part)]
  })
}

function hasSamePrices(a: Stretch, b: Stretch): boolean {
  return a.unitCostCents === b.unitCostCents && a.listPriceCents === b.listPriceCents && a.isTrial === b.isTrial
}

function lineFor(
  { line, terms, subscriptionId, month }: SeatLineInput,
  stretch: Stretch | undefined,
  sign: 1 | -1,
  part: { readonly start: string; readonly end: string },
): ExpectedLine[] {
  if (stretch === undefined || stretch.quantity === 0 || stretch.isTrial) return []
  const quantity = stretch.quantity * sign
  const days = daysBetween(part.start, part.end)
  const price = unitPrice(terms.price, stretch)
  return [
    {
      ...{ lineId: line.lineId, itemId: line.itemId, model: 'per-seat', subscriptionId, chargeId: undefined },
      ...{ from: part.start, until: part.end, quantity: String(quantity), days, ofDays: month.days },
      unitPrice: decimalText(price, 4),
      amountCents: divideHalfUp(quantity * price * days, month.days * 100),
      costCents: divideHalfUp(quantity * stretch.unitCostCents * days, month.days),
    },
  ]
}

/** In hundredths of a cent, which holds any whole percent of markup exactly. */
export function unitPrice(
  price: ContractPrice,
  { unitCostCents, listPriceCents }: Pick<Stretch, 'unitCostCents' | 'listPriceCents'>,
): number {
  switch (price.policy) {
    case 'markup':
      return unitCostCents * (100 + price.markupPercent)
    case 'list':
      return listPriceCents * 100
    case 'hold':
      return price.unitPriceCents * 100
  }
}
