import type { Anomaly } from '../../domain/anomaly.ts'
import { addDays } from '../../domain/plain-date.ts'
import { compareDecimals, subtractDecimals } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { plainNumber } from '../numbers-as-text.ts'
import { monthsOfTerm } from '../portions/terms.ts'
import { commitmentOn, committedQuantity, monthsOfCommitment } from '../quantity/commitment.ts'
import { dayInWords } from '../words.ts'
import { monthlyAmount, stakeInWords } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { heldLast } from './held-now.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'

/** Units that a commitment of more than a month is for and that the client no longer holds: they cost on until its end. */
export function findBelowCommitment(view: ClientView): Anomaly[] {
  return heldLast(view).flatMap((holding) => shortfallOf(view, holding) ?? [])
}

function shortfallOf({ client }: ClientView, holding: Holding): Anomaly | undefined {
  const { step, timeline, quantity, days } = holding
  const months = monthsOfCommitment(step.commitmentTerm)
  if (months === undefined || months <= 1 || quantity === 'unknown') return undefined
  // Most never held more, and their commitment's days need not be worked out.
  const heldMore = timeline.steps.some(
    (other) => other.quantity !== 'unknown' && compareDecimals(other.quantity, quantity) > 0,
  )
  if (!heldMore) return undefined
  const day = addDays(days.end, -1)
  const commitment = commitmentOn(timeline, step, day)
  if (commitment === 'unknown') return undefined
  const committed = committedQuantity(timeline, step, commitment, day)
  if (committed === 'unknown' || compareDecimals(committed, quantity) <= 0) return undefined
  const unused = subtractDecimals(committed, quantity)
  const stake = monthlyAmount(step.unitCost, unused, monthsOfTerm(step.billingTerm) ?? 1)
  const term = `${step.commitmentTerm ?? ''} commitment until ${dayInWords(commitment.end)}`
  const units = `${plainNumber(quantity)} of the ${plainNumber(committed)} units of its ${term}`
  return makeAnomaly({
    code: 'quantity-below-commitment',
    clientId: client.clientId,
    subject: { kind: 'subscription', id: timeline.subscriptionId },
    message: `${subscriptionInWords(holding)} is ${units}: ${plainNumber(unused)} unused, ${stakeInWords(stake)}.`,
    atStake: stake,
    evidence: evidenceIds(step.evidence),
  })
}
