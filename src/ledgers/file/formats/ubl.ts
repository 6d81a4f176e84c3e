import { element, optionalElement, writeXml, type XmlNode } from '../../../support/xml-text.ts'
import type { LedgerDocument, LedgerDocumentLine } from '../../document/ledger-document.ts'
import { addDays } from '../../../domain/plain-date.ts'
import type { Seller } from '../settings.ts'
import { exactLine } from './exact-line.ts'
import { utf8, type FileFormat } from './format.ts'
import { readUbl, referenceKind } from './ubl-read.ts'

/**
 * UBL 2.1 (OASIS, 4 November 2013): an Invoice, or a CreditNote, in the order of elements of its schema. It is plain
 * UBL: what the profiles of countries and networks ask for besides, such as Peppol's end point ids, is not in it.
 */
export function ublFormat(seller: Seller): FileFormat {
  return {
    id: 'ubl',
    extension: 'xml',
    mediaType: 'application/xml',
    problems: ublProblems,
    write: (document) => `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(ublDocument(document, seller))}`,
    read: readUbl,
    ...utf8,
  }
}

const namespace = 'urn:oasis:names:specification:ubl:schema:xsd'

function ublProblems(document: LedgerDocument): readonly { field: string; message: string }[] {
  const inclusive = document.tax?.codes.find((code) => code.inclusive)
  if (inclusive === undefined) return []
  const message = `UBL states amounts before tax, and the tax ${inclusive.code} is contained in the prices. Bill with prices before tax, or choose another format.`
  return [{ field: 'TaxTotal', message }]
}

function ublDocument(document: LedgerDocument, seller: Seller): XmlNode {
  const isCredit = document.documentKind === 'credit-memo'
  const root = isCredit ? 'CreditNote' : 'Invoice'
  const kind = element('cbc:InvoiceTypeCode', '380')
  const parties = [
    element('cac:AccountingSupplierParty', [party(seller.name, seller)]),
    element('cac:AccountingCustomerParty', [
      element('cbc:SupplierAssignedAccountID', document.customer.id),
      party(document.customer.name ?? document.client.name, undefined),
    ]),
  ]
  const tax = taxTotal(document)
  return element(
    root,
    [
      element('cbc:UBLVersionID', '2.1'),
      element('cbc:ID', document.documentNumber),
      element('cbc:IssueDate', document.invoiceDate),
      isCredit ? element('cbc:CreditNoteTypeCode', '381') : kind,
      element('cbc:DocumentCurrencyCode', document.currency),
      period(document.billingPeriod),
      element('cac:AdditionalDocumentReference', [
        element('cbc:ID', document.reference),
        element('cbc:DocumentType', referenceKind),
      ]),
      ...parties,
      ...(tax === undefined ? [] : [tax]),
      element('cac:LegalMonetaryTotal', [
        amount('cbc:LineExtensionAmount', document.netTotal, document),
        amount('cbc:TaxExclusiveAmount', document.netTotal, document),
        amount('cbc:TaxInclusiveAmount', document.tax?.totalWithTax ?? document.netTotal, document),
        amount('cbc:PayableAmount', document.tax?.totalWithTax ?? document.netTotal, document),
      ]),
      ...document.lines.map((line, index) => ublLine(line, index + 1, document)),
    ],
    {
      xmlns: `${namespace}:${root}-2`,
      'xmlns:cac': `${namespace}:CommonAggregateComponents-2`,
      'xmlns:cbc': `${namespace}:CommonBasicComponents-2`,
    },
  )
}

function party(name: string, seller: Seller | undefined): XmlNode {
  const { street, city, postalZone, countryCode, taxId } = seller ?? {}
  const address = [
    optionalElement('cbc:StreetName', street),
    optionalElement('cbc:CityName', city),
    optionalElement('cbc:PostalZone', postalZone),
    countryCode === undefined ? undefined : element('cac:Country', [element('cbc:IdentificationCode', countryCode)]),
  ]
  return element('cac:Party', [
    element('cac:PartyName', [element('cbc:Name', name)]),
    address.every((part) => part === undefined) ? undefined : element('cac:PostalAddress', address),
    taxId === undefined
      ? undefined
      : element('cac:PartyTaxScheme', [
          element('cbc:CompanyID', taxId),
          element('cac:TaxScheme', [element('cbc:ID', 'VAT')]),
        ]),
  ])
}

/** UBL's periods name the last day, where ours name the day after it. */
function period({ start, end }: { readonly start: string; readonly end: string }): XmlNode {
  return element('cac:InvoicePeriod', [element('cbc:StartDate', start), element('cbc:EndDate', addDays(end, -1))])
}

function taxTotal(document: LedgerDocument): XmlNode | undefined {
  if (document.tax === undefined) return undefined
  return element('cac:TaxTotal', [
    amount('cbc:TaxAmount', document.tax.amount, document),
    ...document.tax.codes.map((code) =>
      element('cac:TaxSubtotal', [
        amount('cbc:TaxableAmount', code.base, document),
        amount('cbc:TaxAmount', code.amount, document),
        element('cac:TaxCategory', [
          element('cbc:Percent', code.percent),
          element('cac:TaxScheme', [element('cbc:ID', code.code)]),
        ]),
      ]),
    ),
  ])
}

function ublLine(line: LedgerDocumentLine, number: number, document: LedgerDocument): XmlNode {
  const isCredit = document.documentKind === 'credit-memo'
  const exact = exactLine(line, document)
  return element(isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', [
    element('cbc:ID', String(number)),
    // C62 is "one" in UN/ECE Recommendation 20: seats, hours and fees alike are counted.
    element(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', exact.quantity, { unitCode: 'C62' }),
    amount('cbc:LineExtensionAmount', exact.amount, document),
    period(line.servicePeriod),
    element('cac:Item', [
      optionalElement('cbc:Description', exact.description),
      element('cbc:Name', line.item.name ?? line.item.id),
      element('cac:SellersItemIdentification', [element('cbc:ID', line.item.id)]),
    ]),
    element('cac:Price', [amount('cbc:PriceAmount', exact.unitPrice, document)]),
  ])
}

function amount(name: string, text: string, { currency }: LedgerDocument): XmlNode {
  return element(name, text, { currencyID: currency })
}
