import type { Anomaly } from '../../domain/anomaly.ts'
import type { Holding } from '../holdings.ts'
import { knownAmountText } from '../numbers-as-text.ts'
import type { UnitPrice } from '../unit-price.ts'
import { monthlyCost } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly, type Found } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/**
 * Units that are billed at a stated price while their cost is unknown or of another currency: the amount stands, but
 * nobody can say what it earns.
 */
export function findCostsWithoutComparison({ client, works }: ClientView): Anomaly[] {
  const found = new Map<string, Anomaly>()
  for (const { holding, unitPrice } of works.flatMap(({ portions }) => portions)) {
    if (isConverted(holding, unitPrice)) continue
    const sentence = sentenceOn(holding, client.currency)
    if (sentence === undefined) continue
    const id = holding.timeline.subscriptionId
    found.set(
      `${holding.timeline.connectionId}\n${id}\n${sentence.code}`,
      makeAnomaly({
        ...sentence,
        severity: 'warning',
        clientId: client.clientId,
        subject: { kind: 'subscription', id },
        nextStep: 'Check the stated price against the cost by hand.',
        atStake: monthlyCost(holding),
        evidence: evidenceIds(holding.step.evidence),
      }),
    )
  }
  return [...found.values()]
}

/** At a rate, a cost of another currency can be compared. */
function isConverted({ step: { unitCost } }: Holding, { rate }: UnitPrice): boolean {
  return rate !== undefined && unitCost !== 'unknown' && unitCost.currency === rate.from
}

function sentenceOn(holding: Holding, currency: string): Pick<Found, 'code' | 'message'> | undefined {
  const { unitCost } = holding.step
  const name = subscriptionInWords(holding)
  const effect = 'it is billed at a stated price, so the margin is unknown'
  if (unitCost === 'unknown')
    return { code: 'unknown-cost', message: `The unit cost of ${name} is unknown; ${effect}.` }
  if (unitCost.currency === currency) return undefined
  const cost = `${knownAmountText(unitCost)} ${unitCost.currency}`
  return { code: 'currency-mismatch', message: `${name} costs ${cost} and not ${currency}; ${effect}.` }
}
