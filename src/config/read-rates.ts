import type { ExchangeRate, ExchangeRule } from '../domain/exchange-rate.ts'
import { decimal } from '../money/decimal.ts'
import type { ReferenceProblem } from './check-billing-config.ts'
import type { ExchangeText, RatesText } from './rates-schema.ts'

export function toRates(text: RatesText): ExchangeRate[] {
  return text.map(({ rate, ...about }) => ({ ...about, rate: decimal(rate) }))
}

export function toExchange({ rate, from }: ExchangeText): ExchangeRule {
  return rate === 'invoice-date' || rate === 'period-end' ? { rate } : { rate: decimal(rate), from }
}

/** A currency against itself, and two rates for one pair and day, of which nobody could say which counts. */
export function checkRates(rates: RatesText): ReferenceProblem[] {
  const seen = new Set<string>()
  return rates.flatMap(({ from, to, day }, index) => {
    if (from === to) return [{ path: ['rates', index, 'to'], message: 'is the currency that the rate is from' }]
    const key = `${from} ${to} ${day}`
    if (seen.has(key)) return [{ path: ['rates', index], message: `states ${from} to ${to} of ${day} a second time` }]
    seen.add(key)
    return []
  })
}

/** A rate that follows a day is the day's for every currency. */
export function checkExchange(exchange: ExchangeText | undefined, path: readonly PropertyKey[]): ReferenceProblem[] {
  if (exchange?.from === undefined || (exchange.rate !== 'invoice-date' && exchange.rate !== 'period-end')) return []
  const message = `has no effect with the rate of a day, which is looked up for every currency; take it out`
  return [{ path: [...path, 'exchange', 'from'], message }]
}
