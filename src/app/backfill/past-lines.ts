import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { decimal, negateDecimal, type Decimal } from '../../money/decimal.ts'
import type { SalesDocument, SalesLine } from '../../ledgers/gateway.ts'
import { groupBy } from '../../support/group-by.ts'
import type { PastLine } from './past-line.ts'
import type { InvoicesBill } from './report.ts'

/** Which client a ledger's customer is: nobody's where none or several are linked to it. */
export function clientsByCustomer(clients: readonly ClientBillingConfig[]): ReadonlyMap<string, ClientBillingConfig> {
  const linked = groupBy(
    clients.filter(({ ledger }) => ledger.customerId !== undefined),
    ({ ledger }) => customerKey(ledger.connectionId, ledger.customerId ?? ''),
  )
  const only = [...linked].flatMap(([key, [client, other]]) => (other === undefined ? [[key, client] as const] : []))
  return new Map(only)
}

export function customerKey(ledger: string, customerId: string): string {
  return `${ledger}\n${customerId}`
}

/** The lines of a ledger's documents, each with the client and the month that it billed. Voided ones billed nothing. */
export function linesOfDocuments(
  ledger: string,
  documents: readonly SalesDocument[],
  clientOf: ReadonlyMap<string, ClientBillingConfig>,
  invoicesBill: InvoicesBill,
): PastLine[] {
  return documents.flatMap((document) => {
    const client = clientOf.get(customerKey(ledger, document.customerId))
    if (client === undefined || document.voided) return []
    const sign = document.documentKind === 'credit-memo' ? negateDecimal : (amount: Decimal): Decimal => amount
    return document.lines.map((line) => ({
      clientId: client.clientId,
      month: monthBilled(line, document, invoicesBill),
      ledgerItemId: line.itemId ?? '',
      description: line.description ?? '',
      quantity: optionalDecimal(line.quantity),
      unitPrice: optionalDecimal(line.unitPrice),
      amount: sign(decimal(line.amount)),
      currency: document.currency ?? client.currency,
      document: { ledger, id: document.documentId, number: document.documentNumber ?? null },
    }))
  })
}

/** A line's own day goes before its document's. */
function monthBilled({ serviceDate }: SalesLine, { date }: SalesDocument, invoicesBill: InvoicesBill): Period {
  if (serviceDate !== undefined) return monthOf(serviceDate)
  const dated = monthOf(date)
  switch (invoicesBill) {
    case 'same-month':
      return dated
    case 'month-before':
      return previousMonth(dated)
    case 'month-after':
      return monthOf(dated.end)
  }
}

function optionalDecimal(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : decimal(text)
}

/** The lines of an invoice of our own: a correction billed the month that it corrects. */
export function linesOfOwnInvoice(
  invoice: Invoice,
  document: { readonly id: string; readonly number: string | null },
): PastLine[] {
  return invoice.lines.map((line) => ({
    clientId: invoice.clientId,
    month: monthOfOwnLine(invoice, line),
    ledgerItemId: line.ledgerItemId,
    description: line.description,
    quantity: decimal(line.quantity),
    unitPrice: decimal(line.unitPrice),
    amount: decimal(line.amount),
    currency: invoice.currency,
    document: { ledger: invoice.ledgerConnectionId, ...document },
  }))
}

function monthOfOwnLine({ billingPeriod }: Invoice, { reasons, source, servicePeriod }: InvoiceLine): Period {
  if (reasons.trueUp !== undefined) return reasons.trueUp.billingPeriod
  return source === 'true-up' || source === 'carried' ? monthOf(servicePeriod.start) : billingPeriod
}
