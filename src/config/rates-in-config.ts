import { isMap, isNode, isScalar, parseDocument } from 'yaml'
import type { ExchangeRate } from '../domain/exchange-rate.ts'
import { formatDecimal } from '../money/decimal.ts'
import { readBillingConfig } from './read-billing-config.ts'

/** Rates as the config writes them. */
export function ratesAsYaml(rates: readonly ExchangeRate[]): string {
  const lines = rates.map(
    ({ from, to, day, rate, source }) =>
      `  - { from: ${from}, to: ${to}, day: ${day}, rate: ${formatDecimal(rate)}, source: ${JSON.stringify(source)} }\n`,
  )
  return rates.length === 0 ? 'rates: []\n' : `rates:\n${lines.join('')}`
}

/**
 * A config's text with more rates in it; one that it states already for a pair and day gives way to the new one.
 * Everything else stays as it is written. Comments between the rates are lost.
 * @throws {InvalidConfig} when the text is no billing config, or would be none with the rates.
 */
export function withRatesInConfig(text: string, file: string, added: readonly ExchangeRate[]): string {
  const stated = readBillingConfig(text, file, 0).rates ?? []
  const merged = new Map([...stated, ...added].map((rate) => [`${rate.day} ${rate.from} ${rate.to}`, rate]))
  const sorted = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rate]) => rate)
  const { start, end } = placeOfRates(text)
  const before = text.slice(0, start)
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  const after = text.slice(end).replace(/^[ \t]*\n?/, '')
  const result = `${before}${gap}${ratesAsYaml(sorted)}${after}`
  readBillingConfig(result, file, 0)
  return result
}

/** Where the list of rates stands; at the end where there is none yet. */
function placeOfRates(text: string): { start: number; end: number } {
  const { contents } = parseDocument(text, { schema: 'failsafe' })
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && String(key.value) === 'rates')
    : undefined
  const key = pair !== undefined && isNode(pair.key) ? pair.key.range : undefined
  const value = pair !== undefined && isNode(pair.value) ? pair.value.range : undefined
  if (key === undefined) return { start: text.length, end: text.length }
  return { start: key[0], end: value?.[1] ?? key[1] }
}
