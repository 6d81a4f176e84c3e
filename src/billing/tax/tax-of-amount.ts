import type { TaxCode } from '../../domain/tax-rule.ts'
import { allocate } from '../../money/allocate.ts'
import { minorUnitsOf, type Currency } from '../../money/currency.ts'
import { addDecimals, multiplyDecimals, subtractDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { fractionOfDecimal, roundFraction } from '../../money/fraction.ts'
import type { Rounding } from '../../money/rounding.ts'

/** One code's tax on an amount. */
export interface CodeTax {
  readonly code: TaxCode
  /** What the percentage was taken of. */
  readonly base: Decimal
  readonly tax: Decimal
}

export interface TaxTools {
  readonly currency: Currency
  readonly rounding: Rounding
}

/**
 * The taxes on one amount, each rounded once. A compound one is taken of the amount and the rounded taxes before it, so
 * that who reads the document can add it up again. All codes are inclusive, or none is.
 */
export function taxOfAmount(amount: Decimal, codes: readonly TaxCode[], tools: TaxTools): CodeTax[] {
  return codes[0]?.inclusive === true ? taxWithin(amount, codes, tools) : taxOnTop(amount, codes, tools)
}

function taxOnTop(amount: Decimal, codes: readonly TaxCode[], { currency, rounding }: TaxTools): CodeTax[] {
  let before = zero
  return codes.map((code) => {
    const base = code.compound ? addDecimals(amount, before) : amount
    const exact = fractionOfDecimal(percentOf(base, code.percent))
    const tax = roundFraction(exact, minorUnitsOf(currency), rounding)
    before = addDecimals(before, tax)
    return { code, base, tax }
  })
}

/**
 * What of an amount is tax: the whole of it is rounded once, and the codes share it by what each comes to, so that net
 * and taxes add up to the amount.
 */
function taxWithin(amount: Decimal, codes: readonly TaxCode[], { currency, rounding }: TaxTools): CodeTax[] {
  const shares = sharesOf(codes)
  const all = shares.reduce(addDecimals, zero)
  const gross = addDecimals({ units: 1n, scale: 0 }, all)
  // Tax = amount x all / (1 + all), with both at one scale.
  const { numerator, denominator } = fractionOfDecimal(amount)
  const scale = all.scale
  const [taxUnits, grossUnits] = [all.units, roundFraction(fractionOfDecimal(gross), scale, 'half-even').units]
  const whole = { numerator: numerator * taxUnits, denominator: denominator * grossUnits }
  const total = roundFraction(whole, minorUnitsOf(currency), rounding)
  if (all.units === 0n) return codes.map((code) => ({ code, base: amount, tax: total }))
  const weights = shares.map((share) => roundFraction(fractionOfDecimal(share), scale, 'half-even').units)
  const parts = allocate({ ...total, currency }, weights)
  const net = subtractDecimals(amount, total)
  let before = zero
  return codes.map((code, index) => {
    const tax = parts[index] ?? zero
    const base = code.compound ? addDecimals(net, before) : net
    before = addDecimals(before, tax)
    return { code, base, tax }
  })
}

/** Of a net amount of 1, what each code comes to. */
function sharesOf(codes: readonly TaxCode[]): Decimal[] {
  let before = zero
  return codes.map(({ percent, compound }) => {
    const base = compound ? addDecimals({ units: 1n, scale: 0 }, before) : { units: 1n, scale: 0 }
    const share = percentOf(base, percent)
    before = addDecimals(before, share)
    return share
  })
}

function percentOf(base: Decimal, percent: Decimal): Decimal {
  return multiplyDecimals(base, { units: percent.units, scale: percent.scale + 2 })
}
