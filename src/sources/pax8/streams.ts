import type { Clock } from '../../support/clock.ts'
import type { PullRequest, SourceRecords, StreamName } from '../source.ts'
import type { Pax8Answers } from './answers.ts'
import { draftChargesListing, invoiceChargesListing } from './charge-listings.ts'
import type { Pax8Client } from './client.ts'
import { invoicesListing } from './invoices-listing.ts'
import { listingOf, listingWith, type Listing } from './listing.ts'
import { normalizeCompany, normalizeContact } from './normalize/company.ts'
import { normalizeOrder } from './normalize/order.ts'
import { normalizePricePlan, normalizeProduct } from './normalize/product.ts'
import { normalizeListedSubscription, normalizeSubscription } from './normalize/subscription.ts'
import { normalizeUsageSummary } from './normalize/usage.ts'
import { subscriptionHistoryListing } from './subscription-history-listing.ts'
import { usageLinesListing } from './usage-lines-listing.ts'

/** What a listing needs to know of its connection. */
export interface StreamContext {
  readonly client: Pax8Client
  readonly clock: Clock
  readonly connectionId: string
  /** What this partner's own data has settled by now. */
  readonly answers: () => Promise<Pax8Answers>
}

/** How one stream is asked for: as a whole, or key by key. */
export type StreamPlan<R> =
  | { readonly keyed: false; readonly listing: (request: PullRequest, context: StreamContext) => Listing<R> }
  | { readonly keyed: true; readonly listing: (key: string, context: StreamContext) => Listing<R> }

// Whether deleted companies are listed unasked is not documented, so they are asked for as well.
const companyQueries = [{ sort: 'name' }, { sort: 'name', status: 'Deleted' }]
// Oldest first: what is created while the pages are read comes last, and moves nothing.
const subscriptionQueries = [{ sort: 'createdDate,asc' }]
const usageQueries = [{ sort: 'resourceGroup' }]

/** Which endpoint each stream reads, and into what. The names of the paths' parts are Pax8's own. */
export const streamPlans: { readonly [S in StreamName]: StreamPlan<SourceRecords[S]> } = {
  companies: whole(() =>
    listingOf({ stream: 'companies', path: '/companies', shape: 'paged', queries: companyQueries }, normalizeCompany),
  ),
  contacts: keyed((key) =>
    listingOf(
      { stream: 'contacts', key, path: `/companies/${encodeURIComponent(key)}/contacts`, shape: 'paged' },
      (value, problems) => normalizeContact(value, key, problems),
    ),
  ),
  products: keyed((key) =>
    listingOf(
      { stream: 'products', key, path: `/products/${encodeURIComponent(key)}`, shape: 'record' },
      (value, problems) => normalizeProduct(value, key, problems),
    ),
  ),
  prices: keyed((key) =>
    listingOf(
      { stream: 'prices', key, path: `/products/${encodeURIComponent(key)}/pricing`, shape: 'rows' },
      (value, problems) => normalizePricePlan(value, key, problems),
    ),
  ),
  subscriptions: whole((_request, { answers }) =>
    listingWith(
      { stream: 'subscriptions', path: '/subscriptions', shape: 'paged', queries: subscriptionQueries },
      async () => {
        const known = await answers()
        return (value, problems) => normalizeListedSubscription(value, problems, known)
      },
    ),
  ),
  'subscription-details': keyed((key, { answers }) =>
    listingWith(
      { stream: 'subscription-details', key, path: `/subscriptions/${encodeURIComponent(key)}`, shape: 'record' },
      async () => {
        const known = await answers()
        return (value, problems) => normalizeSubscription(value, key, problems, known)
      },
    ),
  ),
  'subscription-history': keyed(subscriptionHistoryListing),
  orders: whole(() => listingOf({ stream: 'orders', path: '/orders', shape: 'paged' }, normalizeOrder)),
  'usage-summaries': keyed((key) =>
    listingOf(
      {
        stream: 'usage-summaries',
        key,
        path: `/subscriptions/${encodeURIComponent(key)}/usage-summaries`,
        shape: 'paged',
        queries: usageQueries,
      },
      (value, problems) => normalizeUsageSummary(value, key, problems),
    ),
  ),
  'usage-lines': keyed(usageLinesListing),
  'distributor-invoices': whole(invoicesListing),
  charges: keyed(invoiceChargesListing),
  'draft-charges': keyed(draftChargesListing),
}

function whole<R>(listing: (request: PullRequest, context: StreamContext) => Listing<R>): StreamPlan<R> {
  return { keyed: false, listing }
}

function keyed<R>(listing: (key: string, context: StreamContext) => Listing<R>): StreamPlan<R> {
  return { keyed: true, listing }
}
