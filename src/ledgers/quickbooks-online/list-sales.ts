import { z } from 'zod'
import type { Period } from '../../domain/period.ts'
import { decimal, formatDecimal } from '../../money/decimal.ts'
import { amountText } from '../document/amount-text.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { SalesDocument, SalesLine } from '../gateway.ts'
import { day, decimalText, optional, unreadable } from '../wire/json-parts.ts'
import type { Client } from './client.ts'
import { countedLines, type CountedLine } from './counted-lines.ts'
import { entityName } from './entity-name.ts'
import { readable } from './find.ts'
import { queryRows } from './query-rows.ts'

const salesDetail = z.looseObject({
  ItemRef: optional(z.looseObject({ value: z.string() })),
  Qty: optional(decimalText),
  UnitPrice: optional(decimalText),
  ServiceDate: optional(day),
})
const plainLine = {
  Description: optional(z.string()),
  Amount: optional(decimalText),
  DetailType: optional(z.string()),
  SalesItemLineDetail: optional(salesDetail),
}
const innerLine = z.looseObject(plainLine)
const soldLine = z.looseObject({
  ...plainLine,
  GroupLineDetail: optional(z.looseObject({ Line: optional(z.array(innerLine)) })),
})
const soldDocument = z.looseObject({ Line: z.array(soldLine) })

/** The invoices and credit memos of a stretch of days, whoever made them, with what each line is for. */
export async function listSales(
  client: Client,
  { start, end }: Period,
  signal: AbortSignal,
): Promise<readonly SalesDocument[]> {
  const where = [{ property: 'TxnDate', from: start, before: end }]
  const documents: SalesDocument[] = []
  for (const documentKind of ['invoice', 'credit-memo'] as const) {
    const entity = entityName(documentKind)
    for (const { row, traceId } of await queryRows(client, { entity, where }, z.looseObject({}), signal)) {
      documents.push(salesDocument(row, documentKind, traceId))
    }
  }
  return documents
}

function salesDocument(row: unknown, kind: SalesDocument['documentKind'], traceId: string | undefined): SalesDocument {
  const { documentKind, documentId, documentNumber, customerId, currency, date, voided } = readable(row, kind, traceId)
  const parsed = soldDocument.safeParse(row)
  if (!parsed.success) {
    const message = `QuickBooks gave a document whose lines could not be read: ${unreadable(parsed.error)}.`
    throw new LedgerUnavailable(message, { cause: parsed.error, traceId })
  }
  const lines = parsed.data.Line.flatMap((line) => countedLines(line)).map((line) => salesLine(line, currency))
  return { documentKind, documentId, documentNumber, customerId, currency, date, voided, lines }
}

function salesLine({ line, amount }: CountedLine<z.output<typeof innerLine>>, currency: string | undefined): SalesLine {
  const detail = line.SalesItemLineDetail
  return {
    itemId: detail?.ItemRef?.value,
    description: line.Description,
    quantity: plain(detail?.Qty),
    unitPrice: plain(detail?.UnitPrice),
    amount: amountText(amount, currency),
    serviceDate: detail?.ServiceDate,
  }
}

function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : formatDecimal(decimal(text))
}
