import { z } from 'zod'
import type { LedgerAccount, LedgerCustomer, LedgerItem, LedgerTerm } from '../gateway.ts'
import { wireAccount, wireCustomer, wireItem, wireNamed, wireTerm } from './wire.ts'

/** An entry of a list of which we know no more than its name. */
export interface PlainEntry {
  readonly entryId: string
  readonly name: string
  readonly active: boolean
}

/** One of a company's lists, as far as it is read in whole and then kept up by its changes. */
export interface CompanyList<Entry> {
  /** What QuickBooks calls its records. */
  readonly entity: 'Customer' | 'Item' | 'Account' | 'Term' | 'Class' | 'Department'
  /** What a record is to us; undefined: nothing that we list. @throws {ZodError} when it cannot be read. */
  readonly entryOf: (record: unknown) => Entry | undefined
  readonly idOf: (entry: Entry) => string
}

export const customerList: CompanyList<LedgerCustomer> = {
  entity: 'Customer',
  idOf: ({ customerId }) => customerId,
  entryOf: (record) => {
    const { Id, DisplayName, Active, CurrencyRef, PrimaryEmailAddr, SalesTermRef } = wireCustomer.parse(record)
    return {
      customerId: Id,
      name: DisplayName,
      active: Active ?? true,
      currency: CurrencyRef?.value,
      email: PrimaryEmailAddr?.Address,
      ...(SalesTermRef === undefined ? {} : { termId: SalesTermRef.value }),
    }
  },
}

export const itemList: CompanyList<LedgerItem> = {
  entity: 'Item',
  idOf: ({ ledgerItemId }) => ledgerItemId,
  entryOf: (record) => {
    const { Id, Name, FullyQualifiedName, Active, Type, IncomeAccountRef, SalesTaxCodeRef } = wireItem.parse(record)
    return {
      ledgerItemId: Id,
      name: FullyQualifiedName ?? Name,
      active: Active ?? true,
      kind: Type ?? 'unknown',
      ...(IncomeAccountRef === undefined ? {} : { accountId: IncomeAccountRef.value }),
      ...(SalesTaxCodeRef === undefined ? {} : { taxCodeId: SalesTaxCodeRef.value }),
    }
  },
}

const incomeAccounts: readonly string[] = ['Income', 'Other Income']

/** Of the chart of accounts what income can be booked to; an item may also book to another kind, which is not judged. */
export const accountList: CompanyList<LedgerAccount> = {
  entity: 'Account',
  idOf: ({ accountId }) => accountId,
  entryOf: (record) => {
    const { Id, Name, FullyQualifiedName, Active, AccountType } = wireAccount.parse(record)
    if (!incomeAccounts.includes(AccountType ?? '')) return undefined
    return { accountId: Id, name: FullyQualifiedName ?? Name, active: Active ?? true }
  },
}

/** Terms of the kind "so many days" say when a document is due; those by the day of a month are QuickBooks' to reckon. */
export const termList: CompanyList<LedgerTerm> = {
  entity: 'Term',
  idOf: ({ termId }) => termId,
  entryOf: (record) => {
    const { Id, Name, Active, Type, DueDays } = wireTerm.parse(record)
    const inDays = Type === undefined || Type === 'STANDARD' ? DueDays : undefined
    return {
      termId: Id,
      name: Name,
      active: Active ?? true,
      dueDays: inDays === undefined ? undefined : Number(inDays),
    }
  },
}

export const classList: CompanyList<PlainEntry> = plainList('Class')
export const locationList: CompanyList<PlainEntry> = plainList('Department')

function plainList(entity: 'Class' | 'Department'): CompanyList<PlainEntry> {
  return {
    entity,
    idOf: ({ entryId }) => entryId,
    entryOf: (record) => {
      const { Id, Name, FullyQualifiedName, Active } = wireNamed.parse(record)
      return { entryId: Id, name: FullyQualifiedName ?? Name, active: Active ?? true }
    },
  }
}

const identified = z.looseObject({ Id: z.string(), status: z.string().optional() })

/**
 * A list with the changes of it put in: entries that are new or changed, without those that were deleted or are no
 * longer of its kind. In the order of the list, what is new at its end.
 * @throws {ZodError} when a record cannot be read.
 */
export function withChanges<Entry>(
  { entryOf, idOf }: CompanyList<Entry>,
  kept: readonly Entry[],
  records: readonly unknown[],
): readonly Entry[] {
  const entries = new Map(kept.map((entry) => [idOf(entry), entry]))
  for (const record of records) {
    const { Id, status } = identified.parse(record)
    const entry = status === 'Deleted' ? undefined : entryOf(record)
    if (entry === undefined) entries.delete(Id)
    else entries.set(Id, entry)
  }
  return [...entries.values()]
}
