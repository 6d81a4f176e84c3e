import { z } from 'zod'
import { isCurrency } from '../money/currency.ts'
import { compareDecimals, parseDecimal } from '../money/decimal.ts'
import { isPlainDate } from '../domain/plain-date.ts'

/**
 * The kinds of values in the billing config's YAML. Every scalar is read as text, so that `22.10` stays the decimal that
 * was typed; the JSON Schema published from this lets editors accept numbers and text alike.
 */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'must be lower-case letters, digits, dots and dashes, at most 80')
  .describe('A short name of your own, unique in its list.')

export const outsideId = z.string().min(1, 'must not be empty').max(200)

export const decimalText = z
  .string()
  .refine(
    (text) => parseDecimal(text) !== undefined && !/e/i.test(text),
    'must be a plain decimal number such as 22.50',
  )
  .meta({ decimal: true })

export const notNegative = decimalText
  .refine((text) => !text.startsWith('-'), 'must not be negative')
  .meta({ decimal: true, notNegative: true })

export const unitPrice = notNegative.refine(
  (text) => (text.split('.')[1] ?? '').length <= 10,
  'must not have more than 10 decimal places',
)

export const date = z
  .string()
  .refine(isPlainDate, 'must be a day of the calendar, written YYYY-MM-DD')
  .meta({ format: 'date' })

export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, written YYYY-MM')

export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta({ flag: true })

export const currency = z
  .string()
  .refine(isCurrency, 'must be an ISO 4217 currency code such as USD')
  .meta({ pattern: '^[A-Z]{3}$' })

/** A share of a hundred that leaves something: 0 up to, but not including, 100. */
export const percentBelowHundred = notNegative.refine((text) => isBelow(text, '100'), 'must be below 100')

/** A share of a hundred, at most all of it. */
export const percentOff = notNegative.refine((text) => !isBelow('100', text), 'must not be above 100')

/** A number above zero. */
export const positive = notNegative.refine((text) => isBelow('0', text), 'must be above zero')

export const wholeNumber = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number, at most 9999')
  .meta({ decimal: true, notNegative: true })

/** Texts that are no numbers are refused by their own schema. */
function isBelow(a: string, b: string): boolean {
  const [left, right] = [parseDecimal(a), parseDecimal(b)]
  return left === undefined || right === undefined || compareDecimals(left, right) < 0
}
