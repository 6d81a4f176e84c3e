import { dayIn, monthSpan } from '../calendar.ts'
import { centsText, decimalText, divideHalfUp } from '../cents.ts'
import { createRandom } from '../random.ts'
import type { UsageLine, UsageSummary } from '../../pax8/records.ts'
import type { Meter, MonthOfUsage, SimulatedMsp } from '../types.ts'
import type { Action } from './action.ts'

/** Vendors post use in the middle of a month and on its last day. A summary holds the running month only and names no month: read it or lose it. */
export function usageActions(msp: SimulatedMsp): Action[] {
  return msp.usage.flatMap((usage) =>
    [14, monthSpan(usage.month).days].map((day, index): Action => {
      const posted = dayIn(usage.month, day)
      return {
        at: `${posted}T05:00:00.000Z`,
        apply: (pax8) => {
          post(pax8, usage, posted, index + 1)
        },
      }
    }),
  )
}

type Pax8 = Parameters<Action['apply']>[0]
const posts = 2

function post(pax8: Pax8, usage: MonthOfUsage, day: string, step: number): void {
  const groups = [...new Set(usage.meters.map(({ resourceGroup }) => resourceGroup))]
  pax8.setUsageSummaries(
    usage.subscriptionId,
    groups.map((group) => summaryOf(usage, group, step)),
  )
  for (const group of groups) {
    const meters = usage.meters.filter(({ resourceGroup }) => resourceGroup === group)
    pax8.setUsageLines(
      summaryId(usage, group),
      day,
      meters.map((meter) => lineOf(usage, meter, step)),
    )
  }
}

function summaryOf(usage: MonthOfUsage, resourceGroup: string, step: number): UsageSummary {
  const meters = usage.meters.filter((meter) => meter.resourceGroup === resourceGroup)
  const sumSoFar = (amount: (meter: Meter) => number): string =>
    centsText(meters.reduce((sum, meter) => sum + soFar(amount(meter), step), 0))
  return {
    ...{ id: summaryId(usage, resourceGroup), companyId: usage.companyId, productId: usage.productId },
    ...{ resourceGroup, vendorName: 'Microsoft', currencyCode: 'USD', isTrial: false },
    currentCharges: sumSoFar(({ listCents }) => listCents),
    partnerTotal: sumSoFar(({ costCents }) => costCents),
  }
}

/** What one post adds to a meter. */
function lineOf(usage: MonthOfUsage, meter: Meter, step: number): UsageLine {
  const added = (amount: number): number => soFar(amount, step) - soFar(amount, step - 1)
  const list = added(meter.listCents)
  const cost = added(meter.costCents)
  return {
    productName: meter.name,
    productId: usage.productId,
    unitOfMeasure: meter.unitOfMeasure,
    quantity: decimalText(added(meter.quantityThousandths), 3),
    currentCharges: centsText(list),
    currentProfit: centsText(list - cost),
    partnerTotal: centsText(cost),
    unitPrice: decimalText(divideHalfUp(meter.unitCostMicros * 118, 100), 4),
    currencyCode: 'USD',
    isTrial: false,
  }
}

function soFar(amount: number, step: number): number {
  return divideHalfUp(amount * step, posts)
}

function summaryId({ subscriptionId }: MonthOfUsage, resourceGroup: string): string {
  return createRandom('usage-summary', subscriptionId, resourceGroup).uuid()
}
