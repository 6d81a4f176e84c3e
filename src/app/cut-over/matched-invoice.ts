import { decidedReasons } from '../../billing/lines/decided-reasons.ts'
import type { ClientBillingConfig } from '../../domain/billing-config.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import type { Period } from '../../domain/period.ts'
import type { DocumentLine, PostedDocument } from '../../ledgers/gateway.ts'

/**
 * A ledger's own document as the invoice of a client's month. Which of our lines its lines are nobody can say, so they
 * bill nothing of the config, and no later month works anything out against them.
 */
export function matchedInvoice(
  client: ClientBillingConfig,
  document: PostedDocument,
  { period, sequence }: { readonly period: Period; readonly sequence: number },
): Invoice {
  return {
    clientId: client.clientId,
    clientName: client.name,
    ledgerConnectionId: client.ledger.connectionId,
    ledgerCustomerId: document.customerId,
    billingPeriod: period,
    sequence,
    kind: document.documentKind,
    currency: document.currency ?? client.currency,
    invoiceDate: document.date,
    lines: document.lines.map((line, index) => matchedLine(line, index, period)),
    total: document.netTotal,
    matched: true,
  }
}

function matchedLine({ description = '', amount }: DocumentLine, index: number, period: Period): InvoiceLine {
  const source = 'the invoice as the ledger holds it'
  return {
    lineKey: `ledger:${String(index + 1)}`,
    billingLineId: '',
    itemId: '',
    ledgerItemId: '',
    description,
    servicePeriod: period,
    quantity: '1',
    unitPrice: amount,
    proration: undefined,
    amount,
    taxable: false,
    source: 'manual',
    was: undefined,
    cost: 'unknown',
    covers: [],
    reasons: decidedReasons({ working: 'billed before SeatLedger was used', result: amount, source }),
  }
}
