import type { Anomaly } from '../../domain/anomaly.ts'
import { knownAmountText } from '../numbers-as-text.ts'
import type { ClientView } from './client-view.ts'
import { monthlyCost } from './at-stake.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/**
 * Units that are billed at a price of their own currency while they cost us another one: the amount stands, but nobody
 * can say what it earns.
 */
export function findCostsInAnotherCurrency({ client, works }: ClientView): Anomaly[] {
  const seen = new Set<string>()
  return works.flatMap(({ portions }) =>
    portions.flatMap(({ holding }) => {
      const { unitCost, evidence } = holding.step
      const id = holding.timeline.subscriptionId
      if (unitCost === 'unknown' || unitCost.currency === client.currency || seen.has(id)) return []
      seen.add(id)
      const cost = `${knownAmountText(unitCost)} ${unitCost.currency}`
      return [
        makeAnomaly({
          code: 'currency-mismatch',
          severity: 'warning',
          clientId: client.clientId,
          subject: { kind: 'subscription', id },
          message: `${subscriptionInWords(holding)} costs ${cost}; the client is billed in ${client.currency} at a stated price, so the margin is unknown.`,
          nextStep: 'Check the stated price against the cost by hand.',
          atStake: monthlyCost(holding),
          evidence: evidenceIds(evidence),
        }),
      ]
    }),
  )
}
