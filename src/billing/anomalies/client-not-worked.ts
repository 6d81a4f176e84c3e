import type { Anomaly } from '../../domain/anomaly.ts'
import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { ClientSupply } from '../dry-run-input.ts'
import { makeAnomaly } from './make-anomaly.ts'

const longestReason = 200

/** What the caller adds for a client that could not be worked: only the caller sees the failure. */
export function clientNotWorked(
  { clientId, name, lines }: Pick<ClientBillingConfig, 'clientId' | 'name' | 'lines'>,
  { timelines, charges }: Pick<ClientSupply, 'timelines' | 'charges'>,
  reason: string,
): Anomaly {
  const counts = [`${String(timelines.length)} subscriptions`, `${String(charges.length)} charges`]
  return makeAnomaly({
    code: 'client-not-worked',
    clientId,
    subject: { kind: 'client', id: clientId },
    message:
      `${name} could not be worked out: ${reason.slice(0, longestReason).replace(/\.$/, '')}. ` +
      `Unbilled are its ${String(lines.length)} lines, with ${counts.join(' and ')}.`,
  })
}
