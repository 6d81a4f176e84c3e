import type { Decimal } from '../../src/money/decimal.ts'

/** Parsed JSON, whose numbers keep their text. */
export type Json = Readonly<Record<string, unknown>>

export type DocumentList = 'Invoices' | 'CreditNotes'

export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED'

export interface LineItem {
  readonly lineItemId: string
  readonly description: string | undefined
  readonly quantity: Decimal
  readonly unitAmount: Decimal
  readonly itemCode: string | undefined
  readonly accountCode: string | undefined
  readonly taxType: string
  readonly lineAmount: Decimal
  readonly taxAmount: Decimal
}

/** An invoice or a credit note as the organisation holds it. */
export interface Document {
  readonly list: DocumentList
  readonly id: string
  readonly type: string
  readonly number: string
  readonly reference: string | undefined
  readonly contactId: string
  readonly contactName: string
  readonly date: string
  readonly dueDate: string | undefined
  readonly status: DocumentStatus
  readonly lineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax'
  readonly currencyCode: string
  readonly url: string | undefined
  readonly lines: readonly LineItem[]
  readonly subTotal: Decimal
  readonly totalTax: Decimal
  readonly total: Decimal
  /** What was paid or credited of it. */
  readonly settled: Decimal
  readonly updated: Date
}

/** What a document's request says, before the organisation's rules have filled in the rest. */
export type Draft = Omit<Document, 'id' | 'number' | 'updated'> & { readonly number: string | undefined }
