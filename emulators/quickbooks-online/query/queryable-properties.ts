import type { ReadableKind } from '../requests/read-entity.ts'

/** How a property is compared. */
export type Comparison = 'text' | 'number' | 'time' | 'flag' | 'reference'

const ofEverything: Readonly<Record<string, Comparison>> = {
  Id: 'number',
  'MetaData.CreateTime': 'time',
  'MetaData.LastUpdatedTime': 'time',
}

const ofTransactions: Readonly<Record<string, Comparison>> = {
  ...ofEverything,
  DocNumber: 'text',
  TxnDate: 'text',
  CustomerRef: 'reference',
  TotalAmt: 'number',
}

/** What may stand in `where` and `orderby`, per kind, from the vendor's reference pages. Memos cannot be searched. */
const queryable: Readonly<Record<ReadableKind, Readonly<Record<string, Comparison>>>> = {
  Invoice: { ...ofTransactions, DueDate: 'text', Balance: 'number' },
  CreditMemo: { ...ofTransactions, Balance: 'number' },
  Payment: { ...ofTransactions, PaymentRefNum: 'text' },
  Customer: {
    ...ofEverything,
    Active: 'flag',
    Balance: 'number',
    CompanyName: 'text',
    DisplayName: 'text',
    FamilyName: 'text',
    FullyQualifiedName: 'text',
    GivenName: 'text',
    PrintOnCheckName: 'text',
  },
  Item: {
    ...ofEverything,
    Active: 'flag',
    Name: 'text',
    FullyQualifiedName: 'text',
    Sku: 'text',
    Type: 'text',
    UnitPrice: 'number',
  },
  Term: { ...ofEverything, Active: 'flag', Name: 'text' },
  TaxCode: { ...ofEverything, Id: 'text', Active: 'flag', Name: 'text', Taxable: 'flag' },
  TaxRate: { ...ofEverything, Active: 'flag', Name: 'text', RateValue: 'number' },
  Account: { ...ofEverything, Active: 'flag', Name: 'text', FullyQualifiedName: 'text', AccountType: 'text' },
  Class: { ...ofEverything, Active: 'flag', Name: 'text', FullyQualifiedName: 'text' },
  Department: { ...ofEverything, Active: 'flag', Name: 'text', FullyQualifiedName: 'text' },
  CompanyInfo: ofEverything,
  Preferences: ofEverything,
}

/** The property under its own spelling, since queries ignore case; `undefined` when it cannot be queried. */
export function queryableProperty(
  kind: ReadableKind,
  name: string,
): { name: string; comparison: Comparison } | undefined {
  const wanted = name.toLowerCase()
  const found = Object.entries(queryable[kind]).find(([known]) => known.toLowerCase() === wanted)
  return found === undefined ? undefined : { name: found[0], comparison: found[1] }
}
