import type { Invoice } from '../domain/invoice.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Clock } from '../support/clock.ts'
import type { Logger } from '../support/logger.ts'

/**
 * The port to an accounting system. A gateway writes what was approved and reads back what is there; it decides nothing
 * about amounts. All verbs may throw the closed set of `GatewayFailure`s in `errors.ts` (authentication,
 * authorization, throttled, rejected, duplicate, not found, unavailable, outcome unknown).
 */
export interface LedgerGateway {
  readonly readPrepared: ReadPrepared

  /** Proves the connection and names the company behind it. */
  check(signal: AbortSignal): Promise<LedgerCheck>

  /** The lists that the dry run needs: customers, items, preferences. Reads may be metered, so the caller keeps them. */
  readFacts(signal: AbortSignal): Promise<LedgerFacts>

  /**
   * Sends exactly these bytes under this request id. Sending the same bytes under the same id again is safe.
   * @throws {PostingOutcomeUnknown} when the ledger may or may not have the document.
   */
  post(request: PostingRequest, signal: AbortSignal): Promise<PostedDocument>

  /** Looks a document up by our own number; with none found, `undefined`. More than one: all of them. */
  find(query: DocumentQuery, signal: AbortSignal): Promise<readonly PostedDocument[]>

  /** Reads one document back by the ledger's own id. */
  read(documentId: string, signal: AbortSignal): Promise<PostedDocument>

  /**
   * The invoices and credit memos that changed since a moment, whoever changed them; `undefined` when the ledger cannot
   * tell all of them any more, because the moment lies too far back or there were too many.
   */
  changesSince(since: Date, signal: AbortSignal): Promise<readonly DocumentChange[] | undefined>

  /** Reads documents back by the ledger's own ids, many in one request. One that is not among them is not there. */
  readMany(
    documentKind: PostedDocument['documentKind'],
    documentIds: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly PostedDocument[]>

  /**
   * Takes a document back: it stays, number and all, and counts nothing. Absent where the ledger has no such thing.
   * Sending the same request under the same id again is safe.
   * @throws {PostingRejected} when the ledger does not void it: it was changed since, something is applied to it, or its
   *   period is closed.
   * @throws {PostingOutcomeUnknown} when it may or may not be void: read it back before anything else.
   */
  readonly voidDocument?: (request: VoidRequest, signal: AbortSignal) => Promise<PostedDocument>
}

export interface VoidRequest {
  readonly documentKind: PostedDocument['documentKind']
  readonly documentId: string
  /** The version that was looked at: a document that somebody changed since is not voided. */
  readonly version: string
  /** The ledger's idempotency id, stored before the first send. */
  readonly requestId: string
}

/** A document as it is now, or that it was deleted. */
export type DocumentChange =
  | { readonly kind: 'changed'; readonly document: PostedDocument }
  | { readonly kind: 'deleted'; readonly documentKind: PostedDocument['documentKind']; readonly documentId: string }

/** The pure half of a gateway: what will be sent, and what the ledger cannot hold. Used by the dry run. */
export type PreparePosting = (invoice: Invoice, context: PreparationContext) => PreparedPosting

export interface PreparationContext {
  /** Our own document number, given out once per posting key. */
  readonly documentNumber: string
  /** Goes into the private memo so that a person, and our look-up, can tell the invoice is ours. */
  readonly reference: string
  readonly facts: LedgerFacts
}

export interface PreparedPosting {
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly mediaType: string
  /** The exact bytes, as text. */
  readonly body: string
  /** Our number as it stands in the body; `undefined` where the ledger numbers the document by itself. */
  readonly documentNumber: string | undefined
  /** What this ledger cannot hold as approved; each blocks the invoice before approval. */
  readonly problems: readonly { readonly field: string; readonly message: string }[]
}

/** What a prepared body says, in the ledger's own signs, so that its answer can be compared with it line by line. */
export interface PreparedDocument {
  readonly date: PlainDate
  readonly currency: string | undefined
  /** The sum of the lines before tax. */
  readonly netTotal: string
  readonly lines: readonly DocumentLine[]
}

export interface DocumentLine {
  readonly description: string | undefined
  readonly amount: string
}

/** Reads a prepared body back. Pure. @throws {InvalidInput} when it is none of this ledger's. */
export type ReadPrepared = (body: string) => PreparedDocument

export interface PostingRequest {
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly body: string
  /** The ledger's idempotency id, stored before the first send and the same for each resend of these bytes. */
  readonly requestId: string
  /** Our number as it stands in the body; `undefined` where the ledger numbers the document by itself. */
  readonly documentNumber: string | undefined
  /** The customer that the answer must name; an answer about another is no proof of ours. */
  readonly customerId: string
  /** Our mark, by which the document is looked up: the same as in {@link DocumentQuery}. */
  readonly reference: string
}

export interface DocumentQuery {
  readonly documentKind: 'invoice' | 'credit-memo'
  /** Our own number; `undefined` where the ledger numbers by itself, and then customer, date and reference are asked for. */
  readonly documentNumber: string | undefined
  readonly customerId: string
  readonly date: PlainDate
  readonly reference: string
}

/** A document as the ledger holds it. Amounts are decimal strings; those of a credit memo count what it takes off. */
export interface PostedDocument {
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly documentId: string
  readonly documentNumber: string | undefined
  readonly customerId: string
  readonly currency: string | undefined
  readonly date: PlainDate
  /** The sum of the lines before tax. */
  readonly netTotal: string
  readonly tax: string | undefined
  readonly total: string
  readonly balance: string | undefined
  readonly lines: readonly DocumentLine[]
  /** Our reference, where the ledger gives it back. */
  readonly reference: string | undefined
  /** The ledger's version of the document. */
  readonly version: string | undefined
  /** The vendor's id of the exchange, for its support. */
  readonly traceId: string | undefined
  readonly voided: boolean
  readonly raw: string
}

export interface LedgerCheck {
  readonly company: string
  /** How far our clock is ahead of the ledger's, in seconds, by the answer's Date header. */
  readonly clockSkewSeconds: number | undefined
  readonly notes: readonly string[]
}

/** What the dry run must know of a ledger, read once and kept with its date. */
export interface LedgerFacts {
  readonly readAt: string
  readonly companyName: string
  readonly country: string
  readonly homeCurrency: string
  readonly multicurrency: boolean
  /** Documents dated on or before this day are refused by the ledger. */
  readonly closedThrough: PlainDate | undefined
  readonly acceptsOurNumbers: boolean
  readonly salesTax: 'ledger-computes' | 'manual' | 'none'
  readonly customers: readonly LedgerCustomer[]
  readonly items: readonly LedgerItem[]
  /** Those that income can be booked to. Here and below, absent: this ledger was not asked, or has no such list. */
  readonly accounts?: readonly LedgerAccount[] | undefined
  readonly taxCodes?: readonly LedgerTaxCode[] | undefined
  readonly terms?: readonly LedgerTerm[] | undefined
  /** The currencies that documents can be in, the home currency among them. */
  readonly currencies?: readonly string[] | undefined
  /** Other lists that a line may have to name an entry of, such as locations. */
  readonly dimensions?: readonly LedgerDimension[] | undefined
  /** What this ledger's own adapter has to know when it prepares a posting, such as the chosen format of a file. */
  readonly adapterFacts?: unknown
}

export interface LedgerCustomer {
  readonly customerId: string
  readonly name: string
  readonly active: boolean
  readonly currency: string | undefined
  readonly email: string | undefined
  /** The tax code and the terms that its documents get where they state none. */
  readonly taxCodeId?: string | undefined
  readonly termId?: string | undefined
}

export interface LedgerItem {
  readonly ledgerItemId: string
  readonly name: string
  readonly active: boolean
  readonly kind: string
  /** The account that its income is booked to, where the item says it. */
  readonly accountId?: string | undefined
  readonly taxCodeId?: string | undefined
}

export interface LedgerAccount {
  readonly accountId: string
  readonly name: string
  readonly active: boolean
  readonly taxCodeId?: string | undefined
}

export interface LedgerTaxCode {
  readonly taxCodeId: string
  readonly name: string
  readonly active: boolean
  /** What it comes to altogether, such as `20`; undefined where the ledger does not say it. */
  readonly percent: string | undefined
}

export interface LedgerTerm {
  readonly termId: string
  readonly name: string
  readonly active: boolean
  /** How many days after its date a document is due; undefined for terms of another kind. */
  readonly dueDays: number | undefined
}

export interface LedgerDimension {
  readonly dimension: string
  /** Whether each line must name an entry of it. */
  readonly required: boolean
  readonly entries: readonly { readonly entryId: string; readonly name: string; readonly active: boolean }[]
}

/** What a ledger can hold and do, as data, so that the dry run can tell before approval. */
export interface LedgerCapabilities {
  readonly documentNumberLength: number
  readonly descriptionLength: number
  /** Undefined: its lines hold no quantity and no price, and the working goes into the description. */
  readonly quantityPlaces: number | undefined
  readonly unitPricePlaces: number | undefined
  readonly negativeTotal: boolean
  readonly computesTax: boolean
  /** Whether a document waits there for a person before it counts. */
  readonly drafts: 'never' | 'always' | 'by-setting'
  /** Whose numbers documents bear. */
  readonly numbers: 'ours' | 'theirs' | 'by-setting'
  /** What a document of ours is found by when its answer was lost. */
  readonly foundBy: 'document-number' | 'reference' | 'external-id'
  /** True: a second document of the same number is refused, whatever its request id. */
  readonly refusesUsedNumbers: boolean
  /** For how long the same request id makes no second document. `undocumented`: it does not say; `none`: it has no such id. */
  readonly requestIdSeconds: number | 'undocumented' | 'none'
  /** How many documents one request of the vendor's could carry. They are posted one by one. */
  readonly documentsInOneRequest: number
  /** `fetches`: it asks us for work when it likes, so a posting waits for it. */
  readonly transport: 'answers' | 'fetches'
  /** Whether its own list of changes names what was deleted. */
  readonly deletionsVisible: boolean
  /** How many days back its list of changes reaches; undefined: as far as there are documents. */
  readonly changesDays: number | undefined
  /** How many requests a day it takes for one company; undefined: it publishes no such limit. */
  readonly requestsPerDay: number | undefined
  /** How many requests a second, and at once, one company takes. */
  readonly requestsPerSecond: number
  readonly requestsInFlight: number
}

export interface LedgerDefinition<Settings> {
  readonly id: string
  readonly label: string
  readonly settings: { parse(input: unknown): Settings }
  readonly secrets: readonly string[]
  readonly capabilities: LedgerCapabilities
  readonly preparePosting: PreparePosting
  /** How a person grants access in a browser; `undefined` for a ledger that has no such step. */
  readonly consent: LedgerConsent | undefined
  readonly connect: (settings: Settings, tools: LedgerTools) => LedgerGateway
}

export interface LedgerTools {
  readonly connectionId: string
  readonly clock: Clock
  readonly logger: Logger
  readonly takeTurn: (signal: AbortSignal) => Promise<void>
  readonly pauseUntil: (instant: Date) => Promise<void>
  readonly tokens: RotatingTokens
  /** Told of each read, which the vendor may count and charge. */
  readonly noteRead?: (() => void) | undefined
  /** In place of the network: a server in this very process, whose time may be simulated. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

/**
 * Granting, and taking back, a ledger's access to one company. The settings here lack what only the grant itself tells,
 * such as which company the person chose, so they are checked by the adapter.
 */
export interface LedgerConsent {
  /** The address to open in the operator's browser. `state` is a fresh secret that must come back with the answer. */
  authorizeUrl(settings: unknown, state: string): string

  /**
   * Turns the address that the browser was sent back to into tokens, and into the settings learnt with them.
   * @throws {InvalidInput} when the address is no answer to this request.
   * @throws {LedgerAuthentication} when access was refused or the answer is no longer good.
   */
  complete(
    settings: unknown,
    answer: { readonly callbackAddress: string; readonly state: string },
    tools: { readonly clock: Clock; readonly signal: AbortSignal },
  ): Promise<LedgerGrant>

  /** Tells the vendor that the grant is no longer used. Doing it twice is no error. */
  revoke(settings: unknown, tokens: OAuthTokens, signal: AbortSignal): Promise<void>
}

export interface LedgerGrant {
  /** To be added to the connection's settings. */
  readonly settings: Readonly<Record<string, string>>
  readonly tokens: OAuthTokens
}

/** Tokens whose refresh token changes with each use: refreshed under a lock, stored before they are used. */
export interface RotatingTokens {
  /** The tokens as stored now. */
  read(): Promise<OAuthTokens>
  /**
   * Takes the connection's lock, reads again, and calls `refresh` unless another process has refreshed since
   * `stale` was read; stores the answer before it returns it.
   */
  refresh(stale: OAuthTokens, refresh: (current: OAuthTokens) => Promise<OAuthTokens>): Promise<OAuthTokens>
}

export interface OAuthTokens {
  readonly accessToken: string
  readonly accessExpiresAt: string
  readonly refreshToken: string
  readonly refreshExpiresAt: string
  /** When the grant ends for good whatever is refreshed, where the vendor says so. */
  readonly grantEndsAt: string | undefined
}
