import type { Decimal } from '../money/decimal.ts'
import type { PlainDate } from './plain-date.ts'

/** Who works out the tax of a line: the ledger, nobody (none is charged), or we, by codes. */
export type TaxRule = 'ledger' | 'none' | TaxByCodes

export interface TaxByCodes {
  /** All that apply to a line, in order. */
  readonly codes: readonly TaxCode[]
  /** Where the tax is rounded: on each line, or on the sum of all lines of the same codes. */
  readonly per: TaxPlace
}

export type TaxPlace = 'line' | 'document'

export const taxPlaces = ['line', 'document'] as const satisfies readonly TaxPlace[]

/** A tax at a percentage that holds on the days from `from` to before `until`. */
export interface TaxCode {
  readonly code: string
  readonly percent: Decimal
  readonly from: PlainDate | undefined
  readonly until: PlainDate | undefined
  /** The lines' amounts have the tax in them. */
  readonly inclusive: boolean
  /** It is charged on the amount and the taxes before it. */
  readonly compound: boolean
}
