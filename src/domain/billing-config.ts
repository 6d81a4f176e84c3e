import type { Decimal } from '../money/decimal.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Rounding } from '../money/rounding.ts'
import type { NegativeProrations, UsageDisplay } from './charge-rules.ts'
import type { ExchangeRate, ExchangeRule } from './exchange-rate.ts'
import type { BookingRules } from './booking.ts'
import type { PlainDate } from './plain-date.ts'
import type { Thresholds } from './thresholds.ts'
import type { TaxRule } from './tax-rule.ts'
import type { Discount, PriceFollow, PricePolicy } from './price-policy.ts'
import type { QuantityRules } from './quantity-rules.ts'

/**
 * Which quantity of a period is billed. `whole-at-start`: what is held on the period's first day, for the whole period.
 * `whole-at-end`: what is held on its last day, for the whole period. `daily`: each day's quantity, prorated.
 * `peak`: the most that is held on any one day, for the whole period. `as-billed`: what the distributor's own charges for
 * the period say; unknown while there are none.
 */
export type QuantityBasis = 'whole-at-start' | 'whole-at-end' | 'peak' | 'daily' | 'as-billed'

export const quantityBases = [
  'whole-at-start',
  'whole-at-end',
  'peak',
  'daily',
  'as-billed',
] as const satisfies readonly QuantityBasis[]

/**
 * What becomes of the difference between what a closed month should have billed, as known now, and what it billed.
 * `bill`: it goes on the next invoice, whichever its sign. `credit`: only where it is in the client's favour; else it is
 * held. `hold`: it is shown and stays off the invoice. `ignore`: it is named by a note.
 */
export type TrueUpMode = 'bill' | 'credit' | 'hold' | 'ignore'

export const trueUpModes = ['bill', 'credit', 'hold', 'ignore'] as const satisfies readonly TrueUpMode[]

/** How closed months are looked at again. Each key is looked up by itself; one that is left out comes from further up. */
export interface TrueUpRules {
  /** How many closed months are worked out again; 0, the default: none. */
  readonly window?: number
  /** Differences smaller than this, in the client's currency, are ignored and named; nothing is by default. */
  readonly below?: Decimal
  /** `bill` where nobody says otherwise. */
  readonly as?: TrueUpMode
}

/** Settings that the house, a catalog item, a client or a line may each state; the nearest to the line wins. */
export interface BillingRules extends QuantityRules {
  readonly quantityBasis?: QuantityBasis
  readonly price?: PricePolicy
  /** When a changed cost or list price takes effect; left out everywhere: at once. */
  readonly follow?: PriceFollow
  /** Percents first, then amounts. */
  readonly discounts?: readonly Discount[]
  /** What a line bills at least for a period in which it bills units at all, after discounts. */
  readonly minimumCharge?: Money
  /** Left out everywhere: an amount of another currency is not converted, and blocks. */
  readonly exchange?: ExchangeRule
  /** Left out everywhere: a line each. */
  readonly usage?: UsageDisplay
  /** Left out everywhere: kept on the invoice, with their sign. */
  readonly negativeProrations?: NegativeProrations
  readonly rounding?: Rounding
  readonly taxable?: boolean
  /** Who works out the tax; left out everywhere: the ledger. */
  readonly tax?: TaxRule
  readonly trueUps?: TrueUpRules
  /** How documents and lines are booked in the ledger. Each key is looked up by itself. */
  readonly booking?: BookingRules
  /** The first day on which these settings applied, where the config says it; explanations name it. */
  readonly since?: PlainDate
}

/** The house states these, so that each line finds one. */
export type HouseRules = BillingRules & Required<Pick<BillingRules, 'quantityBasis' | 'price' | 'rounding' | 'taxable'>>

/** Names where a rule was stated, nearest first: line > client > catalog item > house. */
export type RuleLevel = 'line' | 'client' | 'item' | 'house'

/** A distributor's product, told apart by its terms. Left out, a term matches any. */
export interface ProductMatch {
  readonly connectionId: string
  readonly productId: string
  /** As in {@link SubscriptionState.commitmentTerm}; `none` matches subscriptions without a commitment. */
  readonly commitmentTerm: string | undefined
  readonly billingTerm: string | undefined
}

/** The MSP's own friendly line, such as "M365 Business Standard", and what it stands for on both sides. */
export interface CatalogItem {
  readonly itemId: string
  readonly name: string
  readonly covers: readonly ProductMatch[]
  /** The item's id in each ledger, by ledger connection. */
  readonly ledgerItems: ReadonlyMap<string, string>
  readonly rules: BillingRules
}

interface BillingLineCommon {
  readonly lineId: string
  /** The text on the invoice; the catalog item's name where it is left out. */
  readonly description: string | undefined
  readonly rules: BillingRules
  /** First day on which the line is billed; undefined: always was. */
  readonly from: PlainDate | undefined
  /** First day on which it no longer is; undefined: open. */
  readonly until: PlainDate | undefined
}

/** A line whose quantity follows the distributor: the per-line opt-in. */
export interface SyncedLine extends BillingLineCommon {
  readonly syncsQuantity: true
  readonly model: 'per-seat'
  readonly itemId: string
}

/** A line that no sync touches: recurring, or for one month only (`month` as `2026-03`). */
export interface ManualLine extends BillingLineCommon {
  readonly syncsQuantity: false
  readonly model: 'per-seat'
  /** For the ledger item; a manual line may have no catalog item only where the ledger item is given. */
  readonly itemId: string
  readonly quantity: Decimal
  readonly unitPrice: Money
  readonly month: string | undefined
}

/** One amount a month for everything it bundles; the components are counted and costed behind it. */
export interface FixedLine extends BillingLineCommon {
  readonly syncsQuantity: true
  readonly model: 'fixed'
  readonly itemId: string
  readonly amount: Money
  readonly componentItemIds: readonly string[]
  /** The same items with what is included of each; left out: all of it is. */
  readonly components?: readonly BundleComponent[]
  /** Each component is shown as a line of its own that bills nothing. Left out: they are not. */
  readonly showComponents?: boolean
}

/** What a bundle includes of one item. */
export interface BundleComponent {
  readonly itemId: string
  /** Undefined: however many there are. */
  readonly included: Decimal | undefined
  /** For units above those; undefined: the price rule that would hold for the item on its own. */
  readonly overagePrice: PricePolicy | undefined
}

/** The distributor's own charges, re-priced: those of the named item, or with no item all that no other line takes. */
export interface PassThroughLine extends BillingLineCommon {
  readonly syncsQuantity: true
  readonly model: 'pass-through'
  readonly itemId: string
  /** True: takes each of the client's charges that no other line covers. */
  readonly takesRest: boolean
}

export type BillingLine = SyncedLine | ManualLine | FixedLine | PassThroughLine

export interface ClientBillingConfig {
  readonly clientId: string
  readonly name: string
  /** The companies at the distributors that are this client. */
  readonly companies: readonly { readonly connectionId: string; readonly companyId: string }[]
  readonly ledger: { readonly connectionId: string; readonly customerId: string | undefined }
  readonly currency: Currency
  readonly rules: BillingRules
  /** From where on something is flagged for this client, where it differs from the house's. */
  readonly thresholds?: Partial<Thresholds>
  /** Mappings that go before the catalog's own for this client. */
  readonly overrides: readonly { readonly match: ProductMatch; readonly itemId: string }[]
  readonly lines: readonly BillingLine[]
}

/** Everything that decides what is billed, as one version of it. */
export interface BillingConfig {
  readonly version: number
  readonly house: {
    readonly currency: Currency
    readonly rules: HouseRules
    readonly thresholds?: Partial<Thresholds>
  }
  /** Exchange rates that were entered or imported; left out: there are none. */
  readonly rates?: readonly ExchangeRate[]
  readonly items: readonly CatalogItem[]
  readonly clients: readonly ClientBillingConfig[]
  /** Companies that are the MSP itself or are known and not billed, each with the reason. */
  readonly ignoredCompanies: readonly {
    readonly connectionId: string
    readonly companyId: string
    readonly reason: string
  }[]
  /** Products known and not billed, each with the reason. */
  readonly ignoredProducts: readonly { readonly match: ProductMatch; readonly reason: string }[]
}
