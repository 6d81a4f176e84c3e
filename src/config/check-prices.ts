import { compareDecimals, decimal } from '../money/decimal.ts'
import type { BillingConfigText, BillingLineText } from './billing-config-schema.ts'
import type { ReferenceProblem } from './check-billing-config.ts'
import { checkExchange, checkRates } from './read-rates.ts'
import { checkTax } from './read-tax.ts'
import type { PriceRulesText, PriceText } from './price-schema.ts'

/** What a schema cannot see of prices: tiers out of order, discounts out of order, rules that nothing would heed. */
export function checkPrices(config: BillingConfigText): ReferenceProblem[] {
  return [
    ...endlessHouse(config),
    ...checkRates(config.rates),
    ...rulesProblems(config.house, ['house']),
    ...config.catalog.flatMap((item, index) => rulesProblems(item, ['catalog', index])),
    ...config.clients.flatMap((client, index) => [
      ...rulesProblems(client, ['clients', index]),
      ...client.lines.flatMap((line, lineIndex) => lineProblems(line, ['clients', index, 'lines', lineIndex])),
    ]),
  ]
}

/** Every line finds a price in the end, so the last rule of all may not run out. */
function endlessHouse({ house }: BillingConfigText): ReferenceProblem[] {
  const { price } = house
  if (typeof price !== 'object' || !('until' in price) || price.until === undefined) return []
  const message = 'must not end: no rule comes after the house’s; give the end on items, clients or lines'
  return [{ path: ['house', 'price', 'until'], message }]
}

type Path = readonly PropertyKey[]

function lineProblems(line: BillingLineText, path: Path): ReferenceProblem[] {
  return [...rulesProblems(line, path), ...unheeded(line, path), ...componentProblems(line, path)]
}

function componentProblems(line: BillingLineText, path: Path): ReferenceProblem[] {
  if (!('components' in line)) return []
  return line.components.flatMap((component, index) => {
    if (typeof component === 'string' || component.overagePrice === undefined) return []
    return tierProblems(component.overagePrice, [...path, 'components', index, 'overagePrice', 'steps'])
  })
}

function rulesProblems(rules: PriceRulesText, path: Path): ReferenceProblem[] {
  const { price, discounts, exchange } = rules
  return [
    ...(price === undefined ? [] : tierProblems(price, [...path, 'price', 'steps'])),
    ...discountProblems(discounts ?? [], [...path, 'discounts']),
    ...checkExchange(exchange, path),
    ...checkTax(rules, path),
  ]
}

function tierProblems(price: PriceText, path: Path): ReferenceProblem[] {
  if (typeof price !== 'object' || !('steps' in price)) return []
  let last: string | undefined
  return price.steps.flatMap(({ upTo }, index) => {
    const isLast = index === price.steps.length - 1
    if (upTo === undefined) {
      return isLast ? [] : [{ path: [...path, index], message: 'has no upTo, which only the last tier may leave out' }]
    }
    const before = last
    last = upTo
    if (isLast) {
      const message = 'must be left out on the last tier, which prices all further units'
      return [{ path: [...path, index, 'upTo'], message }]
    }
    if (before === undefined || compareDecimals(decimal(before), decimal(upTo)) < 0) return []
    return [{ path: [...path, index, 'upTo'], message: `must be above ${before}, where the tier before it ends` }]
  })
}

function discountProblems(discounts: NonNullable<PriceRulesText['discounts']>, path: Path): ReferenceProblem[] {
  const firstAmount = discounts.findIndex((discount) => 'amount' in discount)
  return discounts.flatMap((discount, index) =>
    'percent' in discount && firstAmount !== -1 && index > firstAmount
      ? [
          {
            path: [...path, index],
            message: 'is a percent after an amount; percents are taken off first, so write them first',
          },
        ]
      : [],
  )
}

const heededKeys = ['follow', 'discounts', 'minimumCharge'] as const

/** A line that states what it bills takes no price rule; that is told rather than left without effect. */
function unheeded(line: BillingLineText, path: Path): ReferenceProblem[] {
  const states = 'quantity' in line ? 'unitPrice' : 'amount' in line ? 'amount' : undefined
  if (states === undefined) return []
  return heededKeys.flatMap((key) =>
    line[key] === undefined
      ? []
      : [
          {
            path: [...path, key],
            message: `has no effect on a line that states its ${states}; take one of the two out`,
          },
        ],
  )
}
