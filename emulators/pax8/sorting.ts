import { compareDecimals, parseDecimal } from '../../src/money/decimal.ts'
import { invalidParameter } from './errors.ts'
import type { Parameters } from './parameters.ts'

export type Comparison<T> = (a: T, b: T) => number

/** How each documented sort field orders the rows, ascending. */
export type Comparisons<T> = Readonly<Record<string, Comparison<T>>>

/**
 * Reads `sort=field` or `sort=field,asc|desc`; `undefined` when there is none.
 * @throws {Problem} for a field that the endpoint does not sort by.
 */
export function readSort<T>(parameters: Parameters, comparisons: Comparisons<T>): Comparison<T> | undefined {
  const text = parameters.text('sort')
  if (text === undefined) return undefined
  const [field = '', direction = 'asc', ...more] = text.split(',').map((part) => part.trim())
  const comparison = Object.hasOwn(comparisons, field) ? comparisons[field] : undefined
  if (comparison === undefined || more.length > 0 || !['asc', 'desc'].includes(direction)) {
    throw invalidParameter('sort', `"${text}" is none of ${Object.keys(comparisons).join(', ')} with ,asc or ,desc`)
  }
  return direction === 'asc' ? comparison : (a, b) => comparison(b, a)
}

/** Orders by a text; rows without one come last. */
export function byText<T>(read: (row: T) => string | undefined): Comparison<T> {
  return (a, b) => compareKnown(read(a), read(b), (x, y) => (x < y ? -1 : x > y ? 1 : 0))
}

/** Orders by an instant or a date, however its text is written. */
export function byTime<T>(read: (row: T) => string | undefined): Comparison<T> {
  return (a, b) => compareKnown(read(a), read(b), (x, y) => Date.parse(x) - Date.parse(y))
}

/** Orders by an exact amount. */
export function byAmount<T>(read: (row: T) => string | undefined): Comparison<T> {
  return (a, b) =>
    compareKnown(read(a), read(b), (x, y) => {
      const [first, second] = [parseDecimal(x), parseDecimal(y)]
      return first === undefined || second === undefined ? 0 : compareDecimals(first, second)
    })
}

function compareKnown(a: string | undefined, b: string | undefined, compare: (a: string, b: string) => number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compare(a, b)
}
