import { equalDecimals, formatDecimal, type Decimal } from '../../../money/decimal.ts'
import type { ProbeQuestion, ProbeVote } from './question.ts'

export type PriceMeaning = 'client-price' | 'our-cost'

/** The document says that `price` is the customer's; a study of Pax8's own users found it taken for the partner's. */
export const priceMeaning: ProbeQuestion<PriceMeaning> = {
  question: 'price-meaning',
  asks: "what a subscription's `price` is",
  meanings: {
    'client-price': "A subscription's `price` is what the client pays",
    'our-cost': "A subscription's `price` is what we pay",
  },
  needs: 'It takes an invoice item whose `cost` and `price` differ, of a subscription that still has one of the two.',
  votes: ({ subscriptions, invoices }) => {
    const prices = new Map(subscriptions.map(({ subscriptionId, detail }) => [subscriptionId, detail.decimal('price')]))
    return invoices.flatMap(({ items, words }) =>
      items.flatMap((item): ProbeVote<PriceMeaning>[] => {
        const subscriptionId = item.text('subscriptionId') ?? ''
        const price = prices.get(subscriptionId) ?? 'unknown'
        const [charged, ofClient] = [item.decimal('cost'), item.decimal('price')]
        if (item.text('type') !== 'subscription' || price === 'unknown') return []
        if (charged === 'unknown' || ofClient === 'unknown' || equalDecimals(charged, ofClient)) return []
        const figures = `subscription ${subscriptionId} has price ${text(price)}; its item on the invoice ${words} has cost ${text(charged)} and price ${text(ofClient)}`
        if (equalDecimals(price, ofClient)) return [{ answer: 'client-price', evidence: figures }]
        return equalDecimals(price, charged) ? [{ answer: 'our-cost', evidence: figures }] : []
      }),
    )
  },
}

function text(value: Decimal): string {
  return formatDecimal(value)
}
