import type { Decimal } from '../money/decimal.ts'
import type { PricePolicy } from './price-policy.ts'

/**
 * How days become a share of a period. `actual`: days of the period's own days. `fixed-30`: the days that are left of the
 * period, at most 30, of 30 a month. `30-360`: strict 30/360, where every month has 30 days and a 31st counts as a 30th.
 */
export type DayCount = 'actual' | 'fixed-30' | '30-360'

export const dayCounts = ['actual', 'fixed-30', '30-360'] as const satisfies readonly DayCount[]

/** Whose the day of a change is: the new quantity's, the old one's, or both's (the larger of the two counts). */
export type ChangeDay = 'new' | 'old' | 'both'

export const changeDays = ['new', 'old', 'both'] as const satisfies readonly ChangeDay[]

/**
 * `adjustments`: what is held at the start, and each change from its day on. `stretches`: a line for each stretch of days
 * in which nothing changes. `folded`: one line, its days folded into a decimal quantity, where that is exact.
 */
export type LineShape = 'adjustments' | 'stretches' | 'folded'

export const lineShapes = ['adjustments', 'stretches', 'folded'] as const satisfies readonly LineShape[]

/** Where a line is rounded: its amount, or the unit price for its days, which is then multiplied by the units. */
export type RoundingPlace = 'amount' | 'unit-price'

export const roundingPlaces = ['amount', 'unit-price'] as const satisfies readonly RoundingPlace[]

/** Whether what several subscriptions put on one line is rounded as one sum, or each by itself. */
export type Netting = 'net-then-round' | 'round-then-net'

export const nettings = ['net-then-round', 'round-then-net'] as const satisfies readonly Netting[]

/**
 * What a leaver brings. `credit`: the rest of the period. `no-credit`: nothing before the next period. `at-term-end`:
 * nothing before the end of the subscription's commitment, or of the period where there is none.
 */
export type Decreases = 'credit' | 'no-credit' | 'at-term-end'

export const decreaseRules = ['credit', 'no-credit', 'at-term-end'] as const satisfies readonly Decreases[]

/** `advance`: a month is billed with its own invoice. `arrears`: with the invoice of the month after it. */
export type Timing = 'advance' | 'arrears'

export const timings = ['advance', 'arrears'] as const satisfies readonly Timing[]

/** Whether a term of a year or more is billed at once, or in months that add up to it. */
export type TermBilling = 'once' | 'spread'

export const termBillings = ['once', 'spread'] as const satisfies readonly TermBilling[]

/** Whether monthly subscriptions are billed by calendar months or by months from their own day on. */
export type ServicePeriods = 'calendar' | 'anniversary'

export const servicePeriodKinds = ['calendar', 'anniversary'] as const satisfies readonly ServicePeriods[]

/** Whether a line that comes to nothing (no units, or a price of zero) is on the invoice. */
export type ZeroLines = 'hide' | 'keep'

export const zeroLineRules = ['hide', 'keep'] as const satisfies readonly ZeroLines[]

/** The names that a text template may use. */
export const textNames = [
  'item',
  'line',
  'quantity',
  'units',
  'period',
  'from',
  'to',
  'days',
  'of',
  'month',
  'unitPrice',
] as const

export type TextName = (typeof textNames)[number]

/** A description's template, taken apart: texts as they are, and names in whose place a value is put. */
export type TextTemplate = readonly (string | { readonly name: TextName })[]

/** What decides about quantities, days and the shape of lines. Each key is looked up by itself, the nearest wins. */
export interface QuantityRules {
  /** Units of each period that cost nothing extra; 0 where nobody says otherwise. */
  readonly includedQuantity?: Decimal
  /** The price of the units above the included ones; the line's own price where nobody says otherwise. */
  readonly overagePrice?: PricePolicy
  readonly minimumQuantity?: Decimal
  readonly maximumQuantity?: Decimal
  /** Billed quantities are rounded up to a multiple of it. */
  readonly quantityStep?: Decimal
  /** Never bill less than what the running commitment is for. */
  readonly committedFloor?: boolean
  readonly dayCount?: DayCount
  readonly changeDay?: ChangeDay
  readonly servicePeriods?: ServicePeriods
  readonly shape?: LineShape
  readonly text?: TextTemplate
  readonly roundingPlace?: RoundingPlace
  readonly netting?: Netting
  readonly decreases?: Decreases
  readonly timing?: Timing
  readonly terms?: TermBilling
  readonly zeroLines?: ZeroLines
}
