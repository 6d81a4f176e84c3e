import { compareDecimals, parseDecimal, type Decimal } from '../../src/money/decimal.ts'
import { invalidParameter } from './errors.ts'

/**
 * The query parameters that an endpoint documents. Whatever else stands in the query is ignored without a word, as the
 * live API does: a misspelt filter returns everything.
 */
export class Parameters {
  readonly #query: URLSearchParams

  constructor(query: URLSearchParams) {
    this.#query = query
  }

  /** The parameter's text; `undefined` when it is missing or empty. */
  text(name: string): string | undefined {
    const value = this.#query.get(name)
    return value === null || value === '' ? undefined : value
  }

  oneOf(name: string, allowed: readonly string[]): string | undefined {
    const value = this.text(name)
    if (value === undefined || allowed.includes(value)) return value
    throw invalidParameter(name, `"${value}" is none of ${allowed.join(', ')}`)
  }

  flag(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false'])
    return value === undefined ? undefined : value === 'true'
  }

  date(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || isDate(value)) return value
    throw invalidParameter(name, `"${value}" is not a date in the form yyyy-MM-dd`)
  }

  amount(name: string): Decimal | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const amount = parseDecimal(value)
    if (amount === undefined) throw invalidParameter(name, `"${value}" is not a number`)
    return amount
  }

  wholeNumber(name: string, { minimum, otherwise }: { minimum: number; otherwise: number }): number {
    const value = this.text(name)
    if (value === undefined) return otherwise
    const number = /^\d{1,9}$/.test(value) ? Number(value) : undefined
    if (number !== undefined && number >= minimum) return number
    throw invalidParameter(name, `"${value}" is not a whole number of at least ${minimum}`)
  }
}

/** Whether an amount text is the number asked for: `100.00` finds `100`. */
export function isAmount(text: string | undefined, wanted: Decimal): boolean {
  const amount = text === undefined ? undefined : parseDecimal(text)
  return amount !== undefined && compareDecimals(amount, wanted) === 0
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
