import { addMonths, monthSpan, type MonthSpan } from './calendar.ts'
import { grouped, itemOf, openBooks, type Books } from './truth/books.ts'
import { carryCharges, classifyCredited, classifyInvoice, serviceKey, type Carried } from './truth/classify.ts'
import { expectedAnomalies } from './truth/expected-anomalies.ts'
import { expectedInvoice, seatLinesOfClient } from './truth/expected-invoice.ts'
import type { ExpectedInvoice, Leak, Truth, TruthOfMonth } from './truth/types.ts'
import type { SimulatedCharge, SimulatedMsp } from './types.ts'

export interface TruthOptions {
  /**
   * Which charges a pass-through line bills for a month: those on the distributor's invoice that became visible during
   * the month (it closes the month before), or those for service in the month (which are known only after it).
   */
  readonly passThrough?: 'arrived-in-month' | 'served-in-month'
  /** Whether a client is invoiced for a month. Left out: whenever nothing blocks it. */
  readonly isBilled?: (clientId: string, month: string) => boolean
}

/**
 * The right answer for each month: what each client owes under its contract, what a dry run has to flag, and where each
 * cent of the distributor's invoices belongs. Worked from the events, day by day, in whole cents.
 */
export function truthOf(msp: SimulatedMsp, options: TruthOptions = {}): Truth {
  const books = openBooks(msp)
  const carried = startCarrying(books, options)
  let previous: ReadonlyMap<string, ExpectedInvoice> = new Map()
  const months = msp.months.map((month): TruthOfMonth => {
    const truth = truthOfMonth(books, carried, monthSpan(month), previous, options)
    // A change shows against what was billed the month before, so only against invoices that could be.
    const billed = msp.contracts.clients.filter(({ companyId }) => carried.isBilled(companyId, month))
    const ids = new Set(billed.map(({ clientId }) => clientId))
    previous = new Map(truth.invoices.filter(({ clientId }) => ids.has(clientId)).map((each) => [each.clientId, each]))
    return truth
  })
  return { months, leaks: leaksOf(books) }
}

interface Blocked extends Carried {
  readonly blocked: Set<string>
}

function startCarrying(books: Books, { isBilled }: TruthOptions): Blocked {
  const blocked = new Set<string>()
  const carried: Blocked = {
    blocked,
    covered: new Map(),
    charged: new Map(),
    isBilled: (companyId, month) => {
      const clientId = books.contractsByCompany.get(companyId)?.clientId
      if (clientId === undefined) return false
      return isBilled?.(clientId, month) ?? !blocked.has(serviceKey(clientId, month))
    },
  }
  const before = addMonths(books.msp.months[0] ?? '', -1)
  for (const invoice of books.invoicesByMonth.get(before) ?? []) carryCharges(carried, invoice)
  return carried
}

function truthOfMonth(
  books: Books,
  carried: Blocked,
  month: MonthSpan,
  previous: ReadonlyMap<string, ExpectedInvoice>,
  { passThrough = 'arrived-in-month' }: TruthOptions,
): TruthOfMonth {
  const passedOn = chargesByCompany(
    books,
    passThrough === 'arrived-in-month' ? addMonths(month.month, -1) : month.month,
  )
  const invoices = books.msp.contracts.clients.map((contract) =>
    expectedInvoice(books, contract, month, passedOn.get(contract.companyId) ?? []),
  )
  const byClient = new Map(invoices.map((invoice) => [invoice.clientId, invoice]))
  for (const { clientId, blockedBy } of invoices) {
    if (blockedBy.length > 0) carried.blocked.add(serviceKey(clientId, month.month))
  }
  coverCosts(books, carried, month)
  const counted = (books.invoicesByMonth.get(month.month) ?? []).map((invoice) => {
    const classified = classifyInvoice(books, carried, invoice)
    carryCharges(carried, invoice)
    return classified
  })
  const credited = books.msp.distributorInvoices.filter(
    ({ creditedAt, month: closes }) => creditedAt !== undefined && closes === month.month,
  )
  return {
    month: month.month,
    invoices,
    anomalies: expectedAnomalies(books, month, byClient, previous, passedOn),
    distributorInvoices: [...credited.map(classifyCredited), ...counted],
  }
}

/** What the month's invoices cover of each subscription's cost, behind fixed amounts too. */
function coverCosts(books: Books, carried: Carried, month: MonthSpan): void {
  for (const contract of books.msp.contracts.clients) {
    if (!carried.isBilled(contract.companyId, month.month)) continue
    for (const lines of seatLinesOfClient(books, contract, month).values()) {
      for (const { subscriptionId = '', costCents } of lines) {
        const key = serviceKey(subscriptionId, month.month)
        carried.covered.set(key, (carried.covered.get(key) ?? 0) + costCents)
      }
    }
  }
}

function chargesByCompany(books: Books, month: string): ReadonlyMap<string, readonly SimulatedCharge[]> {
  const charges = (books.invoicesByMonth.get(month) ?? []).flatMap((invoice) => invoice.charges)
  return grouped(charges.map((charge) => [charge.companyId ?? '', charge]))
}

/** What is bought and on nobody's invoice, apart from what merely could not be approved yet. */
function leaksOf(books: Books): Leak[] {
  const leaks = books.msp.happenings.filter(({ kind }) => kind === 'forgotten-line' || kind === 'unmapped-product')
  const unmapped = books.msp.companies.filter(({ role }) => role === 'unmapped')
  const ids = [
    ...leaks.flatMap(({ subscriptionId }) => subscriptionId ?? []),
    ...unmapped.flatMap(({ companyId }) =>
      (books.holdingsByCompany.get(companyId) ?? []).map(({ subscription }) => subscription.subscriptionId),
    ),
  ]
  const costs = costsBySubscription(books, new Set(ids))
  return ids.flatMap((id) => {
    const subscription = books.holdings.get(id)?.subscription
    if (subscription === undefined) return []
    const { subscriptionId, companyId, productId, startDay } = subscription
    const contract = books.contractsByCompany.get(companyId)
    const isMapped = contract !== undefined && itemOf(books, contract, subscription, productId) !== undefined
    const reason = contract === undefined ? 'unmapped-client' : isMapped ? 'no-line' : 'unmapped-product'
    const costCentsByMonth = costs.get(subscriptionId) ?? new Map<string, number>()
    return [{ subscriptionId, companyId, productId, reason, from: startDay, costCentsByMonth } satisfies Leak]
  })
}

function costsBySubscription(books: Books, ids: ReadonlySet<string>): Map<string, Map<string, number>> {
  const costs = new Map<string, Map<string, number>>()
  for (const month of books.msp.months) {
    for (const { charges } of books.invoicesByMonth.get(month) ?? []) {
      for (const { subscriptionId = '', costCents } of charges) {
        if (!ids.has(subscriptionId)) continue
        const byMonth = costs.get(subscriptionId) ?? new Map<string, number>()
        byMonth.set(month, (byMonth.get(month) ?? 0) + costCents)
        costs.set(subscriptionId, byMonth)
      }
    }
  }
  return costs
}
