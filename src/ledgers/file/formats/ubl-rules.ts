import { isPlainDate } from '../../../domain/plain-date.ts'
import { parseDecimal } from '../../../money/decimal.ts'
import type { XmlElement } from '../../../support/xml-tree.ts'

type Count = 'one' | 'optional' | 'some' | 'any'

interface Rule {
  readonly name: string
  readonly count: Count
  readonly inside?: readonly Rule[]
  readonly content?: 'text' | 'date' | 'amount' | 'quantity' | 'number'
}

const text = (name: string, count: Count = 'optional'): Rule => ({ name, count, content: 'text' })
const date = (name: string, count: Count = 'optional'): Rule => ({ name, count, content: 'date' })
const amount = (name: string, count: Count = 'optional'): Rule => ({ name, count, content: 'amount' })
const group = (name: string, count: Count, inside: readonly Rule[]): Rule => ({ name, count, inside })

const period = (count: Count): Rule => group('InvoicePeriod', count, [date('StartDate'), date('EndDate')])
const scheme = (name: string): Rule => group(name, 'one', [text('ID')])

const party = group('Party', 'optional', [
  group('PartyName', 'any', [text('Name', 'one')]),
  group('PostalAddress', 'optional', [
    text('StreetName'),
    text('CityName'),
    text('PostalZone'),
    group('Country', 'optional', [text('IdentificationCode')]),
  ]),
  group('PartyTaxScheme', 'any', [text('CompanyID'), scheme('TaxScheme')]),
])

const totals = [
  group('TaxTotal', 'any', [
    amount('TaxAmount', 'one'),
    group('TaxSubtotal', 'any', [
      amount('TaxableAmount'),
      amount('TaxAmount', 'one'),
      group('TaxCategory', 'one', [{ name: 'Percent', count: 'optional', content: 'number' }, scheme('TaxScheme')]),
    ]),
  ]),
  group('LegalMonetaryTotal', 'one', [
    amount('LineExtensionAmount'),
    amount('TaxExclusiveAmount'),
    amount('TaxInclusiveAmount'),
    amount('PayableAmount', 'one'),
  ]),
]

function line(name: string, quantity: string): Rule {
  return group(name, 'some', [
    text('ID', 'one'),
    { name: quantity, count: 'optional', content: 'quantity' },
    amount('LineExtensionAmount', name === 'InvoiceLine' ? 'one' : 'optional'),
    period('any'),
    group('Item', name === 'InvoiceLine' ? 'one' : 'optional', [
      text('Description', 'any'),
      text('Name'),
      group('SellersItemIdentification', 'optional', [text('ID', 'one')]),
    ]),
    group('Price', 'optional', [amount('PriceAmount', 'one')]),
  ])
}

function documentRules(typeCode: string, typeCount: Count, lines: Rule): readonly Rule[] {
  return [
    text('UBLVersionID'),
    text('ID', 'one'),
    date('IssueDate', 'one'),
    text(typeCode, typeCount),
    text('DocumentCurrencyCode'),
    period('any'),
    group('AdditionalDocumentReference', 'any', [text('ID', 'one'), text('DocumentType')]),
    group('AccountingSupplierParty', 'one', [party]),
    group('AccountingCustomerParty', 'one', [text('SupplierAssignedAccountID'), party]),
    ...totals,
    lines,
  ]
}

const roots: Readonly<Record<string, readonly Rule[]>> = {
  Invoice: documentRules('InvoiceTypeCode', 'optional', line('InvoiceLine', 'InvoicedQuantity')),
  CreditNote: documentRules('CreditNoteTypeCode', 'optional', line('CreditNoteLine', 'CreditedQuantity')),
}

/**
 * The part of the UBL 2.1 schemas that our documents use, stated anew from the standard's tables: which elements stand
 * where, in which order, how often, and what their content is. The schemas themselves are used where they are at hand,
 * in a test.
 * @returns the first rule that is broken, with the place; `undefined`: none.
 */
export function ublRuleBroken(root: XmlElement): string | undefined {
  const rules = Object.hasOwn(roots, root.name) ? roots[root.name] : undefined
  if (rules === undefined) return `the root element is ${root.name}`
  const wanted = `urn:oasis:names:specification:ubl:schema:xsd:${root.name}-2`
  if (root.attributes['xmlns'] !== wanted) return `the namespace of ${root.name} is not ${wanted}`
  return brokenInside(root, rules, root.name)
}

function brokenInside(parent: XmlElement, rules: readonly Rule[], place: string): string | undefined {
  let at = 0
  for (const rule of rules) {
    let found = 0
    while (parent.elements[at]?.name === rule.name) {
      const child = parent.elements[at]
      const broken = child === undefined ? undefined : brokenContent(child, rule, `${place}/${rule.name}`)
      if (broken !== undefined) return broken
      found += 1
      at += 1
    }
    if (found === 0 && (rule.count === 'one' || rule.count === 'some')) return `${place} lacks ${rule.name}`
    if (found > 1 && (rule.count === 'one' || rule.count === 'optional')) return `${place} has ${rule.name} twice`
  }
  const left = parent.elements[at]
  return left === undefined ? undefined : `${place} has ${left.name} where it does not belong`
}

function brokenContent(element: XmlElement, rule: Rule, place: string): string | undefined {
  if (rule.inside !== undefined) return brokenInside(element, rule.inside, place)
  if (element.elements.length > 0) return `${place} holds elements`
  switch (rule.content ?? 'text') {
    case 'text':
      return element.text.trim() === '' ? `${place} is empty` : undefined
    case 'date':
      return isPlainDate(element.text) ? undefined : `${place} is no date`
    case 'amount':
      if (!/^[A-Z]{3}$/.test(element.attributes['currencyID'] ?? '')) return `${place} has no currencyID`
      return parseDecimal(element.text) === undefined ? `${place} is no number` : undefined
    case 'quantity':
    case 'number':
      return parseDecimal(element.text) === undefined ? `${place} is no number` : undefined
  }
}
