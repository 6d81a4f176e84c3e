import { z } from 'zod'
import { planConfig } from '../../app/config/plan-config.ts'
import { formatMonth, monthOf, billingMonth } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { diffHunks, lineDiff } from '../../support/line-diff.ts'
import { clientEffectAnswer, diffLineAnswer, toClientEffectAnswer, toDiffLineAnswer } from '../contract/config.ts'
import { monthParams } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

export const postConfigPlan = endpoint(
  {
    method: 'post',
    path: '/config/plan',
    summary: 'What a config would change in money, per client, on one month; stores nothing',
    needs: 'operator',
    status: 200,
    body: z.strictObject({ yaml: z.string(), month: monthParams.shape.month.optional() }),
    answer: z.object({
      month: z.string(),
      effects: z.array(clientEffectAnswer),
      /** What it names and is not connected. */
      warnings: z.array(z.string()),
      /** Against the newest version. */
      hunks: z.array(z.array(diffLineAnswer)),
    }),
  },
  async ({ body: { yaml, month }, tools: { adapters }, caller: { context } }) => {
    const { database, organization } = context
    const today = plainDateIn(organization.timeZone, database.clock.now())
    const period = month === undefined ? monthOf(today) : billingMonth(month)
    const proposed = { source: yaml, file: 'config' }
    const { effects, unknown } = await planConfig(context, adapters, proposed, period)
    const versions = await withOrganization(database, organization.id, (tx) => listBillingConfigVersions(tx))
    return {
      month: formatMonth(period),
      effects: effects.map(toClientEffectAnswer),
      warnings: unknown.map(({ message }) => message),
      hunks: diffHunks(lineDiff(versions.at(-1)?.source ?? '', yaml)).map((hunk) => hunk.map(toDiffLineAnswer)),
    }
  },
)
