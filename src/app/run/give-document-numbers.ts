import type { ClientDryRun } from '../../billing/dry-run.ts'
import { listConnections } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { documentNumbers } from '../../store/document-numbers.ts'
import type { Run } from '../../store/runs.ts'

/** The clients that have an invoice, by ledger connection and sequence: each needs a document number. */
export type NumberRequest = readonly {
  readonly ledgerConnectionId: string
  readonly sequence: number
  readonly clientIds: readonly string[]
}[]
/** By client. */
export type DocumentNumbers = ReadonlyMap<string, string>

export function numbersWanted(results: readonly ClientDryRun[]): NumberRequest {
  const wanted = new Map<string, { ledgerConnectionId: string; sequence: number; clientIds: string[] }>()
  for (const { invoice } of results) {
    if (invoice === undefined) continue
    const { ledgerConnectionId, sequence, clientId } = invoice
    const key = `${String(sequence)} ${ledgerConnectionId}`
    const others = wanted.get(key)
    if (others === undefined) wanted.set(key, { ledgerConnectionId, sequence, clientIds: [clientId] })
    else others.clientIds.push(clientId)
  }
  return [...wanted.values()]
}

/** A ledger that is not connected has no numbers to give: its clients are blocked, since nothing of it was ever read. */
export async function giveDocumentNumbers(
  tx: Transaction,
  run: Pick<Run, 'period'>,
  request: NumberRequest,
): Promise<DocumentNumbers> {
  const numbers = new Map<string, string>()
  if (request.length === 0) return numbers
  const connected = new Set((await listConnections(tx, 'ledger')).map(({ id }) => id))
  for (const { ledgerConnectionId, sequence, clientIds } of request) {
    if (!connected.has(ledgerConnectionId)) continue
    const key = { ledgerConnectionId, period: run.period, sequence }
    for (const [clientId, number] of await documentNumbers(tx, key, clientIds)) numbers.set(clientId, number)
  }
  return numbers
}
