import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Finding } from '../../reconciliation/tie-out.ts'
import { listCharges } from '../../store/charges.ts'
import type { Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { readProduct } from '../../store/record-schemas.ts'

/** A charge with the vendor of its product, where the distributor names it. */
export interface VendorCharge {
  readonly charge: Charge
  readonly vendorName: string | undefined
}

/** Reads the charges behind findings, of the invoices that these are on. */
export async function chargesBehind(
  tx: Transaction,
  findings: readonly Finding[],
): Promise<(finding: Finding) => readonly VendorCharge[]> {
  const invoices = new Map(
    findings.flatMap(({ connectionId, invoiceId }) =>
      invoiceId === undefined ? [] : [[`${connectionId}\n${invoiceId}`, { connectionId, invoiceId }] as const],
    ),
  )
  const vendors = new Map<string, string | undefined>()
  for (const { connectionId, recordId, state } of await newestRecords(tx, { noun: 'product' })) {
    if (state !== undefined) vendors.set(`${connectionId}\n${recordId}`, readProduct(state).vendorName)
  }
  const byId = new Map<string, VendorCharge>()
  for (const invoice of invoices.values()) {
    for (const charge of await listCharges(tx, { invoice })) {
      const vendorName = vendors.get(`${charge.connectionId}\n${charge.productId ?? ''}`)
      byId.set(`${charge.connectionId}\n${charge.chargeId}`, { charge, vendorName })
    }
  }
  return ({ connectionId, evidence }) => {
    const found = evidence.chargeIds.flatMap((id) => byId.get(`${connectionId}\n${id}`) ?? [])
    // Some of them unread: nothing can be said of all.
    return found.length === evidence.chargeIds.length ? found : []
  }
}
