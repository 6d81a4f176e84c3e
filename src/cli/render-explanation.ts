import { explainLine } from '../billing/explain.ts'
import type { Invoice, InvoiceLine } from '../domain/invoice.ts'
import { renderTable } from './table.ts'

/** Why a line is what it is: sentence, arithmetic, what was held, what the other bases would bill, the price's rules. */
export function renderExplanation(invoice: Invoice, line: InvoiceLine): string {
  const { sentence, rows } = explainLine(line, invoice.currency)
  return [
    sentence,
    renderTable(
      [{ title: 'step' }, { title: 'working' }, { title: 'result', align: 'right' }, { title: 'from' }],
      rows.map(({ what, working, result, source }) => [what, working, result, source]),
    ),
    ...renderSlices(line),
    ...renderBases(invoice, line),
    ...renderRules(line),
  ].join('\n\n')
}

function renderSlices({ reasons }: InvoiceLine): string[] {
  if (reasons.slice.length === 0) return []
  const rows = reasons.slice.map((slice) => [
    slice.subscriptionId,
    `${slice.from} up to ${slice.until}`,
    slice.quantity,
    slice.evidence.map((ref) => `${ref.kind} ${ref.words ?? evidenceWords(ref.id, slice.subscriptionId)}`).join(', '),
    slice.window === undefined ? '' : `changed between ${slice.window.notBefore} and ${slice.window.notAfter}`,
  ])
  const titles = [
    { title: 'held' },
    { title: 'days' },
    { title: 'quantity', align: 'right' as const },
    { title: 'evidence' },
    { title: '' },
  ]
  return [renderTable(titles, rows)]
}

/** A row of the history has its whole content as its id, which begins with the subscription and the day it counts from. */
function evidenceWords(id: string, subscriptionId: string): string {
  const [subject, day] = id.split('|')
  return subject === subscriptionId && day !== undefined ? `of ${day.slice(0, 10)}` : id
}

function renderBases(invoice: Invoice, { reasons }: InvoiceLine): string[] {
  if (reasons.byBasis.length === 0) return []
  const rows = reasons.byBasis.map(({ basis, quantity, amount }) => [
    basis,
    quantity,
    amount === 'unknown' ? amount : `${amount} ${invoice.currency}`,
    basis === reasons.quantityBasis ? '← billed' : '',
  ])
  const right = { align: 'right' } as const
  return [
    renderTable(
      [{ title: 'by basis' }, { title: 'quantity', ...right }, { title: 'amount', ...right }, { title: '' }],
      rows,
    ),
  ]
}

function renderRules({ reasons }: InvoiceLine): string[] {
  const { price } = reasons
  if (price === undefined) return []
  const beaten = price.beaten.map(({ words }) => `  beaten: ${words}`)
  return [[`Price rule that won: ${price.rule}: ${price.words}`, ...beaten].join('\n')]
}
