import type { BillingRules } from '../domain/billing-config.ts'
import type { Discount, PriceFollow, PricePolicy } from '../domain/price-policy.ts'
import { decimal } from '../money/decimal.ts'
import { money } from '../money/money.ts'
import { toExchange } from './read-rates.ts'
import { toTax } from './read-tax.ts'
import type { DiscountText, FollowText, PriceRulesText, PriceText } from './price-schema.ts'

/** The price rules of one place. Amounts are in the currency of that place: the house's, or the client's own. */
export function toPriceRules(
  text: PriceRulesText,
  currency: string,
): Pick<
  BillingRules,
  'price' | 'follow' | 'discounts' | 'minimumCharge' | 'exchange' | 'tax' | 'usage' | 'negativeProrations'
> {
  const { price, follow, discounts, minimumCharge, exchange, tax, usage, negativeProrations } = text
  return {
    ...(price === undefined ? {} : { price: toPrice(price, currency) }),
    ...(follow === undefined ? {} : { follow: toFollow(follow) }),
    ...(discounts === undefined ? {} : { discounts: discounts.map((discount) => toDiscount(discount, currency)) }),
    ...(minimumCharge === undefined ? {} : { minimumCharge: money(minimumCharge, currency) }),
    ...(exchange === undefined ? {} : { exchange: toExchange(exchange) }),
    ...(tax === undefined ? {} : { tax: toTax(tax) }),
    ...(usage === undefined ? {} : { usage }),
    ...(negativeProrations === undefined ? {} : { negativeProrations }),
  }
}

export function toPrice(text: PriceText, currency: string): PricePolicy {
  if (text === 'cost') return { policy: 'sync', from: 'cost', markupPercent: decimal('0') }
  if (text === 'list') return { policy: 'sync', from: 'list' }
  if ('markupPercent' in text) return { policy: 'sync', from: 'cost', markupPercent: decimal(text.markupPercent) }
  if ('markupAmount' in text) return { policy: 'markup-amount', amount: money(text.markupAmount, currency) }
  if ('marginPercent' in text) return { policy: 'margin', percent: decimal(text.marginPercent) }
  if ('listLessPercent' in text) return { policy: 'list-less', percent: decimal(text.listLessPercent) }
  if ('hold' in text) return { policy: 'hold', unitPrice: money(text.hold, currency), until: text.until }
  return {
    policy: 'tiers',
    mode: text.tiers,
    steps: text.steps.map(({ upTo, unitPrice }) => ({
      upTo: upTo === undefined ? undefined : decimal(upTo),
      unitPrice: money(unitPrice, currency),
    })),
  }
}

function toFollow(text: FollowText): PriceFollow {
  return typeof text === 'object' ? { noticeDays: Number(text.noticeDays) } : text
}

function toDiscount(text: DiscountText, currency: string): Discount {
  return 'percent' in text ? { percent: decimal(text.percent) } : { amount: money(text.amount, currency) }
}
