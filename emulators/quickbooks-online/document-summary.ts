import type { Books } from './state/books.ts'
import { listAt, objectAt, referenceAt, textAt, type JsonObject } from './state/json-object.ts'

export interface LineSummary {
  readonly description: string | undefined
  readonly item: string | undefined
  readonly quantity: string | undefined
  readonly unitPrice: string | undefined
  readonly amount: string | undefined
  readonly taxCode: string | undefined
}

export interface DocumentSummary {
  readonly type: 'Invoice' | 'CreditMemo' | 'Payment'
  readonly docNumber: string | undefined
  /** The customer's name. */
  readonly customer: string | undefined
  readonly txnDate: string | undefined
  readonly privateNote: string | undefined
  readonly lines: readonly LineSummary[]
  readonly totalTax: string | undefined
  readonly totalAmt: string | undefined
  readonly balance: string | undefined
}

/** What a company's documents say, without what differs from one run to the next; in an order that does not differ. */
export function documentSummaries(books: Books): readonly DocumentSummary[] {
  const types = ['Invoice', 'CreditMemo', 'Payment'] as const
  const summaries = types.flatMap((type) => [...books.list(type)].map((document) => summaryOf(type, document)))
  return summaries
    .map((summary) => ({ summary, key: JSON.stringify(summary) }))
    .sort(byKey)
    .map(({ summary }) => summary)
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

function summaryOf(type: DocumentSummary['type'], document: JsonObject): DocumentSummary {
  return {
    type,
    docNumber: textAt(document, 'DocNumber'),
    customer: textAt(objectAt(document, 'CustomerRef'), 'name'),
    txnDate: textAt(document, 'TxnDate'),
    privateNote: textAt(document, 'PrivateNote'),
    lines: listAt(document, 'Line')
      .filter((line) => textAt(line, 'DetailType') !== 'SubTotalLineDetail')
      .map(lineSummary),
    totalTax: textAt(objectAt(document, 'TxnTaxDetail'), 'TotalTax'),
    totalAmt: textAt(document, 'TotalAmt'),
    balance: textAt(document, 'Balance') ?? textAt(document, 'UnappliedAmt'),
  }
}

function lineSummary(line: JsonObject): LineSummary {
  const detail = objectAt(line, 'SalesItemLineDetail')
  return {
    description: textAt(line, 'Description'),
    item: textAt(objectAt(detail, 'ItemRef'), 'name'),
    quantity: textAt(detail, 'Qty'),
    unitPrice: textAt(detail, 'UnitPrice'),
    amount: textAt(line, 'Amount'),
    taxCode: referenceAt(detail, 'TaxCodeRef'),
  }
}
