import type { FaultSwitches } from '../fault-switches.ts'
import { numberText, writeJson } from '../json-text.ts'
import type { Invoice } from '../records.ts'

/** An invoice. Its `status` is not in the published schema, but in every published example. */
export function invoiceRow(invoice: Invoice, switches: FaultSwitches): string {
  return writeJson(
    {
      id: invoice.id,
      total: numberText(invoice.total),
      currencyCode: invoice.currencyCode,
      balance: numberText(invoice.balance),
      carriedBalance: switches.carriedBalance === 'present' ? numberText(invoice.carriedBalance) : undefined,
      status: switches.invoiceStatus === 'present' ? invoice.status : undefined,
      invoiceDate: invoice.invoiceDate,
      dueDate: invoice.dueDate,
      partnerName: invoice.partnerName,
      companyId: invoice.companyId,
      externalId: invoice.externalId,
    },
    switches.absentFields,
  )
}
