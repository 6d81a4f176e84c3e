import type { DecimalText } from './invoice.ts'

/** How a client gets something back: by a credit memo of its own, or by lines on the next invoice. */
export type CreditKind = 'credit-memo' | 'adjustment'

/** What one line of a posted invoice is credited: signed as the line's own amount, so more than zero for most. */
export interface CreditedLine {
  readonly lineKey: string
  readonly amount: DecimalText
}
