import { minorUnitsOf, type Currency } from './currency.ts'
import {
  addDecimals,
  compareDecimals,
  decimal,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  trimmed,
  type Decimal,
} from './decimal.ts'
import { fractionOfDecimal, multiplyFractions, roundFraction, type Fraction } from './fraction.ts'
import type { Rounding } from './rounding.ts'

/**
 * An exact amount of one currency. The scale is data: a unit cost may carry up to ten decimal places where an invoice
 * amount has the currency's own. Where the currency is known to the compiler, adding two different ones does not compile.
 */
export interface Money<C extends Currency = Currency> extends Decimal {
  readonly currency: C
}

/** @throws {RangeError} when the text is no decimal number, or the code no currency. */
export function money<C extends Currency>(amount: string | Decimal, currency: C): Money<C> {
  minorUnitsOf(currency)
  const { units, scale } = typeof amount === 'string' ? decimal(amount) : amount
  return { units, scale, currency }
}

export function zeroMoney<C extends Currency>(currency: C): Money<C> {
  return { units: 0n, scale: minorUnitsOf(currency), currency }
}

/** @throws {CurrencyMismatch} when the two are of different currencies. */
export function addMoney<C extends Currency>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> {
  requireSameCurrency(a, b)
  return { ...addDecimals(a, b), currency: a.currency }
}

/** @throws {CurrencyMismatch} when the two are of different currencies. */
export function subtractMoney<C extends Currency>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> {
  requireSameCurrency(a, b)
  return { ...addDecimals(a, negateDecimal(b)), currency: a.currency }
}

export function negateMoney<C extends Currency>(value: Money<C>): Money<C> {
  return { ...negateDecimal(value), currency: value.currency }
}

/** @throws {CurrencyMismatch} when an amount is of another currency than the one named. */
export function sumMoney<C extends Currency>(currency: C, amounts: readonly Money<NoInfer<C>>[]): Money<C> {
  return amounts.reduce<Money<C>>(addMoney, zeroMoney(currency))
}

/** @throws {CurrencyMismatch} when the two are of different currencies. */
export function compareMoney<C extends Currency>(a: Money<C>, b: Money<NoInfer<C>>): number {
  requireSameCurrency(a, b)
  return compareDecimals(a, b)
}

/** Exact: nothing is rounded here, the scale grows instead. */
export function multiplyMoney<C extends Currency>(value: Money<C>, factor: Decimal): Money<C> {
  return { ...multiplyDecimals(value, factor), currency: value.currency }
}

/** The value times an exact ratio, rounded once, to the currency's minor units unless told otherwise. */
export function shareOfMoney<C extends Currency>(
  value: Money<C>,
  share: Fraction,
  rounding: Rounding,
  scale: number = minorUnitsOf(value.currency),
): Money<C> {
  const exact = multiplyFractions(fractionOfDecimal(value), share)
  return { ...roundFraction(exact, scale, rounding), currency: value.currency }
}

/** Rounded to the currency's minor units: how an amount stands on an invoice. */
export function roundMoney<C extends Currency>(value: Money<C>, rounding: Rounding): Money<C> {
  return { ...roundDecimal(value, minorUnitsOf(value.currency), rounding), currency: value.currency }
}

/** The amount alone, as plain digits with at least the currency's own decimal places: `25.19`, `30.228`, `17.00`. */
export function formatAmount(value: Money): string {
  const places = minorUnitsOf(value.currency)
  const short = trimmed(value)
  return formatDecimal(short.scale >= places ? short : roundDecimal(short, places, 'half-even'))
}

/** The amount with its currency, for sentences: `17.55 USD`. */
export function formatMoney(value: Money): string {
  return `${formatAmount(value)} ${value.currency}`
}

export function isZeroMoney(value: Money): boolean {
  return value.units === 0n
}

export class CurrencyMismatch extends Error {
  constructor(a: Currency, b: Currency) {
    super(`Amounts in ${a} and ${b} cannot be added or compared without a rate.`)
    this.name = 'CurrencyMismatch'
  }
}

function requireSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new CurrencyMismatch(a.currency, b.currency)
}
