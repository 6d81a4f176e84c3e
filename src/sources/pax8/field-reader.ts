import type { Known } from '../../domain/known.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { isCurrency, type Currency } from '../../money/currency.ts'
import { parseDecimal, type Decimal } from '../../money/decimal.ts'
import type { Money } from '../../money/money.ts'
import { isJsonNumber, stringifyJson } from '../../support/json.ts'
import type { SourceProblem } from '../source.ts'
import { readPax8Date, type Pax8Date } from './dates.ts'

/** Whether the absence of a value is worth telling. */
type IfMissing = 'tell' | 'allow'

/** What a row is called in messages, and whom they are about. */
interface RowName {
  readonly noun: string
  readonly id: string | undefined
}

/**
 * Reads the fields of one row leniently: what cannot be read is unknown, and is told as a problem with the raw value.
 * Nothing is guessed and nothing throws.
 */
export class FieldReader {
  readonly #row: Readonly<Record<string, unknown>>
  readonly #name: RowName
  readonly #problems: SourceProblem[]

  constructor(row: Readonly<Record<string, unknown>>, name: RowName, problems: SourceProblem[]) {
    this.#row = row
    this.#name = name
    this.#problems = problems
  }

  /** True when the row has the key at all, be it with `null`. */
  has(field: string): boolean {
    return Object.hasOwn(this.#row, field)
  }

  raw(field: string): unknown {
    return this.has(field) ? (this.#row[field] ?? undefined) : undefined
  }

  /** Texts and numbers as text; an empty text counts as missing. */
  text(field: string, ifMissing: IfMissing = 'allow'): string | undefined {
    const value = this.raw(field)
    const text = isJsonNumber(value) ? value.value : value
    if (typeof text === 'string' && text.trim() !== '') return text
    if (text !== undefined && typeof text !== 'string') this.#tellUnreadable(field, 'a text')
    else if (ifMissing === 'tell') this.tellMissing(field)
    return undefined
  }

  /** A JSON number or a text that holds one: never through a binary float. */
  decimal(field: string, ifMissing: IfMissing = 'tell'): Known<Decimal> {
    const value = this.raw(field)
    const text = isJsonNumber(value) ? value.value : value
    if (text === undefined || text === '') {
      if (ifMissing === 'tell') this.tellMissing(field)
      return 'unknown'
    }
    const number = typeof text === 'string' ? parseDecimal(text.trim()) : undefined
    if (number === undefined) this.#tellUnreadable(field, 'a number')
    return number ?? 'unknown'
  }

  /** Unknown without a currency: an amount of an unknown currency cannot be used for anything. */
  money(field: string, currency: Currency | undefined, ifMissing: IfMissing = 'tell'): Known<Money> {
    const amount = this.decimal(field, ifMissing)
    if (amount === 'unknown' || currency === undefined) return 'unknown'
    return { units: amount.units, scale: amount.scale, currency }
  }

  currency(field: string, ifMissing: IfMissing = 'tell'): Currency | undefined {
    const code = this.text(field, ifMissing)?.trim().toUpperCase()
    if (code === undefined || isCurrency(code)) return code
    const sentence = `names the currency "${code.slice(0, 40)}", which is not known; its amounts count as unknown.`
    this.tellAbout('unknown-enum', field, sentence)
    return undefined
  }

  date(field: string, ifMissing: IfMissing = 'allow'): PlainDate | undefined {
    return this.timestamp(field, ifMissing)?.day
  }

  timestamp(field: string, ifMissing: IfMissing = 'allow'): Pax8Date | undefined {
    const value = this.raw(field)
    if (value === undefined || value === '') {
      if (ifMissing === 'tell') this.tellMissing(field)
      return undefined
    }
    const date = typeof value === 'string' ? readPax8Date(value.trim()) : undefined
    if (date === undefined) this.#tellUnreadable(field, 'a date')
    return date
  }

  /** Missing counts as no; anything but true and false is told. */
  flag(field: string): boolean {
    const value = this.raw(field)
    if (value === undefined || value === false || value === 'false') return false
    if (value === true || value === 'true') return true
    this.#tellUnreadable(field, 'true or false')
    return false
  }

  /** The meaning of a word; an unknown one is told, and stays where the raw text is kept. */
  choice<T>(field: string, meanings: ReadonlyMap<string, T>, spelling: (text: string) => string): T | 'unknown' {
    const text = this.text(field, 'tell')
    if (text === undefined) return 'unknown'
    const meaning = meanings.get(spelling(text))
    if (meaning === undefined) this.tellUnknownWord(field, text)
    return meaning ?? 'unknown'
  }

  tellUnknownWord(field: string, text: string): void {
    const sentence = `has ${field} "${text.slice(0, 60)}", which is not documented; what it means is unknown.`
    this.tellAbout('unknown-enum', field, sentence)
  }

  tellMissing(field: string): void {
    this.tellAbout('missing-value', field, `has no ${field}; it counts as unknown.`)
  }

  /** @param sentence Follows the row's name. */
  tellAbout(code: SourceProblem['code'], field: string | undefined, sentence: string): void {
    const { noun, id } = this.#name
    const subject = id === undefined ? noun : `${noun} ${id}`
    this.#problems.push({ code, recordId: id, field, message: `${subject} ${sentence}` })
  }

  #tellUnreadable(field: string, expected: string): void {
    const shown = shownValue(this.raw(field))
    const sentence = `has ${shown} as ${field}, where ${expected} is expected; it counts as unknown.`
    this.tellAbout('value-unreadable', field, sentence)
  }
}

/** A value as JSON, cut to a length that fits a sentence. */
export function shownValue(value: unknown): string {
  const text = stringifyJson(value ?? null)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
