import type { PlainDate } from '../domain/plain-date.ts'

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
  /** True where no list of customers was given: any name is one. */
  readonly takesAnyCustomer?: boolean
  /** The same for items. */
  readonly takesAnyItem?: boolean
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
