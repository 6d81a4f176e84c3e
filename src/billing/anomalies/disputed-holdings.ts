import type { Anomaly } from '../../domain/anomaly.ts'
import { monthlyCost } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Subscriptions that more than one line would bill on the same days. */
export function findDisputedHoldings({ client, claims }: ClientView): Anomaly[] {
  const seen = new Set<string>()
  return claims.disputes.flatMap(({ holding, lineIds }) => {
    const key = `${holding.timeline.connectionId}\n${holding.timeline.subscriptionId}\n${lineIds.join(' ')}`
    if (seen.has(key)) return []
    seen.add(key)
    return [
      makeAnomaly({
        code: 'subscription-on-two-lines',
        clientId: client.clientId,
        subject: { kind: 'subscription', id: holding.timeline.subscriptionId },
        message: `${subscriptionInWords(holding)} is claimed by the lines ${lineIds.join(' and ')}; none of them bills it.`,
        atStake: monthlyCost(holding),
        evidence: evidenceIds(holding.step.evidence),
      }),
    ]
  })
}
