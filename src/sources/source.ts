import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import type { Charge, DistributorInvoice } from '../domain/distributor-invoice.ts'
import type { Known } from '../domain/known.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Company, Product, SubscriptionHistoryRow, SubscriptionState } from '../domain/subscription.ts'
import type { ChargeRounding } from './charge-rounding.ts'
import type { Clock } from '../support/clock.ts'
import type { Logger } from '../support/logger.ts'

/**
 * The port to a distributor (or a vendor sold direct). A source only reads and translates: it returns raw payloads,
 * kept verbatim, and records made from them. It computes no money and decides nothing about billing.
 */
export interface Source {
  /**
   * Proves the connection: credentials, rights, the clock.
   * @throws {SourceFailure}
   */
  check(signal: AbortSignal): Promise<SourceCheck>

  /**
   * One stream, page by page. A page is handed over only when it could be read; a record in it that could not be is in
   * the page's problems, never dropped in silence. The last page says whether the listing was complete, by the
   * distributor's own counts. Reading may go on from the bookmark of the last page that was stored.
   * @throws {SourceFailure} when a page cannot be had after bounded retries.
   */
  pull<S extends StreamName>(stream: S, request: PullRequest): AsyncIterable<SourcePage<SourceRecords[S]>>

  /**
   * Settles from the account's own data what the distributor's documents leave open, reading only; left out by a source
   * that leaves nothing open. What is found is handed back by {@link SourceTools.answers}.
   * @throws {SourceFailure}
   */
  probe?(signal: AbortSignal): Promise<readonly ProbeAnswer[]>
}

/** What the data says to one question. */
export interface ProbeAnswer {
  /** Stable, for machines: `credit-sign`. */
  readonly question: string
  /** In an operator's words: `how a credit is signed`. */
  readonly asks: string
  readonly state: 'answered' | 'not-known-yet' | 'contradicts-itself'
  /** One of the question's answers, where the data settles it. */
  readonly answer: string | undefined
  readonly sentence: string
  /** What was looked at, a few pieces. */
  readonly evidence: readonly string[]
}

/**
 * Being told that something new is there. It is the only thing that is ever written to a distributor: an address of ours
 * is made known to it, tried and taken away again. What it says is never taken for evidence.
 */
export interface SourceNotices {
  /**
   * In place of any that we made before.
   * @param request.authorization What it is to send back with each notice.
   * @throws {SourceFailure}
   */
  subscribe(request: {
    readonly url: string
    readonly authorization: string
    readonly signal: AbortSignal
  }): Promise<{ readonly remoteId: string; readonly topic: string }>
  /** Has it send a test. @throws {SourceFailure} */
  test(remoteId: string, signal: AbortSignal): Promise<void>
  /** Removes all that we made. @returns how many there were. @throws {SourceFailure} */
  unsubscribe(signal: AbortSignal): Promise<number>
}

/** By question, those that are answered. */
export type SourceAnswers = ReadonlyMap<string, string>

/** What each stream yields. `keys` in the request names what per-key streams are asked for. */
export interface SourceRecords {
  /** All companies, whatever their status. */
  companies: Company
  /** Keys: company ids. */
  contacts: Contact
  /** Keys: product ids in use. */
  products: Product
  /** Keys: product ids in use. */
  prices: PricePlan
  /** All subscriptions, whatever their status, in one sweep. */
  subscriptions: ListedSubscription
  /** Keys: subscription ids. The record with what the listing lacks. */
  'subscription-details': SubscriptionState
  /** Keys: subscription ids. */
  'subscription-history': SubscriptionHistory
  /** Evidence only: dated to the day, without removals. */
  orders: Order
  /** Keys: subscription ids. Counters of the current month. */
  'usage-summaries': UsageSummary
  /** Keys: `usageSummaryId/YYYY-MM-DD`. */
  'usage-lines': UsageLine
  /** Invoices dated on or after `since`. */
  'distributor-invoices': DistributorInvoice
  /** Keys: invoice ids. */
  charges: Charge
  /** A forecast, never used to close a month. Keys: month offsets. */
  'draft-charges': Charge
}

export type StreamName = keyof SourceRecords

export interface PullRequest {
  readonly keys?: readonly string[]
  readonly since?: PlainDate
  /** From {@link SourcePage.bookmark} of the last page that was stored. */
  readonly bookmark?: string
  readonly signal: AbortSignal
}

export interface SourcePage<R> {
  readonly records: readonly R[]
  readonly raw: RawPayload
  /** Per-key streams: which of the keys asked for this page answers. Each key is a listing that is complete or not. */
  readonly key?: string
  /** Where to go on if the reading stops after this page; undefined on the last page. */
  readonly bookmark: string | undefined
  /** True on the last page of a listing whose rows equal the distributor's own count. */
  readonly complete: boolean
  /** How many records the distributor says there are, for progress and as a control. */
  readonly total: number | undefined
  /** What time the distributor had when it answered, where it said so: ours must be near it. */
  readonly answeredAt?: Date | undefined
  readonly problems: readonly SourceProblem[]
}

/** The bytes as they came, for evidence. */
export interface RawPayload {
  readonly stream: StreamName
  /** What was asked for, without credentials: a path with its query. */
  readonly request: string
  readonly mediaType: string
  readonly body: string
}

/** Something in a page that was kept raw because it could not be read as documented. */
export interface SourceProblem {
  readonly code:
    | 'record-unreadable'
    /** One field could not be read; the record is there without it. */
    | 'value-unreadable'
    | 'unknown-enum'
    | 'missing-value'
    | 'count-mismatch'
    | 'page-shift'
    | 'odd-period'
    | 'sign-unclear'
    /** A key of a per-key stream that the distributor does not know, or does not let us read. */
    | 'key-unreadable'
    /** A row of something else than was asked for; it is left out of the records. */
    | 'not-asked-for'
  readonly recordId: string | undefined
  readonly field: string | undefined
  readonly message: string
}

/** A listing's row: it may lack what only the detail has. */
export interface ListedSubscription {
  readonly state: SubscriptionState
  /** True when the row lacks the cost or the commitment, so that the detail must be read. */
  readonly lacksDetail: boolean
}

export interface SubscriptionHistory {
  readonly subscriptionId: string
  readonly rows: readonly SubscriptionHistoryRow[]
}

export interface Contact {
  readonly companyId: string
  readonly contactId: string
  readonly name: string
  readonly email: string | undefined
  readonly billing: boolean
  readonly primary: boolean
}

/** One plan of a product: its price by billing and commitment term. The distributor may not say the currency. */
export interface PricePlan {
  readonly productId: string
  readonly billingTerm: string
  readonly commitmentTerm: string | undefined
  readonly kind: string
  readonly rates: readonly {
    readonly unitCost: Known<Decimal>
    readonly suggestedRetail: Known<Decimal>
    readonly fromQuantity: Known<Decimal>
    readonly toQuantity: Decimal | undefined
    readonly chargeType: string
  }[]
}

export interface Order {
  readonly orderId: string
  readonly companyId: string
  readonly createdDate: PlainDate
  readonly lines: readonly {
    readonly subscriptionId: string | undefined
    readonly productId: string | undefined
    readonly quantity: Known<Decimal>
  }[]
}

export interface UsageSummary {
  readonly usageSummaryId: string
  readonly subscriptionId: string | undefined
  readonly companyId: string | undefined
  readonly productId: string | undefined
  readonly resourceGroup: string | undefined
  readonly cost: Known<Money>
  readonly listAmount: Known<Money>
  readonly trial: boolean
}

export interface UsageLine {
  readonly usageSummaryId: string
  readonly usageDate: PlainDate
  readonly productId: string | undefined
  readonly productName: string | undefined
  readonly unitOfMeasure: string | undefined
  readonly quantity: Known<Decimal>
  readonly cost: Known<Money>
  readonly listAmount: Known<Money>
}

export interface SourceCheck {
  readonly account: string
  /** How far our clock is ahead of the distributor's, in seconds, by the answer's Date header. */
  readonly clockSkewSeconds: number | undefined
  readonly notes: readonly string[]
}

/** What a source is, for the registry: `settings` is what the operator states, `secrets` what must be kept encrypted. */
export interface SourceDefinition<Settings> {
  readonly id: string
  readonly label: string
  readonly settings: { parse(input: unknown): Settings }
  /** The names of the settings that are secrets. */
  readonly secrets: readonly string[]
  /** True when a subscription missing from one complete listing has ended: the source lists cancelled ones too. */
  readonly listsCancelled: boolean
  /**
   * Where such settings read from, in words: what was read through a connection belongs to it, so it never changes under
   * the same name. Left out where there is one place alone.
   */
  readonly place?: (settings: unknown) => string
  /**
   * The days of a month on which the invoice for the month before is expected to appear, both inside; left out where
   * nobody says. A reading never relies on it: it only tells whether a missing invoice is late.
   */
  readonly invoiceDays?: { readonly first: number; readonly last: number }
  /** How it rounds what it charges; left out where nobody says. */
  readonly chargeRounding?: ChargeRounding
  /** Requests a second that keep below a limit that the probe found; undefined: it found none. */
  readonly pace?: (answers: SourceAnswers) => number | undefined
  /** Left out by a source that cannot tell when something is new. */
  readonly notices?: (settings: Settings, tools: SourceTools) => SourceNotices
  readonly connect: (settings: Settings, tools: SourceTools) => Source
}

export interface SourceTools {
  readonly connectionId: string
  readonly clock: Clock
  readonly logger: Logger
  /** Waits until the limiter shared by all workers lets one more request go. */
  readonly takeTurn: (signal: AbortSignal) => Promise<void>
  /** Tells the shared limiter that the distributor asked everybody to wait until then. */
  readonly pauseUntil: (instant: Date) => Promise<void>
  /** Keeps an access token for all processes of this connection, encrypted, until it expires. */
  readonly tokens: TokenCache
  /** What the probe has settled by now. */
  readonly answers: () => Promise<SourceAnswers>
}

export interface TokenCache {
  /** The token stored for this connection, or one got by `fetch` under a lock so that only one process asks. */
  get(fetch: () => Promise<{ readonly token: string; readonly expiresAt: Date }>): Promise<string>
  /** Forgets the token if it is still this one. */
  drop(token: string): Promise<void>
}
