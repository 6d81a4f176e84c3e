import {
  decimalOfInteger,
  formatDecimal,
  parseDecimal,
  roundDecimal,
  trimmed,
  type Decimal,
} from '../../../src/money/decimal.ts'
import { isJsonNumber, jsonNumber, type JsonNumber } from '../../../src/support/json.ts'

/** A JSON object as it was read or will be written; its numbers are tokens that keep their text. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value)
}

/** A property that should hold an object; anything else counts as absent. */
export function objectAt(parent: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = parent?.[name]
  return isJsonObject(value) ? value : undefined
}

export function listAt(parent: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = parent?.[name]
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** Text, or the text of a number: the vendor takes `"value": 24` for `"value": "24"`. An empty text counts as absent. */
export function textAt(parent: JsonObject | undefined, name: string): string | undefined {
  const value = parent?.[name]
  if (isJsonNumber(value)) return value.toString()
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function decimalAt(parent: JsonObject | undefined, name: string): Decimal | undefined {
  const written = textAt(parent, name)
  return written === undefined ? undefined : parseDecimal(written)
}

export function flagAt(parent: JsonObject | undefined, name: string): boolean | undefined {
  const value = parent?.[name]
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}

/** The id inside a reference such as `"CustomerRef": {"value": "24"}`. */
export function referenceAt(parent: JsonObject | undefined, name: string): string | undefined {
  return textAt(objectAt(parent, name), 'value')
}

/** The same object without the properties whose value is `undefined`, in the same order. */
export function compact(properties: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
}

export function omit(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

/** An amount as the vendor writes it: always two places. */
export function amountToken(amount: Decimal): JsonNumber {
  return jsonNumber(formatDecimal(roundDecimal(amount, 2, 'half-up')))
}

/** A quantity, unit price or percentage as the vendor writes it: without trailing zeros. */
export function numberToken(value: Decimal): JsonNumber {
  return jsonNumber(formatDecimal(trimmed(value)))
}

export function integerToken(value: number): JsonNumber {
  return numberToken(decimalOfInteger(value))
}
