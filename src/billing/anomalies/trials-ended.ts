import type { Anomaly } from '../../domain/anomaly.ts'
import type { Holding } from '../holdings.ts'
import { knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { isTrialStep } from '../portions/trial.ts'
import { dayInWords } from '../words.ts'
import { monthlyCost } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Trials that ended inside the period: from then on they cost money, or are gone. */
export function findTrialsEnded(view: ClientView): Anomaly[] {
  return view.holdings.flatMap((holding) => {
    const { step, timeline, days } = holding
    if (!holding.evidenced || !isTrialStep(step) || step.until !== days.end) return []
    const next = timeline.steps[timeline.steps.indexOf(step) + 1]
    if (next === undefined || next.from >= view.run.input.billingPeriod.end) return []
    if (next.inForce && isTrialStep(next)) return []
    const goesOn = next.inForce && next.companyId === step.companyId
    return [anomalyOf(view, holding, goesOn ? { ...holding, step: next, quantity: next.quantity } : undefined)]
  })
}

function anomalyOf({ client }: ClientView, trial: Holding, paid: Holding | undefined): Anomaly {
  const since = dayInWords(trial.days.end)
  const name = `The trial of ${subscriptionInWords(trial)}, ${knownNumberText(trial.quantity)} units, ended on ${since}`
  const about = { code: 'trial-ended', clientId: client.clientId } as const
  const subject = { kind: 'subscription', id: trial.timeline.subscriptionId } as const
  if (paid === undefined) {
    return makeAnomaly({ ...about, subject, severity: 'note', message: `${name}, and nothing of it is left.` })
  }
  const { unitCost } = paid.step
  const price = unitCost === 'unknown' ? 'an unknown cost' : `${knownAmountText(unitCost)} ${unitCost.currency} each`
  const message = `${name}; since then it is ${knownNumberText(paid.quantity)} units at ${price}.`
  return makeAnomaly({
    ...about,
    subject,
    message,
    atStake: monthlyCost(paid),
    evidence: evidenceIds(paid.step.evidence),
  })
}
