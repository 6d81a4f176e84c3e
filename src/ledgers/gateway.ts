import type { Invoice } from '../domain/invoice.ts'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Clock } from '../support/clock.ts'
import type { Logger } from '../support/logger.ts'
import type { LedgerCapabilities, LedgerFacts } from './facts.ts'

export type {
  LedgerAccount,
  LedgerCapabilities,
  LedgerCustomer,
  LedgerDimension,
  LedgerFacts,
  LedgerItem,
  LedgerTaxCode,
  LedgerTerm,
} from './facts.ts'

/**
 * The port to an accounting system. A gateway writes what was approved and reads back what is there; it decides nothing
 * about amounts. All verbs may throw the closed set of `GatewayFailure`s in `errors.ts` (authentication,
 * authorization, throttled, rejected, duplicate, not found, unavailable, outcome unknown).
 */
export interface LedgerGateway {
  readonly readPrepared: ReadPrepared

  /** Proves the connection and names the company behind it. */
  check(signal: AbortSignal): Promise<LedgerCheck>

  /**
   * The lists that the dry run needs: customers, items, preferences. Reads may be metered, so the caller keeps them.
   * @param kept The newest reading that is kept: a ledger that tells its changes needs no more than these.
   */
  readFacts(signal: AbortSignal, kept?: LedgerFacts): Promise<LedgerFacts>

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
   * All invoices of a stretch of days, whoever made them; voided ones may be among them. Absent where the ledger does not
   * list its documents.
   */
  readonly listInvoices?: (dates: Period, signal: AbortSignal) => Promise<readonly PostedDocument[]>

  /**
   * All invoices and credit memos of a stretch of days, whoever made them, with what each line is for. Absent where the
   * ledger does not list its documents.
   */
  readonly listSales?: (dates: Period, signal: AbortSignal) => Promise<readonly SalesDocument[]>

  /**
   * Takes a document back: it stays, number and all, and counts nothing. Absent where the ledger has no such thing.
   * Sending the same request under the same id again is safe.
   * @throws {PostingRejected} when the ledger does not void it: it was changed since, something is applied to it, or its
   *   period is closed.
   * @throws {PostingOutcomeUnknown} when it may or may not be void: read it back before anything else.
   */
  readonly voidDocument?: (request: VoidRequest, signal: AbortSignal) => Promise<PostedDocument>

  /**
   * Puts documents that were posted into one file for a person to hand over. Absent where a posting is handed over by
   * itself.
   * @throws {PostingRejected} when there is nothing to hand over that was not before, unless that is wanted.
   */
  readonly writeBatch?: (request: BatchRequest, signal: AbortSignal) => Promise<WrittenBatch>
}

export interface BatchRequest {
  /** What the file is named after. */
  readonly name: string
  readonly documentIds: readonly string[]
  /** Also those that were handed over before: whoever reads both files has them twice. */
  readonly again: boolean
}

export interface WrittenBatch {
  readonly path: string
  readonly documentIds: readonly string[]
  readonly sha256: string
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

/** A document of the past with what its lines are for. Amounts are decimal strings; a credit memo's count what it takes off. */
export interface SalesDocument extends Pick<
  PostedDocument,
  'documentKind' | 'documentId' | 'documentNumber' | 'customerId' | 'currency' | 'date' | 'voided'
> {
  readonly lines: readonly SalesLine[]
}

export interface SalesLine {
  /** The ledger's own item; undefined for a line without one, such as a discount. */
  readonly itemId: string | undefined
  readonly description: string | undefined
  readonly quantity: string | undefined
  readonly unitPrice: string | undefined
  readonly amount: string
  /** The day that the line itself says it is for. */
  readonly serviceDate: PlainDate | undefined
}

export interface LedgerCheck {
  readonly company: string
  /** How far our clock is ahead of the ledger's, in seconds, by the answer's Date header. */
  readonly clockSkewSeconds: number | undefined
  readonly notes: readonly string[]
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
  /** Left out: it tells nothing by itself. */
  readonly notices?: LedgerNotices
}

/**
 * Notices that a ledger sends when something changed there. Only the signature is believed: a notice does no more than
 * have the changes read.
 */
export interface LedgerNotices {
  /** The name under which the secret of the signature is kept. */
  readonly secret: string
  /** In lower case. */
  readonly signatureHeader: string
  /** Compared in constant time, over the bytes as they came. */
  readonly isSigned: (body: Uint8Array, signature: string, secret: string) => boolean
  /** The companies that it names; none where it cannot be read. */
  readonly companiesIn: (body: Uint8Array) => readonly string[]
  /** The company of a connection, as notices name it. */
  readonly companyOf: (settings: unknown) => string | undefined
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
  /** Where the grant reaches several companies: one of them is chosen, and its settings are added. */
  readonly companies?: readonly GrantedCompany[] | undefined
}

/** One of the companies that a grant reaches. */
export interface GrantedCompany {
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
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
