import type { Discount, PriceFollow } from '../../domain/price-policy.ts'
import type { Currency } from '../../money/currency.ts'
import { formatDecimal, type Decimal } from '../../money/decimal.ts'
import { remainingFactor } from '../markup-factor.ts'
import { formatMoney } from '../../money/money.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { LineRules } from '../rules.ts'
import type { UnitPrice } from '../unit-price.ts'
import { dayInWords, markupInWords } from '../words.ts'

/** How a unit price came about: `25.19 x 1.20`, `7.50 / 0.75`, `list price`, each followed by what was taken off. */
export function priceWorkingOf(unitPrice: UnitPrice, rules: Pick<LineRules, 'discounts'>, currency: Currency): string {
  const factors = percentsOf(rules.discounts?.value).map((percent) => ` x ${formatDecimal(remainingFactor(percent))}`)
  return `${undiscountedWorking(unitPrice, factors.length > 0, currency)}${factors.join('')}`
}

function undiscountedWorking(unitPrice: UnitPrice, isDiscounted: boolean, currency: Currency): string {
  const { rule, source } = unitPrice
  const { policy } = rule
  const isForeign = source.currency !== currency
  const from = isForeign ? `${formatMoney(source)}${unitPrice.rate?.working ?? ''}` : amountText(source, currency)
  switch (policy.policy) {
    case 'hold':
      return isDiscounted ? from : rule.words
    case 'tiers':
      return from
    case 'sync':
      if (policy.from === 'cost') return markupInWords(from, policy.markupPercent)
      return isDiscounted || isForeign ? from : 'list price'
    case 'markup-amount': {
      const sum = `${from} + ${amountText(policy.amount, currency)}`
      return isDiscounted ? `(${sum})` : sum
    }
    case 'margin':
      return `${from} / ${formatDecimal(remainingFactor(policy.percent))}`
    case 'list-less':
      return `${from} x ${formatDecimal(remainingFactor(policy.percent))}`
  }
}

/** What beside the price rule made the price: earlier costs that still count, percents taken off. */
export function priceConditionsOf(
  unitPrices: readonly UnitPrice[],
  rules: Pick<LineRules, 'discounts' | 'follow'>,
): string {
  const sourceSince = unitPrices.find((unitPrice) => unitPrice.sourceSince !== undefined)?.sourceSince
  const rate = unitPrices.find((unitPrice) => unitPrice.rate?.from === unitPrice.source.currency)?.rate
  const converted = rate === undefined ? '' : `; ${rate.words}, ${rate.rule}, not rounded before the line`
  const percents = percentsOf(rules.discounts?.value).map((percent) => `${plainNumber(percent)} %`)
  const followed =
    sourceSince === undefined || rules.follow === undefined
      ? ''
      : `; as in force on ${dayInWords(sourceSince)}, followed ${followInWords(rules.follow.value)} (${rules.follow.rule} rule)`
  const off =
    percents.length === 0 ? '' : `; less ${percents.join(', then ')} (${rules.discounts?.rule ?? 'house'} rule)`
  return `${followed}${converted}${off}`
}

export function followInWords(follow: PriceFollow): string {
  if (typeof follow === 'object') return `${String(follow.noticeDays)} days later`
  return follow === 'at-once' ? 'at once' : follow === 'next-period' ? 'from the next period' : 'from the next term'
}

function percentsOf(discounts: readonly Discount[] | undefined): Decimal[] {
  return (discounts ?? []).flatMap((discount) => ('percent' in discount ? [discount.percent] : []))
}
