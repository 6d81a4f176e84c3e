import type { Anomaly } from '../../domain/anomaly.ts'
import { thresholdsFor, type ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** A safety bound: so many lines for one subscription come of evidence that flickers, hardly of what a client did. */
export function findTooManyLines(view: ClientView): Anomaly[] {
  const { client, invoiceLines } = view
  const { linesPerSubscription } = thresholdsFor(view)
  if (invoiceLines.length <= linesPerSubscription) return []
  const counts = new Map<string, { readonly subscriptionId: string; lines: number }>()
  for (const { covers } of invoiceLines) {
    const own = new Map(covers.map((covered) => [`${covered.connectionId}\n${covered.subscriptionId ?? ''}`, covered]))
    for (const [key, { subscriptionId }] of own) {
      if (subscriptionId === undefined) continue
      const count = counts.get(key) ?? { subscriptionId, lines: 0 }
      count.lines += 1
      counts.set(key, count)
    }
  }
  return [...counts.values()]
    .filter(({ lines }) => lines > linesPerSubscription)
    .map(({ subscriptionId, lines }) => {
      const size = `${String(lines)} lines bill subscription ${subscriptionId}`
      return makeAnomaly({
        code: 'too-many-lines',
        clientId: client.clientId,
        subject: { kind: 'subscription', id: subscriptionId },
        message: `${size} of ${client.name}; at most ${String(linesPerSubscription)} are taken unseen.`,
      })
    })
}
