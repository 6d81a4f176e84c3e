import type { ClientDryRun } from '../../billing/dry-run.ts'
import { listConnections } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { documentNumbers } from '../../store/document-numbers.ts'
import type { Run } from '../../store/runs.ts'

/** The clients that have an invoice, by ledger connection: each needs a document number. */
export type NumberRequest = ReadonlyMap<string, readonly string[]>
/** By client. */
export type DocumentNumbers = ReadonlyMap<string, string>

export function numbersWanted(results: readonly ClientDryRun[]): NumberRequest {
  const byLedger = new Map<string, string[]>()
  for (const { invoice } of results) {
    if (invoice === undefined) continue
    const clients = byLedger.get(invoice.ledgerConnectionId)
    if (clients === undefined) byLedger.set(invoice.ledgerConnectionId, [invoice.clientId])
    else clients.push(invoice.clientId)
  }
  return byLedger
}

/** A ledger that is not connected has no numbers to give: its clients are blocked, since nothing of it was ever read. */
export async function giveDocumentNumbers(
  tx: Transaction,
  run: Pick<Run, 'period'>,
  request: NumberRequest,
): Promise<DocumentNumbers> {
  const numbers = new Map<string, string>()
  if (request.size === 0) return numbers
  const connected = new Set((await listConnections(tx, 'ledger')).map(({ id }) => id))
  for (const [ledgerConnectionId, clientIds] of request) {
    if (!connected.has(ledgerConnectionId)) continue
    const key = { ledgerConnectionId, period: run.period, sequence: 0 }
    for (const [clientId, number] of await documentNumbers(tx, key, clientIds)) numbers.set(clientId, number)
  }
  return numbers
}
