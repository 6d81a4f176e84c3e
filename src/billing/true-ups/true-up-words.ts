import type { Period } from '../../domain/period.ts'
import type { TrueUpChange, TrueUpReason } from '../../domain/true-up.ts'
import { dayInWords, periodInWords } from '../words.ts'

/** `Sep 2026`: the calendar month that a period starts in, as a client reads it. */
export function monthInWords({ start }: Pick<Period, 'start'>): string {
  return dayInWords(start).split(' ').slice(1).join(' ')
}

/** Why a closed month is corrected: what changed, from when, since when it is known, and both amounts. */
export function trueUpInWords(reason: TrueUpReason): string {
  const { billingPeriod, shouldBe, billed, documents } = reason
  const changes = reason.changes.map((change) => changeInWords(change, billingPeriod))
  const why = changes.length === 0 ? [rulesInWords(reason)] : changes
  const where = documents.map(({ invoice, invoiceDate }) => `invoice ${invoice} of ${dayInWords(invoiceDate)}`)
  const was = documents.length === 0 ? 'nothing was' : `${billed} was (${where.join(', ')})`
  return `${why.join('; ')}: ${shouldBe} should have been billed for ${monthInWords(billingPeriod)}, ${was}`
}

/** One change in words; days of the month that is corrected are written without their year. */
export function changeInWords(change: TrueUpChange, period: Period): string {
  const year = period.start.slice(0, 4)
  if (change.kind === 'charge') return chargeInWords(change)
  const known = knownSince(change.recordedAt)
  if (change.kind === 'quantity') {
    const quantities = `${change.now} instead of ${change.then} on subscription ${change.subscriptionId}`
    return `${quantities} from ${periodInWords(change.days, year)}${known}`
  }
  const { thenWords, nowWords } = change
  const rules = rulesMoved(thenWords, nowWords) ? ` (${nowWords ?? ''}, before ${thenWords ?? ''})` : ''
  return `a unit price of ${change.now} instead of ${change.then}${rules} from ${dayInWords(change.from, year)}${known}`
}

function rulesMoved(then: string | undefined, now: string | undefined): boolean {
  return then !== undefined && now !== undefined && then !== now
}

function chargeInWords({ chargeId, then, now }: Extract<TrueUpChange, { kind: 'charge' }>): string {
  if (then === undefined) return `charge ${chargeId} of ${now ?? ''} came later`
  return now === undefined
    ? `charge ${chargeId} of ${then} was taken back`
    : `charge ${chargeId} is ${now}, not ${then}`
}

function rulesInWords({ configRecordedAt }: TrueUpReason): string {
  return `the rules for the month changed${knownSince(configRecordedAt)}`
}

/** The day in UTC on which something became known; nothing where the evidence does not say. */
function knownSince(recordedAt: string | undefined): string {
  return recordedAt === undefined ? '' : `, known since ${dayInWords(recordedAt.slice(0, 10))}`
}
