import type { Period } from '../../domain/period.ts'
import type { Decimal } from '../../money/decimal.ts'

/** What a line of a past invoice billed a client for a month, whoever wrote it. A credit's amount is below zero. */
export interface PastLine {
  readonly clientId: string
  readonly month: Period
  readonly ledgerItemId: string
  readonly description: string
  readonly quantity: Decimal | undefined
  readonly unitPrice: Decimal | undefined
  readonly amount: Decimal
  readonly currency: string
  readonly document: { readonly ledger: string; readonly id: string; readonly number: string | null }
}
