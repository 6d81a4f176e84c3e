import { decimal, formatDecimal, sumDecimals } from '../../money/decimal.ts'

/** Totals in each currency; currencies are never added together. */
export function totalsByCurrency(
  invoices: readonly { readonly currency: string; readonly total: string }[],
): ReadonlyMap<string, string> {
  const byCurrency = new Map<string, string[]>()
  for (const { currency, total } of invoices) byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), total])
  return new Map([...byCurrency].map(([currency, all]) => [currency, formatDecimal(sumDecimals(all.map(decimal)))]))
}
