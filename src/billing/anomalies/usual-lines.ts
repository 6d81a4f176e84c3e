import type { Anomaly } from '../../domain/anomaly.ts'
import { itemsBilledTo } from '../item-use.ts'
import type { ClientView } from './client-view.ts'
import { makeAnomaly } from './make-anomaly.ts'

/** With fewer others than this, what all of them have in common says nothing. */
const fewestOthers = 3

/** Items that every other client is billed for, and this one is not. */
export function findMissingUsualLines({ run, client }: ClientView): Anomaly[] {
  const others = run.clients.size - 1
  if (others < fewestOthers) return []
  const usual = [...run.itemUse].filter(([, clients]) => clients === others)
  if (usual.length === 0) return []
  const own = itemsBilledTo(client)
  const missing = usual.filter(([itemId]) => !own.has(itemId))
  return missing.map(([itemId]) => {
    const name = run.items.get(itemId)?.name ?? itemId
    return makeAnomaly({
      code: 'usual-line-missing',
      clientId: client.clientId,
      subject: { kind: 'product', id: itemId },
      message: `All ${String(others)} other clients have a line for ${name}; ${client.name} has none.`,
    })
  })
}
