import type { Anomaly } from '../../domain/anomaly.ts'
import { daysInWords } from '../words.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'
import { lineInWords } from './subject-words.ts'

/** Lines that were to be one decimal quantity and have dated lines, because no decimal holds their days. */
export function findUnfoldedLines({ run, client, works }: ClientView): Anomaly[] {
  return works.flatMap(({ line, invoiceLines, isUnfolded }) => {
    if (isUnfolded !== true) return []
    const days = invoiceLines.flatMap(({ quantity, proration }) =>
      proration === undefined ? [] : [`${quantity} x ${daysInWords(proration)}`],
    )
    return [
      makeAnomaly({
        code: 'quantity-not-folded',
        clientId: client.clientId,
        subject: { kind: 'line', id: line.lineId },
        message: `${lineInWords(run, line)} has days that no decimal quantity holds: ${days.join(', ')}.`,
      }),
    ]
  })
}
