import { expect, test } from 'vitest'
import { lineCovering } from '../../../test/helpers/reconciliation-scene.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import { clientStatement } from './client-statement.ts'
import { statementPdf } from './statement-pdf.ts'

const may = billingMonth('2026-05')
const secretCost = '7777.77'

function line(billingLineId: string, change: Partial<InvoiceLine>): InvoiceLine {
  const amount = change.amount ?? '22.00'
  return {
    ...lineCovering([], amount),
    ...{ billingLineId, lineKey: billingLineId, description: billingLineId, servicePeriod: may, cost: secretCost },
    ...{ quantity: '1', unitPrice: amount, source: 'synced', proration: undefined, was: undefined },
    ...change,
  }
}

function invoice(lines: readonly InvoiceLine[], total: string): Invoice {
  return {
    ...{ clientId: 'bear-creek', clientName: 'Bear Creek Winery', ledgerConnectionId: 'books', ledgerCustomerId: '7' },
    ...{ billingPeriod: may, sequence: 0, kind: 'invoice', currency: 'USD', invoiceDate: '2026-06-01', lines, total },
  }
}

const seats = line('seats', {
  ...{ quantity: '4', unitPrice: '23.10', amount: '92.40' },
  was: { quantity: '3', unitPrice: '22.00', amount: '66.00' },
})
const support = line('support', { amount: '40.00', was: { quantity: '1', unitPrice: '40.00', amount: '40.00' } })
const backup = line('backup', { amount: '9.00' })
const leaver = line('mail', { quantity: '-1', amount: '-2.10', proration: { days: 13, of: 31 } })
const statement = clientStatement(
  may,
  [invoice([seats, support, backup, leaver], '139.30')],
  [invoice([support, line('firewall', { amount: '15.00' }), line('seats', { amount: '66.00' })], '121.00')],
)

test('a client is told what is new, what changed from what to what, what is given back, and what is no longer billed', () => {
  expect(statement.lines.map(({ description, change, why }) => [description, change, why])).toEqual([
    ['seats', 'changed', 'quantity 3 → 4; unit price 22.00 → 23.10'],
    ['support', 'unchanged', ''],
    ['backup', 'new', 'not billed the month before'],
    ['mail', 'part-month', 'given back for 13 of 31 days, 1 May 2026 to 31 May 2026'],
  ])
  expect(statement.ended).toMatchObject([{ description: 'firewall', amount: '15.00' }])
  expect([statement.totals, statement.previousTotals]).toEqual([
    [{ currency: 'USD', amount: '139.30' }],
    [{ currency: 'USD', amount: '121.00' }],
  ])
})

test('nothing of what it costs us is in it, and the PDF of one statement is always the same', async () => {
  expect(JSON.stringify(statement)).not.toMatch(/7777\.77|cost/)
  const pdf = await statementPdf(statement, 'Larkspur IT')
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(pdf.equals(await statementPdf(statement, 'Larkspur IT'))).toBe(true)
})
