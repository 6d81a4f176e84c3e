import { z } from 'zod'
import { readSupposition } from '../../app/what-if/supposition.ts'
import { whatIf } from '../../app/what-if/what-if.ts'
import { billingMonth } from '../../domain/period.ts'
import { decimalText, monthParams } from '../contract/review.ts'
import { knownDecimal } from '../contract/why.ts'
import { endpoint } from '../endpoint.ts'

const productEffect = z.object({
  itemId: z.string(),
  itemName: z.string(),
  now: decimalText,
  then: decimalText,
  change: decimalText,
  costNow: knownDecimal,
  costThen: knownDecimal,
})

const clientEffect = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  outcomeNow: z.string(),
  outcomeThen: z.string(),
  now: decimalText,
  then: decimalText,
  change: decimalText,
  products: z.array(productEffect),
})

export const postWhatIf = endpoint(
  {
    method: 'post',
    path: '/what-if',
    summary: 'A month as it is and as it would be if settings, costs or terms were others; stores nothing',
    needs: 'operator',
    status: 200,
    body: z.strictObject({
      // Each month is worked twice, so one is asked about at a time.
      month: monthParams.shape.month,
      /** Such as `client=bear-creek:price.markupPercent=25` or `product=*:unitCostPercent=5`. */
      suppositions: z.array(z.string().min(1).max(500)).min(1).max(50),
    }),
    answer: z.object({
      month: z.string(),
      clients: z.array(clientEffect),
      totals: z.array(z.object({ currency: z.string(), now: decimalText, then: decimalText, change: decimalText })),
    }),
  },
  async ({ body: { month, suppositions }, tools: { adapters }, caller: { context } }) => {
    const request = {
      periods: [billingMonth(month)],
      config: undefined,
      suppositions: suppositions.map(readSupposition),
    }
    const [effect] = await whatIf(context, adapters, request)
    return {
      month,
      clients: (effect?.clients ?? []).map((client) => ({ ...client, products: [...client.products] })),
      totals: [...(effect?.totals ?? [])],
    }
  },
)
