import type { Period } from '../../domain/period.ts'
import { contains } from '../../domain/period.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import { priceHolding, type Portion, type PriceHolding, type Refusal } from './portion.ts'

/** What is held on one day of the period, billed for the whole period at that day's price. */
export function wholePeriodPortions(
  holdings: readonly Holding[],
  basisDay: PlainDate,
  period: Period,
  priceOf: PriceHolding,
): { portions: Portion[]; refusals: Refusal[] } {
  const portions: Portion[] = []
  const refusals: Refusal[] = []
  for (const holding of holdings) {
    if (!contains(holding.days, basisDay)) continue
    const priced = priceHolding(holding, priceOf)
    if (priced === undefined) continue
    if ('reason' in priced) refusals.push(priced)
    else {
      const { quantity, unitPrice } = priced
      portions.push({ holding, kind: 'held', servicePeriod: period, proration: undefined, quantity, unitPrice })
    }
  }
  return { portions, refusals }
}
