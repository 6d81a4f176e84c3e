import { analyse, unchargedLines } from './analysis.ts'
import { invoiceKeyOf } from './distributor-side.ts'
import type { ReconciliationInput } from './input.ts'
import type { InvoiceTieOut } from './tie-out.ts'
import { tieOutOfInvoice } from './tie-out-of-invoice.ts'

/**
 * Ties one distributor invoice out against what was billed. The input holds it together with every other that could
 * bear on the period. Client lines of the invoice's connection that no charge stands behind are among its findings, at
 * a cost of 0.
 * @throws {RangeError} when the invoice is not in the input, or a client invoice's text is no amount or no currency.
 */
export function reconcileInvoice(
  input: ReconciliationInput & { readonly invoice: { readonly connectionId: string; readonly invoiceId: string } },
): InvoiceTieOut {
  const analysis = analyse(input)
  const key = invoiceKeyOf(input.invoice)
  const placed = analysis.invoices.find(({ read }) => invoiceKeyOf(read.invoice) === key)
  if (placed === undefined) {
    throw new RangeError(
      `Distributor invoice ${input.invoice.invoiceId} of ${input.invoice.connectionId} is not among those given.`,
    )
  }
  if (placed.treatment !== 'counted') return tieOutOfInvoice(placed, analysis)
  const uncharged = unchargedLines(analysis).findings.filter(
    ({ connectionId, currency }) =>
      connectionId === input.invoice.connectionId && currency === placed.read.invoice.currency,
  )
  return tieOutOfInvoice(placed, analysis, uncharged)
}
