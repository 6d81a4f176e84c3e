import { z } from 'zod'
import type { MonthNames } from '../../app/close/month-names.ts'
import type { SubscriptionQuantities } from '../../reconciliation/quantities.ts'
import { decimalText } from './review.ts'

const quantityOrUnknown = z.union([decimalText, z.literal('unknown')])

/** One subscription's quantity over a month by three witnesses: nightly snapshots, its history, the invoices. */
export const quantitiesAnswer = z.object({
  connectionId: z.string(),
  subscriptionId: z.string(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  productId: z.string(),
  productName: z.string(),
  drifts: z.boolean(),
  stretches: z.array(
    z.object({
      /** Half-open. */
      days: z.object({ start: z.iso.date(), end: z.iso.date() }),
      observed: quantityOrUnknown,
      byHistory: quantityOrUnknown,
      invoiced: quantityOrUnknown,
      drifts: z.boolean(),
      sentence: z.string(),
      evidence: z.array(z.object({ kind: z.string(), words: z.string() })),
    }),
  ),
})

export function toQuantitiesAnswer(
  quantities: SubscriptionQuantities,
  names: MonthNames,
): z.input<typeof quantitiesAnswer> {
  const { connectionId, subscriptionId, clientId, productId, productName, stretches } = quantities
  return {
    ...{ connectionId, subscriptionId, productId, productName: productName ?? productId },
    clientId: clientId ?? null,
    clientName: clientId === undefined ? null : (names.clients.get(clientId) ?? clientId),
    drifts: stretches.some(({ drifts }) => drifts),
    stretches: stretches.map(({ days, evidence, ...rest }) => ({
      ...rest,
      days: { ...days },
      evidence: evidence.map(({ kind, words }) => ({ kind, words })),
    })),
  }
}
