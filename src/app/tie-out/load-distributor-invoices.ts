import type { DistributorInvoiceRead } from '../../reconciliation/input.ts'
import { listChargeReadings, listCharges } from '../../store/charges.ts'
import type { Connection } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readDistributorInvoice } from '../../store/record-schemas.ts'
import { groupBy } from '../../support/group-by.ts'

/** Every distributor invoice that was ever listed, with its charges as far as they were read. */
export async function loadDistributorInvoices(tx: Transaction): Promise<DistributorInvoiceRead[]> {
  const headers = await newestRecords(tx, { noun: 'distributor-invoice' })
  const charges = await listCharges(tx)
  const readings = await listChargeReadings(tx)
  const byInvoice = groupBy(charges, invoiceKey)
  return headers.flatMap(({ state }) => {
    if (state === undefined) return []
    const invoice = readDistributorInvoice(state)
    const own = readings.filter((reading) => invoiceKey(reading) === invoiceKey(invoice))
    return [{ invoice, charges: byInvoice.get(invoiceKey(invoice)) ?? [], ...itemsRead(own) }]
  })
}

function invoiceKey(thing: { readonly connectionId: string; readonly invoiceId: string }): string {
  return `${thing.connectionId}\n${thing.invoiceId}`
}

function itemsRead(
  readings: readonly { readonly complete: boolean }[],
): Pick<DistributorInvoiceRead, 'items' | 'itemsNote'> {
  if (readings.some(({ complete }) => complete)) return { items: 'whole', itemsNote: undefined }
  if (readings.length === 0) return { items: 'not-read', itemsNote: 'its lines were not read yet' }
  return { items: 'part', itemsNote: 'the lines read differ from the count that the distributor gave' }
}

/** Our own name at a distributor, where the connection states it. */
export function ownPartnerName(connection: Connection): { connectionId: string; partnerName: string }[] {
  const { id, settings } = connection
  if (typeof settings !== 'object' || settings === null || !('partnerName' in settings)) return []
  return typeof settings.partnerName === 'string' ? [{ connectionId: id, partnerName: settings.partnerName }] : []
}
