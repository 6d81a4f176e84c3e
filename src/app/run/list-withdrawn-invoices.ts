import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readDistributorInvoice } from '../../store/record-schemas.ts'

/**
 * Tells the charges that are not ours to pay: of a credited or void invoice (its replacement has them again), and of one
 * that the distributor sent to a client itself.
 */
export async function listWithdrawnInvoices(
  tx: Transaction,
  recordedUntil: Date,
): Promise<(charge: Pick<Charge, 'connectionId' | 'invoiceId'>) => boolean> {
  const headers = await newestRecords(tx, { noun: 'distributor-invoice', recordedUntil })
  const withdrawn = new Set<string>()
  for (const { state } of headers) {
    if (state === undefined) continue
    const { connectionId, invoiceId, status, billedToCompanyId } = readDistributorInvoice(state)
    if (status === 'credited' || status === 'void' || billedToCompanyId !== undefined) {
      withdrawn.add(`${connectionId}\n${invoiceId}`)
    }
  }
  return ({ connectionId, invoiceId }) => withdrawn.has(`${connectionId}\n${invoiceId}`)
}
