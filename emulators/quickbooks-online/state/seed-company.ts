import { jsonNumber } from '../../../src/support/json.ts'
import type { Books } from './books.ts'
import { integerToken, type JsonObject } from './json-object.ts'

/** What every company starts with: terms, accounts, tax codes. */
export function seedCompany(books: Books): void {
  for (const [id, name, days] of terms)
    books.save('Term', { ...head(books, id), Name: name, Active: true, Type: 'STANDARD', DueDays: integerToken(days) })
  for (const [id, name, type] of accounts)
    books.save('Account', { ...head(books, id), Name: name, FullyQualifiedName: name, Active: true, AccountType: type })
  seedTaxes(books)
}

/** Writes the tax codes and rates that the company's preferences ask for, in place of another country's. */
export function seedTaxes(books: Books): void {
  for (const id of ['TAX', 'NON', '3']) books.forget('TaxCode', id)
  if (books.preferences.country === 'US') {
    books.save('TaxCode', pseudoCode('TAX', true))
    books.save('TaxCode', pseudoCode('NON', false))
  } else {
    saveTaxCode(books, { id: '3', name: 'Zero-rated', rateId: '4', percent: '0' })
  }
  saveTaxCode(books, { id: '2', name: 'Standard', rateId: '3', percent: books.preferences.salesTaxPercent })
}

/** A tax code of one rate. */
export function saveTaxCode(books: Books, code: { id: string; name: string; rateId: string; percent: string }): void {
  books.save('TaxRate', {
    ...head(books, code.rateId),
    Name: code.name,
    Description: code.name,
    Active: true,
    RateValue: jsonNumber(code.percent),
    AgencyRef: { value: '1' },
    SpecialTaxType: 'NONE',
    DisplayType: 'ReadOnly',
  })
  const rate = {
    TaxRateRef: { value: code.rateId, name: code.name },
    TaxTypeApplicable: 'TaxOnAmount',
    TaxOrder: integerToken(0),
  }
  books.save('TaxCode', {
    ...head(books, code.id),
    Name: code.name,
    Description: code.name,
    Active: true,
    Taxable: true,
    TaxGroup: true,
    SalesTaxRateList: { TaxRateDetail: [rate] },
    PurchaseTaxRateList: { TaxRateDetail: [] },
  })
}

const terms = [
  ['1', 'Due on receipt', 0],
  ['2', 'Net 15', 15],
  ['3', 'Net 30', 30],
  ['4', 'Net 60', 60],
] as const

const accounts = [
  ['1', 'Services', 'Income'],
  ['4', 'Undeposited Funds', 'Other Current Asset'],
  ['79', 'Sales of Product Income', 'Income'],
  ['84', 'Accounts Receivable (A/R)', 'Accounts Receivable'],
  ['86', 'Discounts given', 'Income'],
] as const

/** The two codes of US lines carry neither `Active` nor a SyncToken, so a query for active codes leaves them out. */
function pseudoCode(name: string, isTaxable: boolean): JsonObject {
  return { Id: name, Name: name, Description: name, Taxable: isTaxable, TaxGroup: false }
}

function head(books: Books, id: string): JsonObject {
  return books.stamp(undefined, () => id)
}
