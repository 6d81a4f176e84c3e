import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { TimelineStep } from '../../domain/timeline.ts'
import { ratesFor, type RateFrom } from '../exchange/applied-rate.ts'
import type { PriceHolding } from '../portions/portion.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'
import { unitPriceOn } from '../unit-price.ts'
import { followedPrices } from './followed-prices.ts'
import { pricePointsOf } from './price-points.ts'

/**
 * Prices a line's holdings by its rules. A holding's price does not change within its days (they are cut where it
 * would), so its first day stands for all.
 */
export function priceHoldingsBy(run: RunContext, client: ClientBillingConfig, rules: LineRules): PriceHolding {
  const follow = rules.follow?.value
  const period = run.input.billingPeriod
  const rateFrom = ratesFor(run, rules, client.currency)
  if (pricePointsOf(rules) === undefined) return priceStepsBy(rules, client.currency, rateFrom)
  return (holding) => {
    const day = holding.days.start
    const input = follow === undefined ? holding.step : followedPrices(holding, day, follow, period)
    return 'refused' in input ? input : unitPriceOn(day, input, rules, client.currency, rateFrom)
  }
}

/** Where no price begins or ends on a day, a step of the timeline has one price, however often it is asked for. */
function priceStepsBy(rules: LineRules, currency: string, rateFrom: RateFrom | undefined): PriceHolding {
  const known = new Map<TimelineStep, ReturnType<PriceHolding>>()
  return ({ step, days }) => {
    let price = known.get(step)
    if (price === undefined) {
      price = unitPriceOn(days.start, step, rules, currency, rateFrom)
      known.set(step, price)
    }
    return price
  }
}
