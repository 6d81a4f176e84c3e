import { centsText } from '../cents.ts'
import { createRandom } from '../random.ts'
import { midnightOf } from '../life/world.ts'
import type { SimulatedMsp, SimulatedSubscription, SubscriptionEvent } from '../types.ts'
import type { Action } from './action.ts'

/** A subscription's creation and everything that later happens to it, as the distributor records it. */
export function subscriptionActions(msp: SimulatedMsp, subscription: SimulatedSubscription): Action[] {
  const isNew = subscription.startDay >= `${msp.months[0] ?? ''}-01`
  const actions: Action[] = [
    {
      at: subscription.createdAt,
      apply: (pax8) => {
        create(pax8, subscription)
      },
    },
  ]
  if (isNew) actions.push(orderAction(subscription, subscription.createdAt, subscription.quantity))
  let { quantity } = subscription
  for (const event of subscription.events) {
    actions.push({
      at: event.at,
      apply: (pax8) => {
        applyEvent(pax8, subscription, event)
      },
    })
    if (event.kind !== 'quantity') continue
    if (event.quantity > quantity) actions.push(orderAction(subscription, event.at, event.quantity - quantity))
    quantity = event.quantity
  }
  return actions
}

type Pax8 = Parameters<Action['apply']>[0]

function create(pax8: Pax8, subscription: SimulatedSubscription): void {
  const { subscriptionId, companyId, productId, startDay, createdAt, endDay, commitmentTerm, omits } = subscription
  pax8.createSubscription(
    {
      ...{ id: subscriptionId, companyId, productId, vendorSubscriptionId: subscription.vendorSubscriptionId },
      ...(omits === 'quantity' ? {} : { quantity: String(subscription.quantity) }),
      price: centsText(subscription.listPriceCents),
      ...(omits === 'cost' ? {} : { partnerCost: centsText(subscription.unitCostCents) }),
      ...{ currencyCode: 'USD', billingTerm: subscription.billingTerm, status: subscription.status },
      ...(commitmentTerm === undefined ? {} : { commitment: commitment(subscription, subscription.commitmentEnd) }),
      ...{ startDate: midnightOf(startDay), billingStart: startDay },
      ...(endDay === undefined ? {} : { endDate: midnightOf(endDay) }),
    },
    createdAt,
  )
}

function commitment(
  { commitmentId = '', commitmentTerm = 'Monthly' }: SimulatedSubscription,
  end: string | undefined,
): { id: string; term: string; endDate?: string } {
  return { id: commitmentId, term: commitmentTerm, ...(end === undefined ? {} : { endDate: midnightOf(end) }) }
}

function applyEvent(pax8: Pax8, subscription: SimulatedSubscription, event: SubscriptionEvent): void {
  const { subscriptionId: id } = subscription
  switch (event.kind) {
    case 'quantity': {
      pax8.changeQuantity(id, String(event.quantity), event.at)
      return
    }
    case 'price': {
      pax8.changePrice(id, pricesOf(event), event.at)
      return
    }
    case 'renewal': {
      const renewed = { ...pricesOf(event), commitment: commitment(subscription, event.commitmentEnd) }
      pax8.subscriptions.change(id, renewed, { effective: event.at, recorded: event.at })
      return
    }
    case 'cancel': {
      pax8.cancel(id, midnightOf(event.endDay), event.at, event.status)
      return
    }
    case 'end': {
      pax8.setStatus(id, 'Cancelled', event.at)
      return
    }
    case 'resurrect': {
      pax8.resurrect(id, event.at)
      return
    }
    case 'convert': {
      pax8.convertTrial(id, pricesOf(event), event.at)
      return
    }
    case 'move': {
      pax8.moveToCompany(id, event.companyId, event.at)
      return
    }
    case 'swap':
      pax8.changeProduct(id, event.productId, event.at)
      {
        pax8.changePrice(id, pricesOf(event), event.at)
        return
      }
    case 'status': {
      pax8.setStatus(id, event.status, event.at)
      return
    }
    case 'reveal': {
      reveal(pax8, subscription, event.at)
      return
    }
  }
}

function reveal(
  pax8: Pax8,
  { subscriptionId, omits, quantity, unitCostCents }: SimulatedSubscription,
  at: string,
): void {
  if (omits === 'quantity') pax8.changeQuantity(subscriptionId, String(quantity), at)
  if (omits === 'cost') pax8.changePrice(subscriptionId, { partnerCost: centsText(unitCostCents) }, at)
}

function pricesOf({
  unitCostCents,
  listPriceCents,
}: {
  readonly unitCostCents: number
  readonly listPriceCents: number
}): { price: string; partnerCost: string } {
  return { price: centsText(listPriceCents), partnerCost: centsText(unitCostCents) }
}

/** Additions are ordered, and an order has a date only; what is taken away leaves no order. */
function orderAction(subscription: SimulatedSubscription, at: string, quantity: number): Action {
  const { subscriptionId, companyId, productId, commitmentId, billingTerm } = subscription
  return {
    at,
    apply: (pax8) => {
      const random = createRandom('order', subscriptionId, at)
      const line = { id: random.uuid(), productId, subscriptionId, provisionStartDate: at, billingTerm }
      const terms = commitmentId === undefined ? {} : { commitmentTermId: commitmentId }
      pax8.addOrder({
        ...{ id: random.uuid(), companyId, createdDate: at.slice(0, 10), orderedBy: 'Pax8 Partner' },
        ...{ isScheduled: false, lineItems: [{ ...line, ...terms, quantity: String(quantity) }] },
      })
    },
  }
}
