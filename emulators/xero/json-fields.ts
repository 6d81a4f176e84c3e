import { parseDecimal, type Decimal } from '../../src/money/decimal.ts'
import { isJsonNumber } from '../../src/support/json.ts'
import type { Json } from './document.ts'

/** The parts of a request, as Xero's schema names and types them. A part of another type is a problem of the body. */

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value)
}

export function objectAt(parent: Json, name: string): Json | undefined {
  const value = parent[name]
  return isJson(value) ? value : undefined
}

export function listAt(parent: Json, name: string): readonly Json[] | undefined {
  const value = parent[name]
  return Array.isArray(value) ? value.filter(isJson) : undefined
}

/** @throws {WrongType} */
export function textAt(parent: Json, name: string): string | undefined {
  const value = parent[name]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw new WrongType(name, 'a string')
}

/** @throws {WrongType} */
export function numberAt(parent: Json, name: string): Decimal | undefined {
  const value = parent[name]
  if (value === undefined || value === null) return undefined
  const parsed = isJsonNumber(value) ? parseDecimal(value.value) : undefined
  if (parsed !== undefined) return parsed
  throw new WrongType(name, 'a number')
}

export class WrongType extends Error {
  constructor(name: string, wanted: string) {
    super(`The value of ${name} could not be read as ${wanted}.`)
  }
}
