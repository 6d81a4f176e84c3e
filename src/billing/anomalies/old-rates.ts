import type { Anomaly } from '../../domain/anomaly.ts'
import { daysBetween } from '../../domain/plain-date.ts'
import type { AppliedRate } from '../exchange/applied-rate.ts'
import { dayInWords } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** Central banks state no rates at weekends and holidays; a gap of more than a week is no holiday. */
const daysUntilOld = 7

/** Rates that were used although they are old, each named once. */
export function findOldRates({ client, works }: ClientView): Anomaly[] {
  const sentences = new Set<string>()
  for (const { portions, chargeRates = [] } of works) {
    for (const { unitPrice } of portions) addSentence(sentences, unitPrice.rate)
    for (const rate of chargeRates) addSentence(sentences, rate)
  }
  return [...sentences].map((message) =>
    makeAnomaly({
      code: 'exchange-rate-old',
      clientId: client.clientId,
      subject: { kind: 'client', id: client.clientId },
      message,
    }),
  )
}

/** A rate agreed with the client has no day, and does not age. */
function addSentence(sentences: Set<string>, rate: AppliedRate | undefined): void {
  if (rate?.day === undefined || rate.wanted === undefined) return
  const age = daysBetween(rate.day, rate.wanted)
  if (age <= daysUntilOld) return
  const { from, to, words, wanted } = rate
  sentences.add(`${from} is converted to ${to} at ${words}, ${String(age)} days before ${dayInWords(wanted)}.`)
}
