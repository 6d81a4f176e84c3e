import type { Anomaly } from '../../domain/anomaly.ts'
import { absoluteDecimal, compareDecimals } from '../../money/decimal.ts'
import { amountText } from '../numbers-as-text.ts'
import type { TrueUp, UncheckedMonth } from '../true-ups/find-true-ups.ts'
import { monthInWords, trueUpInWords } from '../true-ups/true-up-words.ts'
import { onceOf } from './at-stake.ts'
import { thresholdsFor, type ClientView } from './client-view.ts'
import { makeAnomaly, type Found } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Closed months that should have billed otherwise: large corrections, those left off the invoice, those not checked. */
export function findTrueUpFindings(view: ClientView): Anomaly[] {
  const { found, unchecked } = view.trueUps
  if (found.length === 0 && unchecked.length === 0) return []
  return [...found.flatMap((trueUp) => onTrueUp(view, trueUp) ?? []), ...unchecked.map((one) => onUnchecked(view, one))]
}

function onTrueUp(view: ClientView, trueUp: TrueUp): Anomaly | undefined {
  const { client } = view
  const { treatment, billingLineId } = trueUp
  const found = treatment === 'billed' ? aboveThreshold(view, trueUp) : leftOff(view, trueUp, treatment)
  if (found === undefined) return undefined
  return makeAnomaly({
    ...found,
    clientId: client.clientId,
    subject: { kind: 'line', id: billingLineId },
    atStake: onceOf(trueUp.difference, client.currency),
    evidence: (trueUp.line.reasons.trueUp?.documents ?? []).map(({ invoice }) => `invoice ${invoice}`),
  })
}

function aboveThreshold(view: ClientView, trueUp: TrueUp): Pick<Found, 'code' | 'message'> | undefined {
  const { currency } = view.client
  const { trueUpAbove } = thresholdsFor(view)
  if (compareDecimals(absoluteDecimal(trueUp.difference), trueUpAbove) <= 0) return undefined
  const amount = `${amountText(trueUp.difference, currency)} ${currency}`
  const bound = `${amountText(trueUpAbove, currency)} ${currency}`
  const what = `${nameOf(view, trueUp)} for ${monthInWords(trueUp.billingPeriod)}`
  return {
    code: 'true-up-above-threshold',
    message: `The true-up of ${what} is ${amount}; more than ${bound} is flagged.`,
  }
}

function leftOff(
  view: ClientView,
  trueUp: TrueUp,
  treatment: Exclude<TrueUp['treatment'], 'billed'>,
): Pick<Found, 'code' | 'message'> {
  const { currency } = view.client
  const { difference, rule, line, billingPeriod } = trueUp
  const size = `${amountText(absoluteDecimal(difference), currency)} ${currency}`
  const way = difference.units < 0n ? 'less' : 'more'
  const why = line.reasons.trueUp === undefined ? '' : `: ${trueUpInWords(line.reasons.trueUp)}`
  const what = `${nameOf(view, trueUp)} should have billed ${size} ${way} for ${monthInWords(billingPeriod)}${why}`
  if (treatment === 'decided') {
    const decision = 'a person has billed or credited something for the same item and month, so it is held'
    return { code: 'true-up-held', message: `${what}; ${decision}.` }
  }
  if (treatment === 'held') return { code: 'true-up-held', message: `${what}; it is held and not billed.` }
  const reason =
    treatment === 'ignored'
      ? 'the rule ignores true-ups'
      : `less than ${amountText(rule.below, currency)} ${currency} is ignored`
  return { code: 'true-up-ignored', message: `${what}; ${reason}.` }
}

function nameOf({ run, client }: ClientView, { billingLineId, line }: TrueUp): string {
  const own = client.lines.find(({ lineId }) => lineId === billingLineId)
  return lineInWords(run, own ?? { lineId: billingLineId, itemId: line.itemId, description: undefined })
}

const reasons: Readonly<Record<UncheckedMonth['why'], string>> = {
  'no-config': 'no billing config was in force for it',
  'client-not-in-config': 'the billing config in force for it does not have the client',
  'not-billed': 'no invoice of it was billed here',
  'another-currency': 'it was billed in another currency',
  'not-worked-out': 'a part of it could not be worked out',
}

function onUnchecked({ run, client }: ClientView, { billingPeriod, billingLineId, why }: UncheckedMonth): Anomaly {
  const month = monthInWords(billingPeriod)
  const line = client.lines.find(({ lineId }) => lineId === billingLineId)
  const what =
    billingLineId === undefined
      ? `${month} of ${client.name} could not be checked for true-ups`
      : `${line === undefined ? `Line ${billingLineId}` : lineInWords(run, line)} could not be checked for true-ups of ${month}`
  return makeAnomaly({
    code: 'true-up-not-checked',
    clientId: client.clientId,
    subject:
      billingLineId === undefined ? { kind: 'client', id: client.clientId } : { kind: 'line', id: billingLineId },
    message: `${what}: ${reasons[why]}.`,
  })
}
