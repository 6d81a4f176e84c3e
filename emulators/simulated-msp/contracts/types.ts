import type { CommitmentTerm } from '../types.ts'

/** What the MSP has agreed with its clients, in neutral words. Whoever uses it turns it into a billing config. */
export interface Contracts {
  readonly house: {
    readonly currency: 'USD'
    readonly quantityBasis: ContractBasis
    readonly price: ContractPrice
  }
  readonly items: readonly ContractItem[]
  readonly clients: readonly ClientContract[]
  readonly ignoredCompanies: readonly { readonly companyId: string; readonly reason: string }[]
}

export type ContractBasis = 'whole-at-start' | 'whole-at-end' | 'daily'

/** `hold` is an amount in the contract's currency. */
export type ContractPrice =
  | { readonly policy: 'markup'; readonly markupPercent: number }
  | { readonly policy: 'list' }
  | { readonly policy: 'hold'; readonly unitPriceCents: number }

/** The nearest to the line wins: line, client, item, house. */
export interface ContractRules {
  readonly quantityBasis?: ContractBasis
  readonly price?: ContractPrice
}

/** A product by its terms. A term that is left out matches any; `none` matches subscriptions without a commitment. */
export interface Coverage {
  readonly productId: string
  readonly commitmentTerm: CommitmentTerm | 'none' | undefined
  readonly billingTerm: string | undefined
}

/** The MSP's own line, and the item of its ledger that has the same name. */
export interface ContractItem {
  readonly itemId: string
  readonly name: string
  readonly covers: readonly Coverage[]
}

interface ContractLineCommon {
  readonly lineId: string
  readonly itemId: string
  readonly rules: ContractRules
  /** First day on which the line is billed; undefined: always was. */
  readonly from: string | undefined
  /** First day on which it no longer is; undefined: open. */
  readonly until: string | undefined
}

export type ContractLine = ContractLineCommon &
  (
    | { readonly model: 'per-seat' }
    | { readonly model: 'fixed'; readonly amountCents: number; readonly componentItemIds: readonly string[] }
    | { readonly model: 'pass-through'; readonly takesRest: boolean }
    | {
        readonly model: 'manual'
        readonly description: string
        readonly quantity: number
        readonly unitPriceCents: number
        /** The only month in which it is billed; undefined: each month. */
        readonly month: string | undefined
      }
  )

export interface ClientContract {
  /** A short name for commands and files, such as `bear-creek-winery`. */
  readonly clientId: string
  readonly name: string
  readonly companyId: string
  readonly currency: ContractCurrency
  /** The customer in the ledger; undefined: nobody has made one. Its currency may differ from the contract's. */
  readonly ledgerCustomer: { readonly displayName: string; readonly currency: ContractCurrency } | undefined
  readonly rules: ContractRules
  readonly overrides: readonly (Coverage & { readonly itemId: string })[]
  readonly lines: readonly ContractLine[]
}

export type ContractCurrency = 'USD' | 'CAD' | 'EUR'
