import type { DecimalText } from '../../domain/invoice.ts'

/** What is done about a gap: one change of the config. */
export type MappingChoice =
  | { readonly kind: 'client'; readonly source: string; readonly company: string; readonly act: CompanyAct }
  | ({ readonly kind: 'product'; readonly act: ProductAct } & ProductTerms)
  | { readonly kind: 'ledger-customer'; readonly client: string; readonly customer: string }
  | { readonly kind: 'ledger-item'; readonly item: string; readonly ledger: string; readonly ledgerItem: string }

export type CompanyAct =
  | { readonly to: 'client'; readonly client: string }
  | {
      readonly to: 'new-client'
      readonly name: string
      readonly ledger: string
      readonly customer?: string | undefined
    }
  | { readonly to: 'ignore'; readonly reason: string }

export type ProductAct =
  | { readonly to: 'item'; readonly item: string }
  | { readonly to: 'new-item'; readonly name: string }
  | { readonly to: 'ignore'; readonly reason: string }

/** A distributor's product as it is mapped: by id and terms, never by name. */
export interface ProductTerms {
  readonly source: string
  readonly product: string
  /** `none` where there is no commitment. */
  readonly commitmentTerm: string
  /** Empty where the distributor does not say it. */
  readonly billingTerm: string
}

export interface MappingSuggestion {
  readonly choice: MappingChoice
  /** What it would be mapped to, as a person knows it. */
  readonly target: string
  /** Why: `same name`, `same e-mail domain`. */
  readonly reasons: readonly string[]
}

/** Something that costs us and that nobody could be billed for, or that the ledger would not take. */
export interface MappingGap {
  readonly kind: MappingChoice['kind']
  /** Names it within its kind. */
  readonly id: string
  readonly name: string
  /** Where it stands: the distributor and its id there. */
  readonly place: string
  /** What it is, for a choice of the operator's own. */
  readonly subject: Readonly<Record<string, string>>
  readonly subscriptions: number
  /** What it costs us a month, per currency. */
  readonly monthlyCosts: readonly { readonly amount: DecimalText; readonly currency: string }[]
  /** Part of its cost is not known, so that the sums are less than all. */
  readonly hasUnknownCost: boolean
  /** The best first. */
  readonly suggestions: readonly MappingSuggestion[]
  /** More than one is as good as the best: a person decides. */
  readonly isAmbiguous: boolean
}
