import type { Charge } from '../../domain/distributor-invoice.ts'
import { formatDecimal, trimmed, type Decimal } from '../../money/decimal.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import type { Posting } from '../../store/postings.ts'
import type { FindingRecord, TieOutRecord } from '../../store/read-tie-out.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { csvTable } from '../../support/csv-table.ts'

type Cell = string | undefined

/** Each distributor invoice by class; a row of its own for the total and for what is unexplained. */
export function totalsTable(tieOut: TieOutRecord): string {
  const rows = tieOut.invoices.flatMap(({ connectionId, invoiceId, number, invoiceDate, treatment, controls }) =>
    controls.flatMap(({ currency, classes, total, unexplained }) => {
      const about = [connectionId, invoiceId, number, invoiceDate, treatment, currency]
      return [
        ...classes.map((row) => [...about, row.class, row.cost]),
        [...about, 'invoice-total', total],
        [...about, 'unexplained-difference', unexplained],
      ]
    }),
  )
  const header = ['source', 'distributor_invoice', 'number', 'date', 'treatment', 'currency', 'class', 'our_cost']
  return csvTable(header, rows)
}

export function differencesTable(tieOut: TieOutRecord): string {
  const findings = [...tieOut.invoices.flatMap((invoice) => invoice.findings), ...tieOut.billedNotBought]
  const header = [
    ...[
      'class',
      'client',
      'company',
      'product',
      'subscription',
      'service_start',
      'service_end',
      'currency',
      'our_cost',
    ],
    ...['charged_quantity', 'charged_unit_cost', 'charged_cost', 'billed_quantity', 'billed_unit_cost', 'billed_cost'],
    ...['held', 'client_price', 'distributor_invoice', 'charges', 'sentence'],
  ]
  return csvTable(header, findings.map(differenceRow))
}

function differenceRow(finding: FindingRecord): readonly Cell[] {
  const { charged, billed, servicePeriod, revenue } = finding
  return [
    ...[finding.class, finding.clientId, finding.companyId, finding.productName ?? finding.productId],
    ...[finding.subscriptionId, servicePeriod?.start, servicePeriod?.end, finding.currency, finding.cost],
    ...[charged.quantity, charged.unitCost, charged.cost, billed.quantity, billed.unitCost, billed.cost, finding.held],
    revenue.map(({ amount, currency }) => `${amount} ${currency}`).join(' + '),
    ...[finding.invoiceId, finding.evidence.chargeIds.join(' '), finding.sentence],
  ]
}

/** Every decision of the month, those taken back included. */
export function decisionsTable(decisions: readonly StoredDecision[]): string {
  const header = [
    ...['decision', 'difference', 'our_cost', 'currency', 'reason', 'decided_by', 'decided_at'],
    ...['withdrawn_by', 'withdrawn_at', 'withdrawn_reason', 'carried'],
  ]
  const rows = decisions.map((decision) => [
    ...[decision.kind, decision.findingKey, decision.cost, decision.currency, decision.reason, decision.decidedBy],
    ...[decision.decidedAt.toISOString(), decision.withdrawnBy, decision.withdrawnAt?.toISOString()],
    ...[decision.withdrawnReason, decision.carried],
  ])
  return csvTable(header, rows)
}

export function invoicesTable(postings: readonly Posting[]): string {
  const header = [
    'client',
    'ledger',
    'kind',
    'our_number',
    'ledger_document',
    'state',
    'currency',
    'net_total',
    'body_sha256',
  ]
  const rows = postings.map((posting) => [
    ...[posting.clientId, posting.ledgerConnectionId, posting.documentKind, posting.documentNumber],
    ...[posting.documentId, posting.state, posting.currency, posting.netTotal, posting.bodySha256],
  ])
  return csvTable(header, rows)
}

export function invoiceLinesTable(postings: readonly Posting[]): string {
  const header = [
    ...['client', 'our_number', 'line', 'description', 'service_start', 'service_end', 'quantity', 'unit_price'],
    ...['amount', 'currency', 'our_cost'],
  ]
  const rows = postings.flatMap((posting) =>
    readInvoiceDocument(posting.invoice).lines.map((line) => [
      ...[posting.clientId, posting.documentNumber, line.lineKey, line.description],
      ...[line.servicePeriod.start, line.servicePeriod.end, line.quantity, line.unitPrice, line.amount],
      ...[posting.currency, line.cost],
    ]),
  )
  return csvTable(header, rows)
}

export function chargesTable(charges: readonly Charge[]): string {
  const header = [
    ...[
      'source',
      'distributor_invoice',
      'charge',
      'date',
      'kind',
      'company',
      'company_name',
      'subscription',
      'product',
    ],
    ...['product_name', 'service_start', 'service_end', 'quantity', 'unit_cost', 'cost', 'tax', 'currency'],
  ]
  const rows = charges.map((charge) => [
    ...[charge.connectionId, charge.invoiceId, charge.chargeId, charge.invoiceDate, charge.rawKind, charge.companyId],
    ...[charge.companyName, charge.subscriptionId, charge.productId, charge.productName],
    ...[
      charge.servicePeriod?.start,
      charge.servicePeriod?.end,
      numberText(charge.quantity),
      numberText(charge.unitCost),
    ],
    ...[numberText(charge.cost), numberText(charge.tax), charge.currency],
  ])
  return csvTable(header, rows)
}

function numberText(value: Decimal | 'unknown'): string {
  return value === 'unknown' ? value : formatDecimal(trimmed(value))
}
