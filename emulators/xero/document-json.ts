import { formatDecimal, sumDecimals, type Decimal } from '../../src/money/decimal.ts'
import { jsonNumber, type JsonNumber } from '../../src/support/json.ts'
import { isoDate, msDate } from './answer.ts'
import type { Document, Json, LineItem } from './document.ts'

/** A document as the API gives it. Line items come only with a page or an id. */
export function documentJson(document: Document, withLines: boolean): Json {
  return document.list === 'Invoices' ? invoiceJson(document, withLines) : creditNoteJson(document, withLines)
}

function invoiceJson(document: Document, withLines: boolean): Json {
  const { id, number, dueDate, total, settled } = document
  const due = dueDate === undefined ? {} : bothDates('DueDate', dueDate)
  return {
    Type: document.type,
    InvoiceID: id,
    InvoiceNumber: number,
    ...common(document, withLines),
    ...due,
    ...(document.url === undefined ? {} : { Url: document.url }),
    AmountDue: document.status === 'VOIDED' ? jsonNumber('0.00') : money(less(total, settled)),
    AmountPaid: jsonNumber('0.00'),
    AmountCredited: money(settled),
    HasErrors: false,
  }
}

function creditNoteJson(document: Document, withLines: boolean): Json {
  const { id, number, total, settled } = document
  return {
    CreditNoteID: id,
    CreditNoteNumber: number,
    ID: id,
    Type: document.type,
    ...common(document, withLines),
    RemainingCredit: document.status === 'VOIDED' ? jsonNumber('0.00') : money(less(total, settled)),
    Allocations: [],
  }
}

function common(document: Document, withLines: boolean): Json {
  return {
    Reference: document.reference ?? '',
    Contact: { ContactID: document.contactId, Name: document.contactName, HasValidationErrors: false },
    ...bothDates('Date', document.date),
    Status: document.status,
    LineAmountTypes: document.lineAmountTypes,
    LineItems: withLines ? document.lines.map(lineJson) : [],
    SubTotal: money(document.subTotal),
    TotalTax: money(document.totalTax),
    Total: money(document.total),
    UpdatedDateUTC: msDate(document.updated),
    CurrencyCode: document.currencyCode,
  }
}

function lineJson(line: LineItem): Json {
  return {
    Description: line.description,
    UnitAmount: jsonNumber(formatDecimal(line.unitAmount)),
    TaxType: line.taxType,
    TaxAmount: money(line.taxAmount),
    LineAmount: money(line.lineAmount),
    ...(line.accountCode === undefined ? {} : { AccountCode: line.accountCode }),
    ...(line.itemCode === undefined ? {} : { ItemCode: line.itemCode }),
    Tracking: [],
    Quantity: jsonNumber(formatDecimal(line.quantity)),
    LineItemID: line.lineItemId,
    ValidationErrors: [],
  }
}

function bothDates(name: string, day: string): Json {
  const moment = new Date(`${day}T00:00:00.000Z`)
  return { [`${name}String`]: isoDate(moment), [name]: msDate(moment) }
}

function money(value: Decimal): JsonNumber {
  return jsonNumber(formatDecimal(value))
}

function less(a: Decimal, b: Decimal): Decimal {
  return sumDecimals([a, { ...b, units: -b.units }])
}
