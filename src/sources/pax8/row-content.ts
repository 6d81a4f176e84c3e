import { formatDecimal, parseDecimal, trimmed } from '../../money/decimal.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import { isJsonNumber } from '../../support/json.ts'

/**
 * A short hash that names what a row says. Equal content gives the same hash whatever the order of its keys, the digits
 * of its numbers (`120`, `120.00`) and the way in which absence is written (`null` or no key).
 */
export function contentHash(row: unknown): string {
  return sha256(canonicalJson(plain(row))).slice(0, 16)
}

/** The same row with only the fields named; anything but an object stays as it is. */
export function onlyFields(row: unknown, fields: ReadonlySet<string>): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row
  return Object.fromEntries(Object.entries(row).filter(([field]) => fields.has(field)))
}

function plain(value: unknown): unknown {
  if (isJsonNumber(value)) return `#${plainNumber(value.value)}`
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]))
}

function plainNumber(text: string): string {
  const number = parseDecimal(text)
  return number === undefined ? text : formatDecimal(trimmed(number))
}
