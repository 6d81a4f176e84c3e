import { distributorInvoiceInWords, type Charge } from '../domain/distributor-invoice.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { amountText } from './amount-text.ts'
import { compareTexts, type PlacedInvoice } from './distributor-side.ts'
import type { CreditRead } from './tie-out.ts'

/** The credits on all invoices of ours from a day on, the earliest first: what was asked for may be among them. */
export function creditsFrom(day: PlainDate, invoices: readonly PlacedInvoice[]): CreditRead[] {
  return invoices
    .filter(({ treatment, read }) => treatment === 'counted' && read.invoice.invoiceDate >= day)
    .flatMap(({ ownCharges, read }) => {
      const { invoiceId, invoiceDate } = read.invoice
      const words = distributorInvoiceInWords(read.invoice)
      return ownCharges.flatMap((charge) => creditOf(charge, { invoiceId, invoiceDate, words }))
    })
    .sort((a, b) => compareTexts(a.invoiceDate, b.invoiceDate) || compareTexts(a.chargeId, b.chargeId))
}

function creditOf(charge: Charge, on: Pick<CreditRead, 'invoiceId' | 'invoiceDate' | 'words'>): CreditRead[] {
  const { kind, cost, connectionId, chargeId, companyId, subscriptionId, productId, currency } = charge
  switch (kind) {
    case 'service-credit':
    case 'rebate':
    case 'payment-credit':
    case 'invoice-credit':
      return cost === 'unknown'
        ? []
        : [
            {
              ...{ connectionId, ...on, chargeId, companyId, subscriptionId, productId, currency },
              cost: amountText(cost, currency),
            },
          ]
    case 'subscription':
    case 'prorate':
    case 'one-time':
    case 'usage':
    case 'service-charge':
    case 'tax':
    case 'unknown':
      return []
  }
}
