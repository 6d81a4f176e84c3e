import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { decimal, fitsPlaces } from '../../money/decimal.ts'
import { jsonNumber, stringifyJson, type JsonNumber } from '../../support/json.ts'
import { plainNumber } from '../document/amount-text.ts'
import { lineDescription } from '../document/line-description.ts'
import { opposite, quantityAndPrice, workingOf } from '../document/quantity-and-price.ts'
import type { PreparationContext, PreparedPosting } from '../gateway.ts'
import { amountPlaces, linePlaces, quickBooksOnlineCapabilities } from './capabilities.ts'
import { bookedWith } from './booking.ts'
import { documentTax } from './line-tax.ts'
import { postingProblems } from './posting-problems.ts'

/**
 * The exact bytes that will be posted for an invoice, and what this company cannot hold of it. Pure: the same invoice,
 * number, reference and facts give the same bytes. A negative total becomes a credit memo, whose amounts count what it
 * takes off, because QuickBooks refuses an invoice below zero.
 * @throws {RangeError} when an amount of the invoice is no decimal number.
 */
export function preparePosting(invoice: Invoice, context: PreparationContext): PreparedPosting {
  const booked = bookedWith(invoice, context.facts)
  const tax = documentTax(invoice, context.facts)
  const problems = [...postingProblems(invoice, context), ...booked.problems, ...tax.problems]
  const documentKind = decimal(invoice.total).units < 0n || invoice.kind === 'credit-memo' ? 'credit-memo' : 'invoice'
  const documentNumber = context.facts.acceptsOurNumbers ? context.documentNumber : undefined
  const unholdable = invoice.lines.some((line) => !fitsPlaces(decimal(line.amount), amountPlaces))
  const body = {
    // The vendor's schema has this order too, so that the same body can be checked as XML.
    DocNumber: documentNumber,
    TxnDate: invoice.invoiceDate,
    DepartmentRef: reference(booked.departmentId),
    CurrencyRef: context.facts.multicurrency ? { value: invoice.currency } : undefined,
    ExchangeRate: booked.exchangeRate === undefined ? undefined : jsonNumber(booked.exchangeRate),
    PrivateNote: context.reference,
    Line: unholdable
      ? []
      : invoice.lines.map((line, index) =>
          salesLine(line, {
            currency: invoice.currency,
            documentKind,
            classId: booked.lineClassIds[index],
            taxCode: tax.lineCodes[index],
          }),
        ),
    TxnTaxDetail: tax.documentCode === undefined ? undefined : { TxnTaxCodeRef: { value: tax.documentCode } },
    CustomerRef: { value: invoice.ledgerCustomerId },
    CustomerMemo: reference(booked.memo),
    ClassRef: reference(booked.classId),
    SalesTermRef: documentKind === 'invoice' ? reference(booked.termId) : undefined,
    DueDate: documentKind === 'invoice' ? booked.dueDate : undefined,
    GlobalTaxCalculation: tax.calculation,
    // Any other status could queue an e-mail to the client.
    EmailStatus: 'NotSet',
  }
  return { documentKind, mediaType: 'application/json', body: stringifyJson(body), documentNumber, problems }
}

function reference(value: string | undefined): { readonly value: string } | undefined {
  return value === undefined ? undefined : { value }
}

interface LineContext {
  readonly currency: string
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly classId: string | undefined
  readonly taxCode: string | undefined
}

function salesLine(line: InvoiceLine, { currency, documentKind, classId, taxCode }: LineContext): SalesLine {
  const billed = quantityAndPrice(
    {
      quantity: decimal(line.quantity),
      unitPrice: decimal(line.unitPrice),
      amount: decimal(line.amount),
      proration: line.proration,
    },
    linePlaces,
  )
  const shown = documentKind === 'credit-memo' ? opposite(billed) : billed
  const working = billed.form === 'single' ? workingOf(line) : undefined
  const description = lineDescription(line.description, working, quickBooksOnlineCapabilities.descriptionLength)
  const places = Math.min(minorUnitsOf(currency), amountPlaces)
  return {
    Description: description === '' ? undefined : description,
    Amount: plainNumber(shown.amount, places),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: line.ledgerItemId },
      ClassRef: reference(classId),
      UnitPrice: plainNumber(shown.unitPrice, places),
      Qty: plainNumber(shown.quantity, 0),
      TaxCodeRef: reference(taxCode),
      ServiceDate: line.servicePeriod.start,
    },
  }
}

/** The properties of a line that we send, named as in the vendor's schema. */
interface SalesLine {
  readonly Description: string | undefined
  readonly Amount: JsonNumber
  readonly DetailType: 'SalesItemLineDetail'
  readonly SalesItemLineDetail: {
    readonly ItemRef: { readonly value: string }
    readonly ClassRef: { readonly value: string } | undefined
    readonly UnitPrice: JsonNumber
    readonly Qty: JsonNumber
    readonly TaxCodeRef: { readonly value: string } | undefined
    readonly ServiceDate: string
  }
}
