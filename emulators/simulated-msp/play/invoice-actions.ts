import { centsText } from '../cents.ts'
import type { SimulatedInvoice, SimulatedMsp } from '../types.ts'
import type { Action } from './action.ts'
import { itemWriter } from './invoice-items.ts'

/** Invoices appear when they are approved, are paid, and if they were wrong are credited and replaced. */
export function invoiceActions(msp: SimulatedMsp): Action[] {
  const write = itemWriter(msp)
  const partnerNames = new Map(msp.partners.map(({ partnerId, name }) => [partnerId, name]))
  return msp.distributorInvoices.flatMap((invoice): Action[] => {
    const { invoiceId, creditedAt, visibleAt, paidAt, charges } = invoice
    const partnerName = partnerNames.get(invoice.partnerId) ?? ''
    const published: Action = {
      at: visibleAt,
      apply: (pax8) => {
        const items = charges.map((charge) => write(charge, visibleAt))
        pax8.publishInvoice(head(invoice, partnerName), items)
      },
    }
    const settled: Action =
      creditedAt === undefined
        ? {
            at: paidAt,
            apply: (pax8) => {
              pax8.setInvoiceStatus(invoiceId, 'Paid')
            },
          }
        : {
            at: creditedAt,
            apply: (pax8) => {
              pax8.creditInvoice(invoiceId)
            },
          }
    return [published, settled]
  })
}

function head(
  invoice: SimulatedInvoice,
  partnerName: string,
): {
  id: string
  invoiceDate: string
  dueDate: string
  balance: string
  carriedBalance: string
  total: string
  currencyCode: string
  partnerName: string
  status: string
} {
  const total = centsText(invoice.totalCents)
  return {
    ...{ id: invoice.invoiceId, invoiceDate: invoice.invoiceDate, dueDate: invoice.dueDate },
    ...{ balance: total, carriedBalance: '0.00', total, currencyCode: 'USD', partnerName, status: 'Unpaid' },
  }
}
