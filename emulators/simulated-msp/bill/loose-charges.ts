import { addDays, dayIn, type MonthSpan } from '../calendar.ts'
import { centsText } from '../cents.ts'
import { createRandom } from '../random.ts'
import type { OneTimeFee } from '../types.ts'
import type { MspSettings } from '../settings.ts'
import type { ChargeDraft } from './seat-charges.ts'

export function oneTimeCharge(fee: OneTimeFee): ChargeDraft {
  const { companyId, subscriptionId, productId, quantity, unitCostCents, listPriceCents, day } = fee
  return {
    ...{ type: 'one-time', companyId, subscriptionId, productId, description: 'One-time fee' },
    ...{ from: day, until: addDays(day, 1), quantity: String(quantity) },
    unitCost: centsText(unitCostCents),
    unitListPrice: centsText(listPriceCents),
    costCents: quantity * unitCostCents,
    listCents: quantity * listPriceCents,
  }
}

/** Charges of the partner itself, which name no client: a service that is paid by the hour, and a rebate. */
export function partnerCharges(settings: MspSettings, month: MonthSpan): ChargeDraft[] {
  const random = createRandom(settings.seed, 'partner-charges', month.month)
  const charges: ChargeDraft[] = []
  if (random.chance(settings.frequencies.invoice.serviceCharge)) {
    const hours = random.between(1, 6)
    // The number of hours is only in the text, as the distributor does it for services.
    const description = `Professional services, ${hours} hours on ${dayIn(month.month, random.between(2, 27))}`
    charges.push(looseCharge('service-charge', description, hours * 12_500, month))
  }
  if (random.chance(settings.frequencies.invoice.rebate)) {
    charges.push(looseCharge('rebate', `Growth rebate for ${month.month}`, -random.between(500, 9999), month))
  }
  return charges
}

function looseCharge(
  type: 'service-charge' | 'rebate',
  description: string,
  costCents: number,
  month: MonthSpan,
): ChargeDraft {
  return {
    ...{ type, companyId: undefined, subscriptionId: undefined, productId: undefined, description },
    ...{ from: month.start, until: month.end, quantity: undefined },
    ...{ unitCost: centsText(costCents), unitListPrice: centsText(costCents), costCents, listCents: costCents },
  }
}
