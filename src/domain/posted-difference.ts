/**
 * What a ledger made of a posting that is not what was approved. It is shown with its cause and never corrected here:
 * the ledger's document is what the client gets.
 *
 * `tax`: the ledger computes it, so nothing was approved. `credit-applied`: less is open than the total.
 */
export type PostedDifferenceKind =
  | 'tax'
  | 'credit-applied'
  | 'rounding'
  | 'line-amount'
  | 'line-text'
  | 'line-missing'
  | 'line-added'
  | 'net-total'
  | 'total'
  | 'date'
  | 'currency'
  | 'customer'
  | 'number'

export interface PostedDifference {
  readonly kind: PostedDifferenceKind
  /** False: it is in the nature of the ledger, as its own tax is. True: somebody has to look. */
  readonly wantsPerson: boolean
  /** Counted from 1; undefined where it is about the whole document. */
  readonly line: number | undefined
  readonly approved: string | undefined
  readonly posted: string | undefined
  /** One sentence: why. */
  readonly cause: string
}
