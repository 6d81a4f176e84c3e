import { addMonths, type PlainDate } from '../domain/plain-date.ts'
import type { Period } from '../domain/period.ts'
import type { PlacedInvoice } from './distributor-side.ts'
import type { InvoiceDays, ReconciliationInput } from './input.ts'
import type { InvoiceArrival, InvoiceTieOut } from './tie-out.ts'

/**
 * For each source that says when its invoice for a month appears: whether it is there. Until then the month is not
 * clean and not wrong: nothing of it was checked. A source that never billed or held anything is not waited for.
 */
export function invoiceArrivals(
  input: ReconciliationInput,
  placed: readonly PlacedInvoice[],
  tieOuts: readonly InvoiceTieOut[],
): InvoiceArrival[] {
  return [...input.invoiceDays]
    .sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1))
    .filter(({ connectionId }) => isInUse(connectionId, input))
    .map((days) => arrivalOf(days, input, placed, tieOuts))
}

function isInUse(connectionId: string, { distributorInvoices, timelines }: ReconciliationInput): boolean {
  return (
    distributorInvoices.some(({ invoice }) => invoice.connectionId === connectionId) ||
    timelines.some((timeline) => timeline.connectionId === connectionId)
  )
}

function arrivalOf(
  { connectionId, first, last }: InvoiceDays,
  { period, asOf }: ReconciliationInput,
  placed: readonly PlacedInvoice[],
  tieOuts: readonly InvoiceTieOut[],
): InvoiceArrival {
  const expected = { from: dayOfMonth(period.end, first), to: dayOfMonth(period.end, last) }
  const linesChecked = tieOuts
    .filter((tieOut) => tieOut.connectionId === connectionId)
    .reduce((sum, { coverage }) => sum + coverage.chargesChecked, 0)
  const isThere = placed.some(({ read }) => read.invoice.connectionId === connectionId && closes(read.invoice, period))
  const state = isThere ? 'there' : asOf <= expected.to ? 'not-out-yet' : 'overdue'
  return { connectionId, state, expected, linesChecked, words: wordsOf(state, expected, linesChecked) }
}

/** The invoice that closes a month is dated after it, whichever day it appears on. */
function closes({ invoiceDate }: { readonly invoiceDate: PlainDate }, period: Period): boolean {
  return invoiceDate >= period.end && invoiceDate < addMonths(period.end, 1)
}

function dayOfMonth(start: PlainDate, day: number): PlainDate {
  return `${start.slice(0, 8)}${String(day).padStart(2, '0')}`
}

function wordsOf(
  state: InvoiceArrival['state'],
  { from, to }: InvoiceArrival['expected'],
  linesChecked: number,
): string {
  const days = `${String(Number(from.slice(8)))} to ${String(Number(to.slice(8)))} ${monthNames[Number(to.slice(5, 7)) - 1] ?? ''}`
  const checked = `${String(linesChecked)} ${linesChecked === 1 ? 'line' : 'lines'} checked`
  switch (state) {
    case 'there':
      return `The invoice is there, ${checked}`
    case 'not-out-yet':
      return `Not out yet (expected ${days}), ${checked}`
    case 'overdue':
      return `Not read, although it was expected ${days}, ${checked}`
  }
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]
