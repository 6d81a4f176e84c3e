import type { Anomaly } from '../../domain/anomaly.ts'
import { dayInWords, signed } from '../words.ts'
import { monthlyAmount } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'
import { monthsOfTerm } from '../portions/terms.ts'

/** Units that came or went inside a yearly term and that the line's basis bills with the next one only. */
export function findMidTermChanges({ client, works }: ClientView): Anomaly[] {
  return works.flatMap(({ midTermChanges, rules }) =>
    midTermChanges.map(({ holding, day, change, nextTerm }) => {
      const { step, timeline } = holding
      const what = `changed by ${signed(change)} on ${dayInWords(day)}`
      return makeAnomaly({
        code: 'mid-term-change',
        clientId: client.clientId,
        subject: { kind: 'subscription', id: timeline.subscriptionId },
        message: `${subscriptionInWords(holding)} ${what}; by ${rules.quantityBasis} it is billed from ${dayInWords(nextTerm)}.`,
        atStake: monthlyAmount(step.unitCost, change, monthsOfTerm(step.billingTerm) ?? 1),
        evidence: evidenceIds(step.evidence),
      })
    }),
  )
}
