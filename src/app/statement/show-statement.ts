import type { Invoice } from '../../domain/invoice.ts'
import { formatMonth, previousMonth, type Period } from '../../domain/period.ts'
import { withOrganization } from '../../store/database.ts'
import { listBilledDocuments } from '../../store/postings.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { clientStatement, type ClientStatement } from './client-statement.ts'

/**
 * The statement of a client for a month, from the invoices that are in the ledger or on their way there.
 * @throws {NotFound} where none is.
 */
export async function showStatement(
  { database, organization }: AppContext,
  period: Period,
  clientId: string,
): Promise<ClientStatement> {
  return withOrganization(database, organization.id, async (tx) => {
    const billed = async (month: Period): Promise<readonly Invoice[]> => {
      const periodStarts = [month.start]
      const found = await listBilledDocuments(tx, { periodStarts, clientIds: [clientId], withReasons: true })
      return found.map(({ invoice }) => readInvoiceDocument(invoice))
    }
    const [first, ...others] = await billed(period)
    if (first === undefined) {
      throw new NotFound(
        `No invoice of ${formatMonth(period)} for "${clientId}" was posted, so there is nothing to state.`,
      )
    }
    return clientStatement(period, [first, ...others], await billed(previousMonth(period)))
  })
}
