import type { DistributorInvoice, DistributorInvoiceStatus } from '../../../domain/distributor-invoice.ts'
import type { SourceProblem } from '../../source.ts'
import { oneSpelling } from '../../one-spelling.ts'
import { invoiceWire } from '../wire.ts'
import { openRow } from './row.ts'

const invoiceStatuses = new Map<string, DistributorInvoiceStatus>([
  ['unpaid', 'unpaid'],
  ['paid', 'paid'],
  ['void', 'void'],
  ['carried', 'carried'],
  ['nothing-due', 'nothing-due'],
  ['credited', 'credited'],
])

/**
 * Pax8 sends an invoice to the partner; one with a company id it sent to an end client itself. Its schema has neither a
 * number nor a link to the invoice that it replaces, so both stay undefined.
 */
export function normalizeInvoice(
  value: unknown,
  connectionId: string,
  problems: SourceProblem[],
): DistributorInvoice | undefined {
  const opened = openRow(invoiceWire, value, { noun: 'Distributor invoice', problems })
  if (opened === undefined) return undefined
  const { row, fields } = opened
  const invoiceDate = fields.date('invoiceDate', 'tell')
  const currency = fields.currency('currencyCode')
  if (invoiceDate === undefined || currency === undefined) {
    const lacking = invoiceDate === undefined ? 'invoiceDate' : 'currencyCode'
    fields.tellAbout('record-unreadable', lacking, `has no usable ${lacking}, so it was kept raw only.`)
    return undefined
  }
  return {
    connectionId,
    invoiceId: row.id,
    number: undefined,
    invoiceDate,
    dueDate: fields.date('dueDate'),
    status: fields.choice('status', invoiceStatuses, oneSpelling),
    rawStatus: fields.text('status'),
    currency,
    total: fields.money('total', currency),
    balance: fields.money('balance', currency),
    // Announced to disappear, so its absence is nothing to tell.
    carriedBalance: fields.money('carriedBalance', currency, 'allow'),
    partnerName: fields.text('partnerName'),
    billedToCompanyId: fields.text('companyId'),
    replaces: undefined,
  }
}
