import { z } from 'zod'
import { subscriptionsOn, type SubscriptionOn } from '../../app/subscriptions/subscriptions-on.ts'
import { decimalText, moneyAnswer } from '../contract/review.ts'
import { endpoint } from '../endpoint.ts'

const held = z.object({
  quantity: z.union([decimalText, z.literal('unknown')]),
  unitCost: z.union([moneyAnswer, z.literal('unknown')]),
  status: z.string(),
  productName: z.string().nullable(),
  billingTerm: z.string(),
  from: z.iso.date(),
})
const heldOrNot = z.union([held, z.enum(['not-held', 'before-evidence'])])

const row = z.object({
  connectionId: z.string(),
  subscriptionId: z.string(),
  company: z.object({ id: z.string(), name: z.string() }),
  client: z.object({ id: z.string(), name: z.string() }).nullable(),
  productId: z.string(),
  productName: z.string(),
  now: heldOrNot,
  then: heldOrNot.nullable(),
  change: z.enum(['same', 'changed', 'began', 'ended', 'not-known']).nullable(),
  quantityChange: z.string().nullable(),
  commitmentEnd: z.iso.date().nullable(),
})

export const getSubscriptions = endpoint(
  {
    method: 'get',
    path: '/subscriptions',
    summary: 'What was held on a day by all that is known now, and how it differs from another day',
    needs: 'viewer',
    query: z.object({
      on: z.iso.date(),
      against: z.iso.date().optional(),
      client: z.string().max(200).optional(),
    }),
    answer: z.object({ subscriptions: z.array(row) }),
  },
  async ({ query: { on, against, client }, tools: { adapters }, caller: { context } }) => ({
    subscriptions: (await subscriptionsOn(context, adapters, { on, against, clientId: client })).map(toRow),
  }),
)

function toRow({
  client,
  now,
  then,
  change,
  quantityChange,
  commitmentEnd,
  ...rest
}: SubscriptionOn): z.input<typeof row> {
  return {
    ...rest,
    client: client ?? null,
    now: toHeld(now),
    then: then === undefined ? null : toHeld(then),
    change: change ?? null,
    quantityChange: quantityChange ?? null,
    commitmentEnd: commitmentEnd ?? null,
  }
}

function toHeld(value: SubscriptionOn['now']): z.input<typeof heldOrNot> {
  return typeof value === 'string' ? value : { ...value, productName: value.productName ?? null }
}
