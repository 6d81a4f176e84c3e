import { z } from 'zod'
import { optional } from './optional.ts'
import { request } from './request.ts'

const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)

const held = z.object({
  quantity: z.union([decimalText, z.literal('unknown')]),
  unitCost: z.union([z.object({ amount: decimalText, currency: z.string() }), z.literal('unknown')]),
  status: z.string(),
  productName: optional(z.string()),
  billingTerm: z.string(),
  from: z.string(),
})
const heldOrNot = z.union([held, z.enum(['not-held', 'before-evidence'])])
export type Held = z.infer<typeof heldOrNot>

const subscription = z.object({
  connectionId: z.string(),
  subscriptionId: z.string(),
  company: z.object({ id: z.string(), name: z.string() }),
  client: optional(z.object({ id: z.string(), name: z.string() })),
  productId: z.string(),
  productName: z.string(),
  now: heldOrNot,
  then: optional(heldOrNot),
  change: optional(z.enum(['same', 'changed', 'began', 'ended', 'not-known'])),
  quantityChange: optional(z.string()),
  commitmentEnd: optional(z.string()),
})
export type Subscription = z.infer<typeof subscription>

export interface SubscriptionsAsked {
  readonly on: string
  readonly against?: string | undefined
  readonly client?: string | undefined
}

/** What was held on a day, beside another day where one is asked for. */
export async function getSubscriptions({ on, against, client }: SubscriptionsAsked): Promise<readonly Subscription[]> {
  const query = new URLSearchParams({ on })
  if (against !== undefined) query.set('against', against)
  if (client !== undefined) query.set('client', client)
  const answer = z.object({ subscriptions: z.array(subscription) })
  return (await request(`/subscriptions?${query.toString()}`, answer)).subscriptions
}
