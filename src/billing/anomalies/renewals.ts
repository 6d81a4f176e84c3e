import type { Anomaly } from '../../domain/anomaly.ts'
import { contains } from '../../domain/period.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { compareDecimals, multiplyDecimals, roundDecimal, subtractDecimals } from '../../money/decimal.ts'
import type { Holding } from '../holdings.ts'
import { knownAmountText, knownNumberText } from '../numbers-as-text.ts'
import { monthsOfTerm } from '../portions/terms.ts'
import { commitmentOn, monthsOfCommitment } from '../quantity/commitment.ts'
import { dayInWords } from '../words.ts'
import { monthlyCost, stakeOf } from './at-stake.ts'
import type { ClientView } from './client-view.ts'
import { heldLast, successionsIn, type Succession } from './held-now.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { evidenceIds, subscriptionInWords } from './subject-words.ts'
import { committedUntil } from './term-ends.ts'

/** Costs that moved where a commitment was renewed, and commitments that ran out while the subscription runs on. */
export function findRenewals(view: ClientView): Anomaly[] {
  const successions = successionsIn(view)
  const shortened = successions.filter(isShortened)
  const told = new Set(shortened.map(({ holding }) => holding.timeline))
  return [
    ...successions.flatMap((succession) => priceAtRenewal(view, succession) ?? []),
    ...shortened.map((succession) => wentOnShorter(view, succession)),
    ...heldLast(view).flatMap((holding) => (told.has(holding.timeline) ? [] : (ranOut(view, holding) ?? []))),
  ]
}

function priceAtRenewal({ client }: ClientView, { holding, before }: Succession): Anomaly | undefined {
  const { step, timeline, quantity } = holding
  const [was, is] = [before.unitCost, step.unitCost]
  if (was === 'unknown' || is === 'unknown' || was.currency !== is.currency) return undefined
  if (compareDecimals(was, is) === 0 || !isRenewedOn(holding)) return undefined
  const change = subtractDecimals(is, was)
  const sign = change.units < 0n ? 'less' : 'more'
  const costs = `costs ${knownAmountText(is)} ${is.currency} instead of ${knownAmountText(was)} ${was.currency}`
  const effect = quantity === 'unknown' ? undefined : multiplyDecimals(change, quantity)
  const stake =
    effect === undefined ? undefined : stakeOf(roundDecimal(effect, minorUnitsOf(is.currency), 'half-up'), is.currency)
  const term = monthsOfTerm(step.billingTerm) === undefined ? 'a month' : 'a term'
  const size =
    stake === undefined
      ? 'for an unknown quantity'
      : `${stake.amount} ${stake.currency} ${sign} ${term} for ${knownNumberText(quantity)}`
  return makeAnomaly({
    code: 'price-changed-at-renewal',
    clientId: client.clientId,
    subject: { kind: 'subscription', id: timeline.subscriptionId },
    message: `${subscriptionInWords(holding)} ${costs} since its renewal on ${dayInWords(step.from)}: ${size}.`,
    atStake: stake,
    evidence: evidenceIds(step.evidence),
  })
}

/** The commitment of more than a month began anew on the step's day, or on a day that it may have happened on. */
function isRenewedOn({ step, timeline }: Holding): boolean {
  const months = monthsOfCommitment(step.commitmentTerm)
  if (months === undefined || months <= 1) return false
  const commitment = commitmentOn(timeline, step, step.from)
  return commitment !== 'unknown' && commitment.start >= (step.window?.notBefore ?? step.from)
}

/** A commitment of more than a month became a shorter one, or none, and the subscription runs on. */
function isShortened({ holding: { step }, before }: Succession): boolean {
  const was = monthsOfCommitment(before.commitmentTerm)
  const is = monthsOfCommitment(step.commitmentTerm) ?? 0
  return was !== undefined && was > 1 && is < was && step.productId === before.productId
}

function wentOnShorter({ client }: ClientView, { holding, before }: Succession): Anomaly {
  const { step, timeline } = holding
  const now = step.commitmentTerm === undefined ? 'no commitment' : `a ${step.commitmentTerm} one`
  const went = `went from a ${before.commitmentTerm ?? ''} commitment to ${now} on ${dayInWords(step.from)}`
  return makeAnomaly({
    code: 'term-rolled-over',
    clientId: client.clientId,
    subject: { kind: 'subscription', id: timeline.subscriptionId },
    message: `${subscriptionInWords(holding)} ${went} and runs on with ${knownNumberText(holding.quantity)} units.`,
    atStake: monthlyCost(holding),
    evidence: evidenceIds(step.evidence),
  })
}

/** A renewal would have brought a later end; one that has passed means that none is known. */
function ranOut({ run, client }: ClientView, holding: Holding): Anomaly | undefined {
  const { billingPeriod, asOf } = run.input
  const end = committedUntil(holding)
  if (end === undefined || !contains(billingPeriod, end) || end > asOf || holding.days.end <= end) return undefined
  const ended = `The ${holding.step.commitmentTerm ?? ''} commitment of ${subscriptionInWords(holding)}`
  const units = `${knownNumberText(holding.quantity)} units`
  return makeAnomaly({
    code: 'term-rolled-over',
    clientId: client.clientId,
    subject: { kind: 'subscription', id: holding.timeline.subscriptionId },
    message: `${ended} ended on ${dayInWords(end)}, no new one is known, and it runs on with ${units}.`,
    atStake: monthlyCost(holding),
    evidence: evidenceIds(holding.step.evidence),
  })
}
