import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import { equalDecimals, negateDecimal } from '../money/decimal.ts'
import type { CreditSeen, DistributorInvoiceRead } from './input.ts'

/** Distributor invoices with what corrects what, as far as the invoices themselves show it. */
export interface LinkedInvoices {
  readonly distributorInvoices: readonly DistributorInvoiceRead[]
  readonly creditsSeen: readonly CreditSeen[]
}

/**
 * Links each credited invoice with the one that replaces it and with its credit. Distributors say neither outright: the
 * replacement is the only other invoice of the same date for the same partner; the credit is a credit charge of exactly
 * the credited total on a later invoice. Where two could be meant, none is chosen, and the credit stays awaited.
 */
export function linkCorrections(invoices: readonly DistributorInvoiceRead[]): LinkedInvoices {
  const credited = invoices.filter(({ invoice }) => invoice.status === 'credited')
  const replaced = new Map<DistributorInvoice, string>()
  const creditsSeen: CreditSeen[] = []
  const taken = new Set<Charge>()
  for (const { invoice } of credited) {
    const replacement = replacementOf(invoice, invoices)
    if (replacement !== undefined) replaced.set(replacement, invoice.invoiceId)
    const charge = creditFor(invoice, invoices, taken)
    if (charge === undefined) continue
    taken.add(charge)
    const { connectionId, invoiceId } = invoice
    creditsSeen.push({ connectionId, creditedInvoiceId: invoiceId, chargeId: charge.chargeId })
  }
  const distributorInvoices = invoices.map((read) => {
    const replaces = read.invoice.replaces ?? replaced.get(read.invoice)
    return { ...read, invoice: { ...read.invoice, replaces } }
  })
  return { distributorInvoices, creditsSeen }
}

function replacementOf(
  credited: DistributorInvoice,
  invoices: readonly DistributorInvoiceRead[],
): DistributorInvoice | undefined {
  const candidates = invoices
    .map(({ invoice }) => invoice)
    .filter(
      (invoice) =>
        invoice.connectionId === credited.connectionId &&
        invoice.invoiceDate === credited.invoiceDate &&
        invoice.partnerName === credited.partnerName &&
        invoice.billedToCompanyId === credited.billedToCompanyId &&
        invoice.currency === credited.currency &&
        invoice.status !== 'credited' &&
        invoice.status !== 'void',
    )
  return candidates.length === 1 ? candidates[0] : undefined
}

function creditFor(
  credited: DistributorInvoice,
  invoices: readonly DistributorInvoiceRead[],
  taken: ReadonlySet<Charge>,
): Charge | undefined {
  const { total } = credited
  if (total === 'unknown') return undefined
  const candidates = invoices
    .filter(({ invoice }) => invoice.connectionId === credited.connectionId && invoice.invoiceId !== credited.invoiceId)
    .flatMap(({ charges }) => charges)
    .filter(
      ({ kind, cost, currency, invoiceDate }) =>
        (kind === 'invoice-credit' || kind === 'payment-credit') &&
        invoiceDate >= credited.invoiceDate &&
        currency === credited.currency &&
        cost !== 'unknown' &&
        equalDecimals(cost, negateDecimal(total)),
    )
    .filter((charge) => !taken.has(charge))
  return candidates.length === 1 ? candidates[0] : undefined
}
