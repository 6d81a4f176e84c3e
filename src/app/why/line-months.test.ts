import { expect, test } from 'vitest'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import { monthsOfLine, type EarlierInvoice } from './line-months.ts'

type EarlierLine = EarlierInvoice['invoice']['lines'][number]

function invoiced(month: string, lines: readonly EarlierLine[]): EarlierInvoice {
  return { period: billingMonth(month), documentNumber: `N-${month}`, invoice: { currency: 'USD', lines } }
}

function line(billingLineId: string, amount: string): EarlierLine {
  const rest: Pick<InvoiceLine, 'description' | 'quantity' | 'unitPrice'> = {
    description: 'M365',
    quantity: '1',
    unitPrice: '12.00',
  }
  return { billingLineId, amount, ...rest }
}

test('the twelve months before a run show what the billing line came to, and keep the months without it', () => {
  const months = monthsOfLine('m365', billingMonth('2026-04'), [
    invoiced('2026-03', [line('m365', '204.00'), line('m365', '-5.55'), line('support', '80.00')]),
    invoiced('2026-01', [line('m365', '192.00')]),
  ])
  expect(months).toHaveLength(12)
  expect(months.slice(0, 3).map(({ month, lines, totals }) => [month, lines.length, totals])).toEqual([
    // 204.00 - 5.55
    ['2026-03', 2, [{ currency: 'USD', amount: '198.45' }]],
    ['2026-02', 0, []],
    ['2026-01', 1, [{ currency: 'USD', amount: '192.00' }]],
  ])
  expect(months.at(-1)?.month).toBe('2025-04')
})
