import type { DecimalText } from './invoice.ts'

/**
 * An entry of one of the ledger's own lists, by its name or its id there: one text for every ledger, or one for each
 * ledger connection.
 */
export type LedgerEntry = string | ReadonlyMap<string, string>

/** How lines are booked in the ledger; may be stated at the house, a catalog item, a client or a line. */
export interface LineBookingRules {
  /** The tax code of taxable lines; left out: the one that the ledger has for the item. */
  readonly taxCode?: LedgerEntry
  /** The tax code of lines that are not taxable. */
  readonly untaxedCode?: LedgerEntry
  readonly class?: LedgerEntry
}

/** What a whole document is booked with; may be stated at the house or a client. */
export interface BookingRules extends LineBookingRules {
  readonly location?: LedgerEntry
  /** Left out: those that the ledger has for the customer. */
  readonly terms?: LedgerEntry
  readonly memo?: MemoTemplate
  /** Whose exchange rate turns the document into the ledger's home currency; left out: the ledger's. */
  readonly exchangeRate?: RateOwner
}

export type RateOwner = 'ledger' | 'ours'

export const rateOwners = ['ledger', 'ours'] as const satisfies readonly RateOwner[]

/** The names that a memo's template may use. */
export const memoNames = ['client', 'month', 'from', 'to'] as const

export type MemoName = (typeof memoNames)[number]

export type MemoTemplate = readonly (string | { readonly name: MemoName })[]

/** What is stated for one line, in the words of its ledger. Only what is stated. */
export interface LineBooking {
  readonly taxCode?: string
  readonly class?: string
}

/** What is stated for a document, in the words of its ledger. Only what is stated. */
export interface DocumentBooking {
  readonly location?: string
  readonly terms?: string
  /** What the client reads on the document. */
  readonly memo?: string
  /** Units of the ledger's home currency for one of the document's; `unknown`: none was stated by its date. */
  readonly exchangeRate?: DecimalText | 'unknown'
}
