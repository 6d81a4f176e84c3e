import type { ClientDryRun } from '../../billing/dry-run.ts'
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

export async function giveDocumentNumbers(
  tx: Transaction,
  run: Pick<Run, 'period'>,
  request: NumberRequest,
): Promise<DocumentNumbers> {
  const numbers = new Map<string, string>()
  for (const [ledgerConnectionId, clientIds] of request) {
    const key = { ledgerConnectionId, period: run.period, sequence: 0 }
    for (const [clientId, number] of await documentNumbers(tx, key, clientIds)) numbers.set(clientId, number)
  }
  return numbers
}
