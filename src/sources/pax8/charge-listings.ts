import type { Charge } from '../../domain/distributor-invoice.ts'
import { addMonths, plainDateIn } from '../../domain/plain-date.ts'
import { formatMonth, monthOf } from '../../domain/period.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { SourceProblem } from '../source.ts'
import { chargeContentFields, chargeRows } from './charge-rows.ts'
import { unreadable } from './errors.ts'
import type { Listing } from './listing.ts'
import { normalizeInvoice } from './normalize/distributor-invoice.ts'
import type { StreamContext } from './streams.ts'

/** The items of one invoice. The invoice is read first, because its items name neither its date nor, always, its currency. */
export function invoiceChargesListing(
  invoiceId: string,
  { client, connectionId, answers }: Pick<StreamContext, 'client' | 'connectionId' | 'answers'>,
): Listing<Charge> {
  const invoicePath = `/invoices/${encodeURIComponent(invoiceId)}`
  return {
    stream: 'charges',
    key: invoiceId,
    path: `${invoicePath}/items`,
    shape: 'paged',
    queries: [{}],
    contentFields: chargeContentFields,
    open: async (signal) => {
      const answer = await client.get(invoicePath, {}, signal)
      const problems: SourceProblem[] = []
      const invoice = normalizeInvoice(answer.value, connectionId, problems)
      if (invoice?.invoiceId !== invoiceId) {
        const problem = problems[0]?.message ?? `invoice ${invoice?.invoiceId ?? 'without an id'} instead`
        throw unreadable(problem, answer.asked, answer.text.slice(0, 2000))
      }
      const { invoiceDate, currency } = invoice
      const { endOfPeriod, creditSign } = await answers()
      // Until an invoice has shown it: the published example of this endpoint ends with the first day after a period.
      const convention = endOfPeriod ?? 'exclusive'
      return chargeRows({ connectionId, invoiceId, invoiceDate, currency, convention, creditSign })
    },
  }
}

/**
 * A forecast of the invoice of this month (`0`) or the next (`1`). It has no invoice yet: its charges carry the id
 * `draft-2026-05` and the first of that month, the date that Pax8's invoices carry.
 * @throws {InvalidInput} for another month offset, which Pax8 does not know.
 */
export function draftChargesListing(
  monthOffset: string,
  { clock, connectionId, answers }: Pick<StreamContext, 'clock' | 'connectionId' | 'answers'>,
): Listing<Charge> {
  if (monthOffset !== '0' && monthOffset !== '1') {
    throw new InvalidInput(`"${monthOffset}" is no month of Pax8's draft: 0 is this month, 1 the next.`)
  }
  const thisMonth = monthOf(plainDateIn('UTC', clock.now()))
  const month = monthOf(addMonths(thisMonth.start, Number(monthOffset)))
  const invoice = { invoiceId: `draft-${formatMonth(month)}`, invoiceDate: month.start, currency: undefined }
  return {
    stream: 'draft-charges',
    key: monthOffset,
    path: '/invoices/draftItems',
    shape: 'paged',
    queries: [{ monthOffset }],
    contentFields: chargeContentFields,
    open: async () => {
      const { creditSign } = await answers()
      // The published example of this endpoint ends its periods with their last day; invoices say nothing of it.
      return chargeRows({ connectionId, ...invoice, convention: 'inclusive', creditSign })
    },
  }
}
