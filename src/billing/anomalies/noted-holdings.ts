import type { Anomaly } from '../../domain/anomaly.ts'
import type { Holding } from '../holdings.ts'
import { knownNumberText } from '../numbers-as-text.ts'
import { isTrial } from '../portions/portions-of.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly, type Found } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Trials, which are not billed, and subscriptions that are billed although their status is not plainly active. */
export function findNotedHoldings({ client, claims }: ClientView): Anomaly[] {
  const noted = new Map<string, Anomaly>()
  for (const holding of claims.byLine.flatMap(({ holdings }) => holdings)) {
    const found = noteOn(holding)
    if (found === undefined) continue
    const id = holding.timeline.subscriptionId
    noted.set(
      `${holding.timeline.connectionId}\n${id}\n${found.code}`,
      makeAnomaly({
        ...found,
        clientId: client.clientId,
        subject: { kind: 'subscription', id },
        evidence: evidenceIds(holding.step.evidence),
      }),
    )
  }
  return [...noted.values()]
}

function noteOn(holding: Holding): Pick<Found, 'code' | 'message'> | undefined {
  const name = subscriptionInWords(holding)
  const { status } = holding.step
  if (isTrial(holding)) {
    const units = knownNumberText(holding.quantity)
    return { code: 'trial-not-billed', message: `${name} is a trial of ${units} units and is not billed.` }
  }
  return status === 'pending' || status === 'unknown'
    ? { code: 'status-unusual', message: `${name} is billed with the status "${status}".` }
    : undefined
}
