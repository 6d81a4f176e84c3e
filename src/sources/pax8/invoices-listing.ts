import type { DistributorInvoice } from '../../domain/distributor-invoice.ts'
import type { PullRequest } from '../source.ts'
import { listingOf, type Listing } from './listing.ts'
import { normalizeInvoice } from './normalize/distributor-invoice.ts'

/**
 * The invoices dated on or after `since`. Pax8 ignores a parameter that it does not know without a word, so the range is
 * asked for and applied here again; the rows are counted before that.
 */
export function invoicesListing(
  { since }: PullRequest,
  { connectionId }: { readonly connectionId: string },
): Listing<DistributorInvoice> {
  const range: Record<string, string> = since === undefined ? {} : { invoiceDateRangeStart: since }
  const queries = [{ sort: 'invoiceDate', ...range }]
  return listingOf(
    { stream: 'distributor-invoices', path: '/invoices', shape: 'paged', queries },
    (value, problems) => {
      const invoice = normalizeInvoice(value, connectionId, problems)
      const isAskedFor = since === undefined || invoice === undefined || invoice.invoiceDate >= since
      return isAskedFor ? invoice : undefined
    },
  )
}
