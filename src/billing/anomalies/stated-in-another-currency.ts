import type { Anomaly } from '../../domain/anomaly.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Manual and fixed lines whose own amount is in another currency than the client's. */
export function findAmountsInAnotherCurrency({ run, client, works }: ClientView): Anomaly[] {
  return works.flatMap(({ line, statedIn }) =>
    statedIn === undefined
      ? []
      : [
          makeAnomaly({
            code: 'currency-mismatch',
            clientId: client.clientId,
            subject: { kind: 'line', id: line.lineId },
            message: `${lineInWords(run, line)} states its amount in ${statedIn}; the client is billed in ${client.currency}.`,
            nextStep: 'State the amount in the currency of the client.',
          }),
        ],
  )
}
