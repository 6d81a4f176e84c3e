import type { Anomaly } from '../../domain/anomaly.ts'
import { amountText } from '../numbers-as-text.ts'
import { onceOf } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** A total below zero. It is shown and posted as the credit that it is. */
export function findNegativeInvoice({ client, total }: ClientView): Anomaly[] {
  if (total.units >= 0n) return []
  const amount = `${amountText(total, client.currency)} ${client.currency}`
  return [
    makeAnomaly({
      code: 'negative-invoice',
      clientId: client.clientId,
      subject: { kind: 'client', id: client.clientId },
      message: `The total for ${client.name} is ${amount}, so it is a credit memo.`,
      atStake: onceOf(total, client.currency),
    }),
  ]
}
