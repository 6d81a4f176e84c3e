import { NotFound } from '../../src/support/failure.ts'
import { sha256 } from '../../src/support/hash.ts'
import { requireNumberText } from './json-text.ts'
import { RecordTable } from './record-table.ts'
import type {
  Company,
  Contact,
  Dependencies,
  Invoice,
  InvoiceItem,
  Order,
  PricingPlan,
  Product,
  ProvisionDetail,
  SubscriptionInput,
  UsageLine,
  UsageSummary,
} from './records.ts'
import { SubscriptionBook } from './subscription-book.ts'

/** The usage of one subscription: the summary, and under which subscription it is listed. */
export interface StoredUsageSummary extends UsageSummary {
  readonly subscriptionId: string
}

/**
 * Everything the emulated Pax8 knows about one partner, in memory. Whoever plays the month (a simulated MSP, a test)
 * changes it through these methods; the HTTP side only reads. A method that names something unknown throws
 * {@link NotFound}, one that is handed a text which is no number throws `InvalidInput`.
 */
export class Pax8State {
  readonly companies = new RecordTable<Company>()
  readonly products = new RecordTable<Product>()
  readonly subscriptions = new SubscriptionBook()
  readonly orders = new RecordTable<Order>()
  readonly invoices = new RecordTable<Invoice>()
  readonly usageSummaries = new RecordTable<StoredUsageSummary>()
  readonly #contacts = new Map<string, Contact[]>()
  readonly #pricing = new Map<string, readonly PricingPlan[]>()
  readonly #dependencies = new Map<string, Dependencies>()
  readonly #provisionDetails = new Map<string, readonly ProvisionDetail[]>()
  readonly #invoiceItems = new Map<string, readonly InvoiceItem[]>()
  readonly #draftItems = new Map<number, readonly InvoiceItem[]>()
  readonly #usageLines = new Map<string, readonly UsageLine[]>()

  addCompany(company: Company): void {
    this.companies.put({ status: 'Active', ...company })
  }

  updateCompany(id: string, patch: Partial<Omit<Company, 'id'>>): void {
    this.companies.put({ ...required(this.companies.get(id), 'company', id), ...patch })
  }

  addContact(companyId: string, contact: Contact): void {
    required(this.companies.get(companyId), 'company', companyId)
    this.#contacts.set(companyId, [...this.contactsOf(companyId), contact])
  }

  contactsOf(companyId: string): readonly Contact[] {
    return this.#contacts.get(companyId) ?? []
  }

  addProduct(product: Product): void {
    this.products.put(product)
  }

  renameProduct(id: string, name: string): void {
    this.products.put({ ...required(this.products.get(id), 'product', id), name })
  }

  /** The price list of a product; with a company, the list that this company alone gets. */
  setPricing(productId: string, plans: readonly PricingPlan[], companyId?: string): void {
    for (const plan of plans) for (const rate of plan.rates) checkAmounts(rate, `a rate of product ${productId}`)
    this.#pricing.set(pricingKey(productId, companyId), plans)
  }

  pricingOf(productId: string, companyId: string | undefined): readonly PricingPlan[] {
    const ofCompany = companyId === undefined ? undefined : this.#pricing.get(pricingKey(productId, companyId))
    return ofCompany ?? this.#pricing.get(pricingKey(productId, undefined)) ?? []
  }

  setDependencies(productId: string, dependencies: Dependencies): void {
    this.#dependencies.set(productId, dependencies)
  }

  dependenciesOf(productId: string): Dependencies {
    return this.#dependencies.get(productId) ?? { commitmentDependencies: [], productDependencies: [] }
  }

  setProvisionDetails(productId: string, details: readonly ProvisionDetail[]): void {
    this.#provisionDetails.set(productId, details)
  }

  provisionDetailsOf(productId: string): readonly ProvisionDetail[] {
    return this.#provisionDetails.get(productId) ?? []
  }

  createSubscription(input: SubscriptionInput, at: string): void {
    this.subscriptions.create(input, at)
  }

  /** With a `recorded` time before the effective one the change is only announced until the clock reaches it. */
  changeQuantity(id: string, quantity: string, effective: string, recorded: string = effective): void {
    this.subscriptions.change(id, { quantity }, { effective, recorded })
  }

  changePrice(
    id: string,
    prices: { readonly price?: string | undefined; readonly partnerCost?: string | undefined },
    effective: string,
    recorded: string = effective,
  ): void {
    this.subscriptions.change(id, givenOnly(prices), { effective, recorded })
  }

  setStatus(id: string, status: string, at: string): void {
    this.subscriptions.change(id, { status }, { effective: at, recorded: at })
  }

  /**
   * Ends a subscription. Pax8 normally sets the end date when the cancel order arrives and leaves the status alone, so
   * without a `status` only a subscription that ends at once becomes Cancelled.
   */
  cancel(id: string, endDate: string, at: string, status?: string): void {
    const ended = Date.parse(endDate) <= Date.parse(at) ? 'Cancelled' : undefined
    const next = status ?? ended
    const change = next === undefined ? { endDate } : { endDate, status: next }
    this.subscriptions.change(id, change, { effective: at, recorded: at })
  }

  /** Brings a cancelled subscription back, under the same id and without an end. */
  resurrect(id: string, at: string): void {
    this.subscriptions.change(id, { status: 'Active', endDate: undefined }, { effective: at, recorded: at })
  }

  /** What Pax8 calls a Migration. */
  moveToCompany(id: string, companyId: string, at: string): void {
    required(this.companies.get(companyId), 'company', companyId)
    this.subscriptions.change(id, { companyId }, { effective: at, recorded: at })
  }

  changeProduct(id: string, productId: string, at: string): void {
    required(this.products.get(productId), 'product', productId)
    this.subscriptions.change(id, { productId }, { effective: at, recorded: at })
  }

  /** Makes a trial a paid subscription under the same id; a `Trial` billing term becomes the one given, or Monthly. */
  convertTrial(
    id: string,
    terms: { readonly price: string; readonly partnerCost: string; readonly billingTerm?: string | undefined },
    at: string,
  ): void {
    const billingTerm = terms.billingTerm ?? paidTerm(this.subscriptions.table.get(id)?.billingTerm)
    const { price, partnerCost } = terms
    const change = { status: 'Active', endDate: undefined, price, partnerCost, billingTerm }
    this.subscriptions.change(id, change, { effective: at, recorded: at })
  }

  /** Takes a subscription and its history away, as if it had never been there. */
  removeSubscription(id: string): void {
    this.subscriptions.remove(id)
  }

  addOrder(order: Order): void {
    this.orders.put({ ...order, createdDate: order.createdDate.slice(0, 10) })
  }

  setUsageSummaries(subscriptionId: string, summaries: readonly UsageSummary[]): void {
    for (const old of this.usageSummaries.where('subscriptionId', subscriptionId)) this.usageSummaries.delete(old.id)
    for (const summary of summaries) {
      checkAmounts(summary, `usage summary ${summary.id}`)
      this.usageSummaries.put({ ...summary, subscriptionId })
    }
  }

  setUsageLines(usageSummaryId: string, usageDate: string, lines: readonly UsageLine[]): void {
    required(this.usageSummaries.get(usageSummaryId), 'usage summary', usageSummaryId)
    for (const line of lines) checkAmounts(line, `a usage line of ${usageSummaryId} on ${usageDate}`)
    this.#usageLines.set(`${usageSummaryId} ${usageDate}`, lines)
  }

  usageLinesOf(usageSummaryId: string, usageDate: string): readonly UsageLine[] {
    return this.#usageLines.get(`${usageSummaryId} ${usageDate}`) ?? []
  }

  publishInvoice(invoice: Invoice, items: readonly InvoiceItem[]): void {
    checkAmounts(invoice, `invoice ${invoice.id}`)
    for (const item of items) checkAmounts(item, `an item of invoice ${invoice.id}`)
    this.invoices.put(invoice)
    // Items get lasting ids even where the answer hides them, so that showing them does not change which is which.
    const identified = items.map((item, position) => ({ ...item, id: item.id ?? itemId(invoice.id, position) }))
    this.#invoiceItems.set(invoice.id, identified)
  }

  invoiceItemsOf(invoiceId: string): readonly InvoiceItem[] {
    return this.#invoiceItems.get(invoiceId) ?? []
  }

  /** A wrong invoice stays listed as Credited; its replacement is published as another invoice. */
  creditInvoice(id: string): void {
    this.setInvoiceStatus(id, 'Credited')
  }

  setInvoiceStatus(id: string, status: string): void {
    this.invoices.put({ ...required(this.invoices.get(id), 'invoice', id), status })
  }

  /** The forecast for the month that runs (0) or the next one (1). */
  setDraftItems(monthOffset: number, items: readonly InvoiceItem[]): void {
    for (const item of items) checkAmounts(item, 'a draft invoice item')
    const identified = items.map((item, index) => ({ ...item, id: item.id ?? itemId(`draft ${monthOffset}`, index) }))
    this.#draftItems.set(monthOffset, identified)
  }

  draftItemsOf(monthOffset: number): readonly InvoiceItem[] {
    return this.#draftItems.get(monthOffset) ?? []
  }
}

const amountFields = new Set([
  ...['quantity', 'price', 'subTotal', 'cost', 'costTotal', 'total', 'billingFee', 'billingFeeRate', 'amountDue'],
  ...['salesTax', 'balance', 'carriedBalance', 'currentCharges', 'currentProfit', 'partnerTotal', 'unitPrice'],
  ...['partnerBuyRate', 'suggestedRetailPrice', 'startQuantityRange', 'endQuantityRange'],
])

/** Refuses a text that is no number where it enters, not later inside somebody's request. */
function checkAmounts(record: object, what: string): void {
  for (const [field, value] of Object.entries(record)) {
    if (typeof value === 'string' && amountFields.has(field)) requireNumberText(value, `the ${field} of ${what}`)
  }
}

function required<T>(record: T | undefined, kind: string, id: string): T {
  if (record === undefined) throw new NotFound(`The Pax8 emulator holds no ${kind} ${id}; add it first.`)
  return record
}

/** A UUID that depends on nothing but the invoice and the item's place in it. */
function itemId(invoiceId: string, position: number): string {
  const digits = sha256(`${invoiceId} item ${position}`)
  const part = (from: number, to: number): string => digits.slice(from, to)
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-a${part(17, 20)}-${part(20, 32)}`
}

function pricingKey(productId: string, companyId: string | undefined): string {
  return `${productId} ${companyId ?? ''}`
}

/** A price that is not given stays as it was: `undefined` would mean that Pax8 stopped sending it. */
function givenOnly(prices: { readonly price?: string | undefined; readonly partnerCost?: string | undefined }): {
  price?: string
  partnerCost?: string
} {
  const { price, partnerCost } = prices
  return { ...(price === undefined ? {} : { price }), ...(partnerCost === undefined ? {} : { partnerCost }) }
}

function paidTerm(billingTerm: string | undefined): string {
  return billingTerm === undefined || billingTerm === 'Trial' ? 'Monthly' : billingTerm
}
