import { centsText, percentOfCents } from './cents-text.ts'
import type { SubscriptionState } from '../../src/domain/subscription.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import { seeded } from './seeded.ts'

/** What the generated MSP is connected to. */
export const sourceConnection = 'pax8'
export const ledgerConnection = 'quickbooks-online'
const productCount = 40

export interface GeneratedProduct {
  readonly productId: string
  readonly itemId: string
  readonly name: string
  readonly unitCost: string
  readonly listPrice: string
}

/** A seat change inside the billed month, or a price rise at its start, as the distributor's history tells it. */
export interface GeneratedSubscription {
  readonly subscriptionId: string
  readonly companyId: string
  readonly product: GeneratedProduct
  /** By first day: what was held from then on. */
  readonly steps: readonly { readonly from: string; readonly quantity: number; readonly unitCost: string }[]
}

export interface GeneratedClient {
  readonly clientId: string
  readonly companyId: string
  readonly name: string
  readonly quantityBasis: 'daily' | 'whole-at-end' | 'whole-at-start'
  readonly subscriptions: readonly GeneratedSubscription[]
}

export const products: readonly GeneratedProduct[] = Array.from({ length: productCount }, (_, index) => {
  const cents = 250 + index * 137
  return {
    productId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    itemId: `item-${String(index)}`,
    name: `Cloud product ${String(index)}`,
    unitCost: centsText(cents),
    listPrice: centsText(percentOfCents(cents, 125)),
  }
})

/**
 * Client number `index`, the same whenever it is asked for, so that nobody has to hold all of them. One in two of its
 * subscriptions changed its seats inside October 2026, and one in four its cost on the first of that month.
 */
export function clientAt(index: number, linesPerClient: number): GeneratedClient {
  const pick = seeded(index + 1)
  const id = String(index).padStart(6, '0')
  const companyId = `00000000-0000-4000-9000-${id.padStart(12, '0')}`
  const firstProduct = pick(productCount)
  const subscriptions = Array.from({ length: linesPerClient }, (_, line): GeneratedSubscription => {
    const product = products[(firstProduct + line) % productCount] ?? missing()
    const quantity = 2 + pick(60)
    const cost = product.unitCost
    const dearer = pick(4) === 0 ? centsText(percentOfCents(Number(cost.replace('.', '')), 103)) : cost
    const steps = [
      { from: `2026-0${String(1 + pick(8))}-15`, quantity, unitCost: cost },
      ...(dearer === cost ? [] : [{ from: '2026-10-01', quantity, unitCost: dearer }]),
      ...(pick(2) === 0
        ? [
            {
              from: `2026-10-${String(2 + pick(26)).padStart(2, '0')}`,
              quantity: quantity + 1 + pick(3),
              unitCost: dearer,
            },
          ]
        : []),
    ]
    const subscriptionId = `00000000-${String(line).padStart(4, '0')}-4000-a000-${id.padStart(12, '0')}`
    return { subscriptionId, companyId, product, steps }
  })
  return {
    clientId: `client-${id}`,
    companyId,
    name: `Client ${id}`,
    quantityBasis: pick(3) === 0 ? 'whole-at-end' : 'daily',
    subscriptions,
  }
}

/** The distributor's record of a subscription as it stood after one of its steps. */
export function stateAfter(
  subscription: GeneratedSubscription,
  step: GeneratedSubscription['steps'][number],
): SubscriptionState {
  const { subscriptionId, companyId, product, steps } = subscription
  const started = steps[0]?.from
  return {
    subscriptionId,
    companyId,
    productId: product.productId,
    productName: product.name,
    parentSubscriptionId: undefined,
    vendorSubscriptionId: `vendor-${subscriptionId}`,
    status: 'active',
    rawStatus: 'Active',
    quantity: decimal(String(step.quantity)),
    unitCost: money(step.unitCost, 'USD'),
    listPrice: money(product.listPrice, 'USD'),
    billingTerm: 'monthly',
    rawBillingTerm: 'Monthly',
    commitmentTerm: '1-year',
    commitmentEnd: '2027-06-30',
    startDate: started,
    endDate: undefined,
    billingStart: started,
    createdDate: started,
  }
}

function missing(): never {
  throw new Error('The generated catalog is empty.')
}
