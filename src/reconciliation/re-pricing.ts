import { nearerZero, shareOfFine, type Fine } from './fine.ts'
import type { Spread } from './spread.ts'

/** What of the billed side stands against an invoice that only re-prices: no units, and so much of their price. */
export interface RepricedShare {
  readonly index: number
  readonly quantity: 0n
  readonly unitTerms: 0n
  readonly value: Fine
  readonly cost: Fine
}

/**
 * A change of price inside a month comes as two lines of a later invoice: the units back at the old unit cost, and
 * charged again at the new one. Such an invoice charges no net units, only their price. Where the units agree, it gets of
 * what was billed whatever goes beyond the other invoices, up to its own: so a client line at the new cost ties out with
 * both, and one at the old cost differs on the invoice that changed it. Undefined: none does so here, or several.
 */
export function repricedShare(
  charged: readonly Spread[],
  billed: Spread,
  active: readonly number[],
  segment: number,
): RepricedShare | undefined {
  const [index, ...more] = active.filter((each) => onlyReprices(charged[each], segment))
  const spread = index === undefined ? undefined : charged[index]
  if (index === undefined || spread === undefined || more.length > 0 || active.length < 2) return undefined
  const sumOf = (figure: 'quantity' | 'value'): Fine =>
    active.reduce((sum, each) => sum + (each === index ? 0n : (charged[each]?.[figure][segment] ?? 0n)), 0n)
  if (sumOf('quantity') !== (billed.quantity[segment] ?? 0n)) return undefined
  const own = spread.value[segment] ?? 0n
  const beyond = (billed.value[segment] ?? 0n) - sumOf('value')
  const value = own > 0n === beyond > 0n ? nearerZero(own, beyond) : 0n
  const cost = shareOfFine(spread.cost[segment] ?? 0n, value, own)
  return { index, quantity: 0n, unitTerms: 0n, value, cost }
}

/** True where lines of an invoice cancel out in units and not in money. */
export function onlyReprices(spread: Spread | undefined, segment: number): boolean {
  if (spread === undefined || (spread.lines[segment] ?? 0) < 2) return false
  return spread.quantity[segment] === 0n && spread.value[segment] !== 0n
}
