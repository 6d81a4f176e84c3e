import type { Charge } from '../domain/distributor-invoice.ts'
import { equalDecimals } from '../money/decimal.ts'
import type { Caveat } from './tie-out.ts'

/** What makes a comparison of these charges less than certain, as far as they say so themselves. */
export function chargeCaveats(charges: readonly Charge[]): Set<Caveat> {
  const caveats = new Set<Caveat>()
  for (const charge of charges) {
    if (charge.servicePeriod === undefined) caveats.add('service-period-missing')
    if (charge.kind === 'unknown') caveats.add('unknown-charge-kind')
    if (charge.quantity === 'unknown' || charge.unitCost === 'unknown') caveats.add('quantity-or-unit-cost-unknown')
    if (isCredit(charge) && charge.cost !== 'unknown' && charge.cost.units > 0n) {
      caveats.add('credit-with-positive-cost')
    }
    if (costLooksLikeList(charge)) caveats.add('cost-equals-list-amount')
  }
  return caveats
}

function isCredit({ kind }: Charge): boolean {
  return kind === 'service-credit' || kind === 'rebate' || kind === 'payment-credit' || kind === 'invoice-credit'
}

/** Retail read as cost: the line's cost is its list amount, and its own unit cost says another. */
export function costLooksLikeList(charge: Charge): boolean {
  const { cost, listAmount, quantity, unitCost } = charge
  if (cost === 'unknown' || listAmount === 'unknown' || quantity === 'unknown' || unitCost === 'unknown') return false
  if (cost.units === 0n || !equalDecimals(cost, listAmount)) return false
  return !equalDecimals(cost, { units: quantity.units * unitCost.units, scale: quantity.scale + unitCost.scale })
}
