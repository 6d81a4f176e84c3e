import { z } from 'zod'
import type { Clock } from '../../src/support/clock.ts'
import { InvalidInput } from '../../src/support/failure.ts'
import { parseJson } from '../../src/support/json.ts'
import { companyPreferencesSchema, type CompanyPreferencesInput } from './company-preferences.ts'
import { documentSummaries, type DocumentSummary } from './document-summary.ts'
import { reserveName } from './names/unique-name.ts'
import { createGrant, type IssuedTokens } from './oauth/grants.ts'
import { writeEntity, type WritableKind } from './requests/write-entity.ts'
import type { EmulatorSettings } from './settings.ts'
import { Books } from './state/books.ts'
import { isJsonObject, referenceAt, textAt, type JsonObject } from './state/json-object.ts'
import { Draft, type RowStore } from './state/row-store.ts'
import { saveTaxCode, seedCompany, seedTaxes } from './state/seed-company.ts'
import { entityTime } from './state/vendor-time.ts'

export type ListKind = 'Class' | 'Department' | 'Term' | 'Account'

/** One company of the emulator, from the side of whoever sets a scene up and looks at what came of it. */
export class QboCompany {
  readonly realmId: string
  readonly #store: RowStore
  readonly #clock: Clock
  readonly #settings: EmulatorSettings

  constructor(input: { realmId: string; store: RowStore; clock: Clock; settings: EmulatorSettings }) {
    this.realmId = input.realmId
    this.#store = input.store
    this.#clock = input.clock
    this.#settings = input.settings
    if (this.#store.get('company', this.realmId) === undefined) this.#found()
  }

  /**
   * Adds a customer as the API would, from plain JSON with the vendor's names, and gives its id.
   * @throws {VendorFault} as the API does.
   */
  addCustomer(customer: { DisplayName: string } & Readonly<Record<string, unknown>>): string {
    return this.#add('Customer', customer)
  }

  /** Adds an item, by default a service that is booked to Sales. Throws as `addCustomer` does. */
  addItem(item: { Name: string } & Readonly<Record<string, unknown>>): string {
    return this.#add('Item', { Type: 'Service', IncomeAccountRef: { value: '79' }, ...item })
  }

  /** Adds an invoice that somebody wrote by hand in QuickBooks. Throws as `addCustomer` does. */
  addInvoice(invoice: Readonly<Record<string, unknown>>): string {
    return this.#add('Invoice', invoice)
  }

  /** Adds a credit memo. Throws as `addCustomer` does. */
  addCreditMemo(creditMemo: Readonly<Record<string, unknown>>): string {
    return this.#add('CreditMemo', creditMemo)
  }

  /** Changes an entity as somebody would in QuickBooks: it gets a new SyncToken. Throws as `addCustomer` does. */
  change(kind: WritableKind, id: string, changes: Readonly<Record<string, unknown>>): void {
    this.#work((books) => {
      const existing = books.find(kind, id)
      const sparse = { ...changes, Id: id, SyncToken: textAt(existing, 'SyncToken') ?? '0', sparse: true }
      writeEntity(books, { kind, operation: undefined, body: plainJson(sparse), allowsDuplicateNumber: false })
    })
  }

  /** Voids or deletes an entity as somebody would in QuickBooks. Throws as `addCustomer` does. */
  voidOrDelete(kind: WritableKind, id: string, operation: 'void' | 'delete'): void {
    this.#work((books) => {
      const body = plainJson({ Id: id, SyncToken: textAt(books.find(kind, id), 'SyncToken') ?? '0' })
      writeEntity(books, { kind, operation, body, allowsDuplicateNumber: false })
    })
  }

  /** Receives a client's payment of all that is open of an invoice, and gives its id. Throws as `addCustomer` does. */
  receivePayment(invoiceId: string): string {
    const invoice = this.#books(new Draft(this.#store)).find('Invoice', invoiceId)
    const amount = Number(textAt(invoice, 'Balance') ?? '0')
    return this.#add('Payment', {
      TotalAmt: amount,
      CustomerRef: { value: referenceAt(invoice, 'CustomerRef') },
      Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
    })
  }

  /** Takes a name as a vendor or an employee, which customers cannot have then. */
  reserveName(name: string): void {
    this.#work((books) => {
      reserveName(books, name)
    })
  }

  /** Adds an entry to one of the lists that nobody writes through the API here, and gives its id. */
  addToList(kind: ListKind, entry: { Name: string } & Readonly<Record<string, unknown>>): string {
    return this.#work((books) => {
      const head = books.stamp(undefined, () => books.next(`list/${kind}`, 100))
      const name = { FullyQualifiedName: entry.Name, Active: true }
      books.save(kind, { ...head, ...name, ...plainJson(entry) })
      return textAt(head, 'Id') ?? ''
    })
  }

  /** Changes such an entry, or removes it. */
  changeInList(kind: ListKind, id: string, changes: Readonly<Record<string, unknown>> | 'deleted'): void {
    this.#work((books) => {
      const existing = books.find(kind, id)
      if (changes === 'deleted') books.remove(kind, id)
      else if (existing !== undefined) {
        books.save(kind, { ...existing, ...books.stamp(existing, () => id), ...plainJson(changes) })
      }
    })
  }

  /** Adds a tax code of one rate, for companies outside the US, and gives its id. */
  addTaxCode(code: { name: string; percent: string }): string {
    return this.#work((books) => {
      const id = books.next('tax-code', 10)
      saveTaxCode(books, { ...code, id, rateId: books.next('tax-rate', 10) })
      return id
    })
  }

  /**
   * Changes the company's settings; what is not named stays.
   * @throws {InvalidInput} when a setting is none.
   */
  setPreferences(changes: Partial<CompanyPreferencesInput>): void {
    this.setPreferencesFromJson(changes)
  }

  /** As `setPreferences`, from outside data. */
  setPreferencesFromJson(changes: unknown): void {
    const draft = new Draft(this.#store)
    const before = z.record(z.string(), z.unknown()).parse(draft.get('company', this.realmId))
    const named = z.record(z.string(), z.unknown()).safeParse(changes)
    const parsed = companyPreferencesSchema.safeParse(named.success ? { ...before, ...named.data } : changes)
    if (!parsed.success) throw new InvalidInput(`These are no company settings: ${z.prettifyError(parsed.error)}`)
    draft.set('company', this.realmId, parsed.data)
    const books = new Books(draft, this.realmId, this.#clock.now())
    seedTaxes(books)
    noteTimes(books)
    draft.commit()
  }

  /** An access and a refresh token of an app, by default the first, without going through consent. */
  issueTokens(clientId?: string): IssuedTokens {
    const draft = new Draft(this.#store)
    const app = clientId ?? this.#settings.apps[0]?.clientId ?? ''
    const moment = { now: this.#clock.now(), settings: this.#settings }
    const tokens = createGrant(draft, moment, { clientId: app, realmId: this.realmId })
    draft.commit()
    return tokens
  }

  /** Every invoice held, as the API gives it. */
  invoices(): readonly JsonObject[] {
    return [...this.#books(new Draft(this.#store)).list('Invoice')]
  }

  /** A stable summary of every document, for comparing two worlds: no ids, no times, sorted. */
  contents(): readonly DocumentSummary[] {
    return documentSummaries(this.#books(new Draft(this.#store)))
  }

  #found(): void {
    const draft = new Draft(this.#store)
    draft.set('company', this.realmId, companyPreferencesSchema.parse({}))
    const books = new Books(draft, this.realmId, this.#clock.now())
    seedCompany(books)
    noteTimes(books)
    draft.commit()
  }

  #add(kind: WritableKind, entity: Readonly<Record<string, unknown>>): string {
    return this.#work((books) => {
      const request = { kind, operation: 'create', body: plainJson(entity), allowsDuplicateNumber: false }
      return textAt(writeEntity(books, request), 'Id') ?? ''
    })
  }

  #work<Result>(work: (books: Books) => Result): Result {
    const draft = new Draft(this.#store)
    const result = work(this.#books(draft))
    draft.commit()
    return result
  }

  #books(draft: Draft): Books {
    return new Books(draft, this.realmId, this.#clock.now())
  }
}

/** The same object as a request would bring it: numbers as tokens of their own text. */
function plainJson(value: Readonly<Record<string, unknown>>): JsonObject {
  const parsed = parseJson(JSON.stringify(value))
  return isJsonObject(parsed) ? parsed : {}
}

function noteTimes(books: Books): void {
  const now = entityTime(books.now)
  const kept = books.lookUp('settings', 'times')
  const created = isJsonObject(kept) ? textAt(kept, 'created') : undefined
  books.index('settings', 'times', { created: created ?? now, updated: now })
}
