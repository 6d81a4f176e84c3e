import { minorUnitsOf } from '../../money/currency.ts'
import {
  absoluteDecimal,
  compareDecimals,
  equalDecimals,
  formatDecimal,
  subtractDecimals,
  sumDecimals,
  trimmed,
  type Decimal,
} from '../../money/decimal.ts'
import { fraction, fractionOfDecimal, multiplyFractions, roundFraction, type Fraction } from '../../money/fraction.ts'
import { money, shareOfMoney, subtractMoney } from '../../money/money.ts'
import type { BackfillCause, BackfillSide } from './report.ts'

/** A line of either side, as far as a comparison looks at it. */
export interface ComparedLine {
  readonly quantity: Decimal | undefined
  readonly unitPrice: Decimal | undefined
  readonly amount: Decimal
}

/** A part of the difference between what should have been billed and what was; above zero: too little was billed. */
export interface DifferencePart {
  readonly cause: BackfillCause
  readonly amount: Decimal
}

export interface GroupComparison {
  readonly difference: Decimal
  /** They add up to the difference; none: the two sides agree but for what rounding each line can cause. */
  readonly parts: readonly DifferencePart[]
  readonly shouldBe: BackfillSide
  readonly billed: BackfillSide
}

/** Compares what a client should have been billed for one ledger item in a month with what it was. */
export function compareGroup(
  should: readonly ComparedLine[],
  billed: readonly ComparedLine[],
  { currency, hasInvoice }: { readonly currency: string; readonly hasInvoice: boolean },
): GroupComparison {
  const shouldBe = sideOf(should)
  const was = sideOf(billed)
  const difference = subtractDecimals(shouldBe.amount, was.amount)
  const sides = { shouldBe: shown(shouldBe), billed: shown(was) }
  const step: Decimal = { units: BigInt(should.length + billed.length), scale: minorUnitsOf(currency) }
  if (compareDecimals(absoluteDecimal(difference), step) <= 0) return { difference, parts: [], ...sides }
  return { difference, parts: partsOf(difference, { shouldBe, was, billed, currency, hasInvoice }), ...sides }
}

interface Side {
  readonly amount: Decimal
  /** The one price of all lines; undefined: there are several, or one is not known. */
  readonly unitPrice: Decimal | undefined
  readonly lines: number
}

function sideOf(lines: readonly ComparedLine[]): Side {
  const amount = sumDecimals(lines.map((line) => line.amount))
  const prices = lines.map(({ unitPrice }) => unitPrice)
  const [first] = prices
  const isOne = first !== undefined && prices.every((price) => price !== undefined && equalDecimals(price, first))
  return { amount, unitPrice: isOne && first.units !== 0n ? first : undefined, lines: lines.length }
}

interface Sides {
  readonly shouldBe: Side
  readonly was: Side
  readonly billed: readonly ComparedLine[]
  readonly currency: string
  readonly hasInvoice: boolean
}

function partsOf(difference: Decimal, sides: Sides): DifferencePart[] {
  const { shouldBe, was, billed, hasInvoice } = sides
  const isShort = difference.units > 0n
  if (was.lines === 0) return [{ cause: hasInvoice ? 'not-billed' : 'no-invoice', amount: difference }]
  if (shouldBe.lines === 0) return [{ cause: 'billed-not-owed', amount: difference }]
  if (!isShort && isThereTwice(billed, absoluteDecimal(difference))) {
    return [{ cause: 'billed-twice', amount: difference }]
  }
  const unitsCause: BackfillCause = isShort ? 'quantity-short' : 'quantity-over'
  const [right, charged] = [shouldBe.unitPrice, was.unitPrice]
  if (right === undefined || charged === undefined) {
    return [{ cause: isShort ? 'billed-less' : 'billed-more', amount: difference }]
  }
  if (equalDecimals(right, charged)) return [{ cause: unitsCause, amount: difference }]
  return splitByPrice(difference, { right, charged }, sides)
}

/** The units that were billed, at the price that was right less the one that was charged; the rest is units. */
function splitByPrice(
  difference: Decimal,
  { right, charged }: { readonly right: Decimal; readonly charged: Decimal },
  { was, currency, shouldBe }: Sides,
): DifferencePart[] {
  const atRight = shareOfMoney(money(was.amount, currency), ratioOf(right, charged), 'half-up')
  const byPrice = subtractMoney(atRight, money(was.amount, currency))
  const rest = subtractDecimals(difference, byPrice)
  const step: Decimal = { units: BigInt(shouldBe.lines + was.lines), scale: minorUnitsOf(currency) }
  const priceCause: BackfillCause = byPrice.units > 0n ? 'price-below' : 'price-above'
  // What is left within a step a line is how the two sides round.
  if (compareDecimals(absoluteDecimal(rest), step) <= 0) return [{ cause: priceCause, amount: difference }]
  return [
    { cause: priceCause, amount: byPrice },
    { cause: rest.units > 0n ? 'quantity-short' : 'quantity-over', amount: rest },
  ]
}

function ratioOf(value: Decimal, by: Decimal): Fraction {
  const { numerator, denominator } = fractionOfDecimal(by)
  return multiplyFractions(fractionOfDecimal(value), fraction(denominator, numerator))
}

function isThereTwice(billed: readonly ComparedLine[], amount: Decimal): boolean {
  return billed.filter((line) => equalDecimals(line.amount, amount)).length > 1
}

/** In whole months of the price: half a month of two seats is one. */
function shown({ amount, unitPrice, lines }: Side): BackfillSide {
  if (lines === 0) return { quantity: '0', unitPrice: 'unknown', amount: '0' }
  const quantity = unitPrice === undefined ? undefined : quotient(amount, unitPrice)
  return {
    quantity: quantity === undefined ? 'unknown' : formatDecimal(quantity),
    unitPrice: unitPrice === undefined ? 'unknown' : formatDecimal(trimmed(unitPrice)),
    amount: formatDecimal(amount),
  }
}

const shownPlaces = 4

/** For the eye alone: no amount is made of it. */
function quotient(amount: Decimal, unitPrice: Decimal): Decimal {
  return trimmed(roundFraction(ratioOf(amount, unitPrice), shownPlaces, 'half-up'))
}
