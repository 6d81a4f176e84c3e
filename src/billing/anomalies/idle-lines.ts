import type { Anomaly } from '../../domain/anomaly.ts'
import { formatMonth } from '../../domain/period.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Lines that follow the distributor while the client holds nothing that they stand for. */
export function findIdleLines({ run, client, claims }: ClientView): Anomaly[] {
  const disputed = new Set(claims.disputes.flatMap(({ lineIds }) => lineIds))
  return claims.byLine
    .filter(({ line, holdings }) => holdings.length === 0 && !disputed.has(line.lineId))
    .map(({ line }) => {
      const month = formatMonth(run.input.billingPeriod)
      const effect = line.model === 'fixed' ? 'its amount is billed all the same' : 'it bills nothing'
      return makeAnomaly({
        code: 'line-without-subscription',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.lineId },
        message: `${lineInWords(run, line)} follows no subscription in ${month}, so ${effect}.`.replace(
          'so its amount',
          'and its amount',
        ),
      })
    })
}
