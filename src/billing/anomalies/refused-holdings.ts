import type { Anomaly } from '../../domain/anomaly.ts'
import type { LineWork } from '../lines/line-work.ts'
import type { Refusal } from '../portions/portion.ts'
import { plainNumber } from '../numbers-as-text.ts'
import { dayInWords, periodInWords, policyInWords } from '../words.ts'
import { monthlyCost } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly, type Found } from './make-anomaly.ts'
import { evidenceIds, lineInWords, subscriptionInWords } from './subject-words.ts'

/** What a line should bill and could not: each holding, with the reason that the engine gave when it refused. */
export function findRefusedHoldings({ run, client, works }: ClientView): Anomaly[] {
  return works.flatMap((work) =>
    work.refusals.map((refusal) => {
      const { holding } = refusal
      return makeAnomaly({
        ...sentenceOf(refusal, work, client.currency),
        // A bundle's amount does not hang on its components; only what they cost is then unknown.
        ...(work.line.model === 'fixed' ? { severity: 'warning' } : {}),
        clientId: client.clientId,
        subject: { kind: 'subscription', id: holding.timeline.subscriptionId },
        atStake: monthlyCost(holding),
        evidence: [...evidenceIds(holding.step.evidence), lineInWords(run, work.line)],
      })
    }),
  )
}

function sentenceOf({ holding, reason }: Refusal, work: LineWork, currency: string): Pick<Found, 'code' | 'message'> {
  const name = subscriptionInWords(holding)
  const days = periodInWords(holding.days)
  switch (reason.refused) {
    case 'unknown-quantity':
      return { code: 'unknown-quantity', message: `The quantity of ${name} is unknown from ${days}.` }
    case 'negative-quantity': {
      const held = holding.quantity === 'unknown' ? 'below zero' : plainNumber(holding.quantity)
      return { code: reason.refused, message: `The quantity of ${name} is ${held} from ${days}.` }
    }
    case 'no-evidence-for-period':
      return { code: reason.refused, message: `Nothing is known of ${name} before ${dayInWords(holding.days.end)}.` }
    case 'unknown-billing-term': {
      const term = `the billing term "${holding.step.rawBillingTerm}", which is not known here`
      return { code: 'unknown-billing-term', message: `${name} has ${term}.` }
    }
    case 'unknown-term-start': {
      const term = `is billed by the term "${holding.step.rawBillingTerm}", and the day on which it began is not known`
      return { code: 'unknown-billing-term', message: `${name} ${term}.` }
    }
    case 'unknown-cost': {
      const rule = work.rules.prices[0]
      const policy = rule === undefined ? 'the price rule' : policyInWords(rule.policy)
      const units = holding.quantity === 'unknown' ? 'its units' : `${plainNumber(holding.quantity)} units`
      const message = `The ${reason.missing} of ${name} is unknown, so ${policy} gives no price for ${units}.`
      return { code: 'unknown-cost', message }
    }
    case 'exchange-rate-missing': {
      const { from, to, wanted } = reason
      const message = `${name} costs ${from}, and there is no rate to ${to} by ${dayInWords(wanted)}.`
      return { code: 'exchange-rate-missing', message }
    }
    case 'currency-mismatch': {
      const message = `The price of ${name} is made from ${reason.found}; the client is billed in ${currency}.`
      return { code: 'currency-mismatch', message }
    }
  }
}
