import { z } from 'zod'

/** Which rows a switch concerns: none, all, or those with the ids named. */
const scope = z.union([z.literal('none'), z.literal('all'), z.array(z.string())])
export type Scope = z.output<typeof scope>

/** A value that Pax8's document does not list, put into the rows of the scope. */
const replacement = z.strictObject({ value: z.string(), rows: scope }).nullable()

/**
 * Trouble on the way. A rule looks at the calls whose path fits, lets the first `skip` of them through, then strikes on
 * each `every`th, `times` times in all (for ever when left out). `*` in a path stands for one segment, a final `/**` for
 * the path and everything below it. A rule without a path concerns every call but the token call.
 */
const failureRule = z.strictObject({
  kind: z.enum([
    'throttled',
    'timeout',
    'server-error',
    'unavailable',
    'gateway-page',
    'page-instead-of-data',
    'truncated-body',
    'cut-connection',
    'connection-reset',
    'slow',
    'hang',
    'unauthorized',
    'forbidden',
  ]),
  path: z.string().startsWith('/v1').optional(),
  skip: z.int().min(0).optional(),
  every: z.int().min(1).optional(),
  times: z.int().min(1).optional(),
  /** For `throttled` and `unavailable`: sent as Retry-After; without it there is no such header. */
  retryAfterSeconds: z.int().min(0).optional(),
  /** Retry-After as a date instead of seconds. */
  retryAfterAsDate: z.boolean().optional(),
  /** For `slow`: how long the emulator's clock sleeps before it answers. */
  milliseconds: z.int().min(0).optional(),
})
export type FailureRule = z.output<typeof failureRule>

/**
 * Rows that move while they are paged through. After page `afterPage` was served, the later pages of that sweep look as
 * if, before them, a row had been inserted or removed, had moved to the front (one row twice, one never), or was
 * repeated. Asking for an early page again ends the disturbance; each listing is disturbed `times` times (always
 * when left out).
 */
const pageShift = z
  .strictObject({
    kind: z.enum(['row-inserted', 'row-removed', 'row-moved-to-front', 'row-repeated']),
    path: z.string().startsWith('/v1').optional(),
    afterPage: z.int().min(0).optional(),
    times: z.int().min(1).optional(),
  })
  .nullable()
export type PageShift = NonNullable<z.output<typeof pageShift>>

/** Everything that can be switched, in code, in the settings and over HTTP. {@link quiet} has the defaults. */
export const faultSwitches = z.strictObject({
  /** Where a listing's counters stand: in `page` (as documented), at top level, or nowhere. */
  counters: z.enum(['nested', 'top-level', 'none']),
  /** A listing without rows has an empty `content`, or none at all (seen on live invoices). */
  emptyContent: z.enum(['present', 'missing']),
  /** Added to the true `totalElements`. */
  totalElementsOffset: z.int(),
  /** What a page size above 200 does: it is taken as 200, or refused with 400. */
  oversizedPage: z.enum(['clamp', 'refuse']),
  pageShift,

  /** Subscription rows in listings and histories carry partnerCost, the commitment and the vendor's ids. */
  listCarriesCost: z.boolean(),
  /** The name of a subscription's commitment: the document says `commitmentTerm`, live answers said `commitment`. */
  commitmentField: z.enum(['commitmentTerm', 'commitment', 'absent']),
  /** Fields without a value are left out, or written as `null`. */
  absentFields: z.enum(['omitted', 'null']),
  absentQuantity: scope,
  absentPartnerCost: scope,
  absentPrice: scope,
  /** `mixed` is what the document's listing example shows: bare dates beside timestamps. */
  timestamps: z.enum(['as-documented', 'z', 'plus-zero', 'minus-six', 'bare-date', 'mixed']),
  subscriptionStatus: replacement,
  billingTerm: replacement,
  /** What a subscription's `price` is: the document says the company's, a study of Pax8's users found it read as ours. */
  subscriptionPrice: z.enum(['client-price', 'partner-cost']),
  history: z.enum(['content', 'bare-array']),
  historyOrder: z.enum(['newest-first', 'oldest-first']),
  /** Rows of a history bear the id that was asked for, or one made anew with each change, as Pax8's portal shows them. */
  historyIds: z.enum(['original', 'each-its-own']),
  deletedCompanies: z.enum(['listed', 'hidden']),

  /** Whether an invoice item's endPeriod is the first day after the period or its last day. */
  endPeriod: z.enum(['exclusive', 'inclusive']),
  draftEndPeriod: z.enum(['exclusive', 'inclusive']),
  itemIds: z.enum(['absent', 'present']),
  /** `prose` writes the whole value that the document lists, explanation included. */
  rateType: z.enum(['word', 'prose']),
  itemType: z.strictObject({ value: z.string() }).nullable(),
  itemTypeSeparator: z.enum(['hyphen', 'underscore']),
  /** Items of these subscriptions say `subscriptionId: null`. */
  nullItemSubscription: scope,
  /** How items of the credit types write what they take off: with a minus, or without. */
  creditSign: z.enum(['negative', 'positive']),
  carriedBalance: z.enum(['present', 'absent']),
  invoiceStatus: z.enum(['present', 'absent']),

  /** How long a token really lives; the answer always promises 86400. */
  tokenLifetimeSeconds: z.int().min(0),
  /** How far the Date header is ahead of the emulator's clock (negative: behind). */
  dateSkewSeconds: z.int(),
  /** Calls beyond this many in one minute are throttled; null for no limit. */
  callsPerMinute: z.int().min(1).nullable(),
  /** Sent with every answer, by name; `{}`: none is, as no document names one. */
  limitHeaders: z.record(z.string(), z.string()),
  failures: z.array(failureRule),
})
export type FaultSwitches = z.output<typeof faultSwitches>

/** No trouble: what the document describes, and where it is silent the milder reading. */
export const quiet: FaultSwitches = {
  counters: 'nested',
  emptyContent: 'present',
  totalElementsOffset: 0,
  oversizedPage: 'clamp',
  pageShift: null,
  listCarriesCost: false,
  commitmentField: 'commitmentTerm',
  absentFields: 'omitted',
  absentQuantity: 'none',
  absentPartnerCost: 'none',
  absentPrice: 'none',
  timestamps: 'as-documented',
  subscriptionStatus: null,
  billingTerm: null,
  subscriptionPrice: 'client-price',
  history: 'content',
  historyOrder: 'newest-first',
  historyIds: 'original',
  deletedCompanies: 'listed',
  endPeriod: 'exclusive',
  draftEndPeriod: 'inclusive',
  itemIds: 'absent',
  rateType: 'word',
  itemType: null,
  itemTypeSeparator: 'hyphen',
  nullItemSubscription: 'none',
  creditSign: 'negative',
  carriedBalance: 'present',
  invoiceStatus: 'present',
  tokenLifetimeSeconds: 86_400,
  dateSkewSeconds: 0,
  callsPerMinute: null,
  limitHeaders: {},
  failures: [],
}

export function inScope(rows: Scope, id: string): boolean {
  return rows === 'all' || (rows !== 'none' && rows.includes(id))
}
