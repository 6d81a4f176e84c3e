import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import { ratesFor } from '../exchange/applied-rate.ts'
import type { PriceHolding } from '../portions/portion.ts'
import type { LineRules } from '../rules.ts'
import type { RunContext } from '../run-context.ts'
import { unitPriceOn } from '../unit-price.ts'
import { followedPrices } from './followed-prices.ts'

/**
 * Prices a line's holdings by its rules. A holding's price does not change within its days (they are cut where it
 * would), so its first day stands for all.
 */
export function priceHoldingsBy(run: RunContext, client: ClientBillingConfig, rules: LineRules): PriceHolding {
  const follow = rules.follow?.value
  const period = run.input.billingPeriod
  const rateFrom = ratesFor(run, rules, client.currency)
  return (holding) => {
    const day = holding.days.start
    const input = follow === undefined ? holding.step : followedPrices(holding, day, follow, period)
    return 'refused' in input ? input : unitPriceOn(day, input, rules, client.currency, rateFrom)
  }
}
