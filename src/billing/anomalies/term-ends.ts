import type { Anomaly } from '../../domain/anomaly.ts'
import { daysBetween, type PlainDate } from '../../domain/plain-date.ts'
import type { Holding } from '../holdings.ts'
import { knownNumberText } from '../numbers-as-text.ts'
import { monthsOfCommitment } from '../quantity/commitment.ts'
import { dayInWords } from '../words.ts'
import { monthlyCost } from './at-stake.ts'
import { thresholdsFor, type ClientView } from './client-view.ts'
import { heldLast } from './held-now.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Commitments of more than a month, and subscriptions, that end soon: a seat is given back then, or for a year never. */
export function findTermEnds(view: ClientView): Anomaly[] {
  const { termEndDays } = thresholdsFor(view)
  const { asOf } = view.run.input
  const isSoon = (day: PlainDate): boolean => day >= asOf && daysBetween(asOf, day) <= termEndDays
  return heldLast(view).flatMap((holding) => {
    const end = ownEnd(holding)
    if (end !== undefined && isSoon(end)) return [anomalyOf(view, holding, end, `it ends`)]
    const commitmentEnd = committedUntil(holding)
    if (commitmentEnd === undefined || !isSoon(commitmentEnd)) return []
    const what = `its ${holding.step.commitmentTerm ?? ''} commitment of ${knownNumberText(holding.quantity)} units ends`
    return [anomalyOf(view, holding, commitmentEnd, what)]
  })
}

/** The day on which the subscription no longer runs, where the distributor has said it. */
function ownEnd({ timeline, step }: Holding): PlainDate | undefined {
  const ended = timeline.steps.find(({ from, inForce }) => from > step.from && !inForce)
  return ended?.from
}

/** A commitment of one month ends every month, which is no news. */
export function committedUntil({ timeline, step }: Holding): PlainDate | undefined {
  const months = monthsOfCommitment(step.commitmentTerm)
  return months === undefined || months <= 1 ? undefined : timeline.commitmentEnd
}

function anomalyOf(view: ClientView, holding: Holding, end: PlainDate, what: string): Anomaly {
  const days = daysBetween(view.run.input.asOf, end)
  const away = days === 0 ? 'today' : days === 1 ? 'in 1 day' : `in ${String(days)} days`
  return makeAnomaly({
    code: 'term-ends-soon',
    clientId: view.client.clientId,
    subject: { kind: 'subscription', id: holding.timeline.subscriptionId },
    message: `${subscriptionInWords(holding)}: ${what} on ${dayInWords(end)}, ${away}.`,
    atStake: monthlyCost(holding),
    evidence: evidenceIds(holding.step.evidence),
  })
}
