import { contains } from '../../domain/period.ts'
import { addDays } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import { priceHolding, type Portion, type PriceHolding, type Refusal } from './portion.ts'
import { termAnchor } from './terms.ts'

/** A one-time or activation charge: billed once, in the period of its start, and never again. */
export function oneTimePortions(
  holdings: readonly Holding[],
  priceOf: PriceHolding,
): { portions: Portion[]; refusals: Refusal[] } {
  const portions: Portion[] = []
  const refusals: Refusal[] = []
  for (const holding of holdings) {
    const start = termAnchor(holding.timeline)
    if (start === undefined) {
      refusals.push({ holding, reason: { refused: 'unknown-term-start' } })
      continue
    }
    if (!contains(holding.days, start)) continue
    const priced = priceHolding(holding, priceOf)
    if (priced === undefined) continue
    if ('reason' in priced) refusals.push(priced)
    else {
      const { quantity, unitPrice } = priced
      const servicePeriod = { start, end: addDays(start, 1) }
      portions.push({ holding, kind: 'held', servicePeriod, proration: undefined, quantity, unitPrice })
    }
  }
  return { portions, refusals }
}
