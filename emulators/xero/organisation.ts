import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/support/clock.ts'
import { InvalidInput } from '../../src/support/failure.ts'
import type { Json, LineItem } from './document.ts'
import { DocumentBook } from './document-book.ts'
import { rule } from './document-rules.ts'

export interface OrganisationSettings {
  readonly name: string
  /** The edition by country: `US`, `GB`, `AU`, `NZ`. */
  readonly countryCode: string
  readonly baseCurrency: string
  /** Currencies enabled besides the base currency; empty: the plan has no multicurrency. */
  readonly otherCurrencies: readonly string[]
  readonly paysTax: boolean
  /** No document may be dated on or before this day, whoever asks. */
  readonly endOfYearLockDate: string | undefined
  /** For all but advisers. */
  readonly periodLockDate: string | undefined
}

export interface Contact {
  readonly contactId: string
  name: string
  status: 'ACTIVE' | 'ARCHIVED'
  readonly email: string | undefined
  readonly defaultCurrency: string | undefined
  /** Days after the bill's date. */
  readonly dueDays: number | undefined
}

export interface Item {
  readonly itemId: string
  readonly code: string
  readonly name: string
  readonly accountCode: string | undefined
  readonly taxType: string | undefined
  readonly isSold: boolean
}

export interface Account {
  readonly accountId: string
  readonly code: string
  readonly name: string
  readonly class: 'REVENUE' | 'EXPENSE' | 'ASSET'
  readonly taxType: string
  status: 'ACTIVE' | 'ARCHIVED'
}

export interface TaxRate {
  readonly taxType: string
  readonly name: string
  /** Percent, as text. */
  readonly rate: string
  readonly appliesToRevenue: boolean
}

/** One organisation, from the side of whoever sets a scene up and looks at what came of it. */
export class XeroOrganisation {
  readonly tenantId: string
  settings: OrganisationSettings = {
    name: 'Demo Company (Global)',
    countryCode: 'GB',
    baseCurrency: 'GBP',
    otherCurrencies: [],
    paysTax: true,
    endOfYearLockDate: undefined,
    periodLockDate: undefined,
  }
  readonly contacts = new Map<string, Contact>()
  readonly items = new Map<string, Item>()
  readonly accounts = new Map<string, Account>()
  readonly taxRates = new Map<string, TaxRate>()
  readonly documents: DocumentBook

  constructor(tenantId: string, clock: Clock) {
    this.tenantId = tenantId
    this.documents = new DocumentBook(clock)
    this.addAccount({ code: '200', name: 'Sales', class: 'REVENUE', taxType: 'OUTPUT2' })
    this.addTaxRate({ taxType: 'NONE', name: 'No VAT', rate: '0', appliesToRevenue: true })
    this.addTaxRate({ taxType: 'OUTPUT2', name: '20% (VAT on Income)', rate: '20', appliesToRevenue: true })
    this.addTaxRate({ taxType: 'INPUT2', name: '20% (VAT on Expenses)', rate: '20', appliesToRevenue: false })
  }

  setSettings(changes: Partial<OrganisationSettings>): void {
    this.settings = { ...this.settings, ...changes }
  }

  addContact(contact: Pick<Contact, 'name'> & Partial<Contact>): string {
    const contactId = contact.contactId ?? randomUUID()
    const rest = { status: 'ACTIVE', email: undefined, defaultCurrency: undefined, dueDays: undefined } as const
    this.contacts.set(contactId, { ...rest, ...contact, contactId })
    return contactId
  }

  archiveContact(contactId: string): void {
    const contact = this.contacts.get(contactId)
    if (contact === undefined) throw new InvalidInput(`There is no contact ${contactId}.`)
    contact.status = 'ARCHIVED'
  }

  /** @returns the code, by which lines name it. */
  addItem(item: Pick<Item, 'code'> & Partial<Item>): string {
    if (item.code.length > 30) throw new InvalidInput('An item code has at most 30 characters.')
    const rest = { itemId: randomUUID(), name: item.code, accountCode: '200', taxType: undefined, isSold: true }
    this.items.set(item.code, { ...rest, ...item })
    return item.code
  }

  addAccount(account: Pick<Account, 'code' | 'name' | 'class' | 'taxType'>): void {
    this.accounts.set(account.code, { accountId: randomUUID(), status: 'ACTIVE', ...account })
  }

  addTaxRate(rate: TaxRate): void {
    this.taxRates.set(rate.taxType, rate)
  }

  /** What a person does in Xero: writes other lines into an invoice. */
  changeLines(id: string, lines: readonly LineItem[]): void {
    this.documents.replaceLines(id, lines)
  }

  /** What a person does in Xero: changes a document as the API's own update would. */
  editByHand(kind: 'Invoices' | 'CreditNotes', id: string, changes: Json): void {
    const problems = this.documents.update(kind, id, changes, rule(this))
    if (problems.length > 0) throw new InvalidInput(problems.join('; '))
  }
}
