import { canonicalJson } from '../support/canonical-json.ts'
import { formatDecimal } from '../money/decimal.ts'

/**
 * The stored form of a domain record: canonical JSON in which a decimal is its digits (`"12.50"`) and money is
 * `{"amount":"12.50","currency":"USD"}`. Equal records give equal text, so a hash of it tells a change.
 */
export function recordJson(record: object): string {
  return canonicalJson(storedForm(record))
}

function storedForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storedForm)
  if (typeof value !== 'object' || value === null) return value
  if ('units' in value && 'scale' in value && typeof value.units === 'bigint' && typeof value.scale === 'number') {
    const digits = formatDecimal({ units: value.units, scale: value.scale })
    return 'currency' in value ? { amount: digits, currency: value.currency } : digits
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, storedForm(member)]))
}
