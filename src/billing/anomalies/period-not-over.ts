import type { Anomaly } from '../../domain/anomaly.ts'
import { formatMonth } from '../../domain/period.ts'
import { daysBetween } from '../../domain/plain-date.ts'
import type { RunContext } from '../run-context.ts'
import { dayInWords } from '../words.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** A period that is not over, or, and then nobody may be billed, has not even begun. About the run, not one client. */
export function findPeriodNotOver({ input, lastDay }: RunContext): Anomaly[] {
  const { billingPeriod, asOf } = input
  if (asOf >= billingPeriod.end) return []
  const month = formatMonth(billingPeriod)
  const about = { code: 'period-not-over', clientId: undefined, subject: { kind: 'connection', id: 'run' } } as const
  if (asOf < billingPeriod.start) {
    const message = `${month} begins on ${dayInWords(billingPeriod.start)}; this run is of ${dayInWords(asOf)}, before it.`
    return [makeAnomaly({ ...about, severity: 'blocking', message })]
  }
  const left = daysBetween(asOf, billingPeriod.end)
  const message = `${month} ends on ${dayInWords(lastDay)}; this run is of ${dayInWords(asOf)}, with ${String(left)} days to go.`
  return [makeAnomaly({ ...about, message })]
}
