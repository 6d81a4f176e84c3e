import { addMonths, dayIn, monthSpan } from '../calendar.ts'
import { seatCharges } from '../bill/seat-charges.ts'
import { stretchesOf, type Stretch } from '../timeline.ts'
import type { InvoiceItem } from '../../pax8/records.ts'
import type { SimulatedMsp, SimulatedSubscription } from '../types.ts'
import type { Action } from './action.ts'
import { itemWriter } from './invoice-items.ts'

/**
 * On the 25th the distributor forecasts the coming invoice as if nothing more happened in the month. Use is not in it,
 * so the final invoice differs. With the new month the forecast becomes the current one, until the invoice is there.
 */
export function draftActions(msp: SimulatedMsp): Action[] {
  return msp.months.flatMap((month): Action[] => {
    const at = `${dayIn(month, 25)}T03:00:00.000Z`
    const next = addMonths(month, 1)
    let forecast: InvoiceItem[] = []
    return [
      {
        at,
        apply: (pax8) => {
          forecast = forecastItems(msp, month, at)
          pax8.setDraftItems(1, forecast)
        },
      },
      {
        at: `${dayIn(next, 1)}T00:00:00.000Z`,
        apply: (pax8) => {
          pax8.setDraftItems(0, forecast)
          pax8.setDraftItems(1, [])
        },
      },
      {
        at: `${dayIn(next, 4)}T00:00:00.000Z`,
        apply: (pax8) => {
          pax8.setDraftItems(0, [])
        },
      },
    ]
  })
}

function forecastItems(msp: SimulatedMsp, month: string, at: string): InvoiceItem[] {
  const write = itemWriter(msp)
  const products = new Map(msp.products.map((product) => [product.productId, product]))
  const span = monthSpan(month)
  return msp.subscriptions.flatMap((subscription) => {
    const known = asKnown(subscription, at)
    const product = products.get(known.at(-1)?.productId ?? subscription.productId)
    if (product === undefined) return []
    const charges = seatCharges(subscription, product, known, span)
    return charges.map((charge) => write({ ...charge, taxCents: 0 }, at))
  })
}

/** The course of a subscription as far as it has been announced at a time. */
function asKnown(subscription: SimulatedSubscription, at: string): Stretch[] {
  if (subscription.createdAt > at) return []
  return stretchesOf({ ...subscription, events: subscription.events.filter((event) => event.at <= at) })
}
