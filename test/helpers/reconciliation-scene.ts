import { reconcileInvoice } from '../../src/reconciliation/reconcile-invoice.ts'
import type { InvoiceTieOut } from '../../src/reconciliation/tie-out.ts'
import type { Charge, DistributorInvoice } from '../../src/domain/distributor-invoice.ts'
import type { CoveredSupply, Invoice, InvoiceLine } from '../../src/domain/invoice.ts'
import { billingMonth, period, type Period } from '../../src/domain/period.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import type {
  ClientInvoiceRead,
  DistributorInvoiceRead,
  ReconciledClient,
  ReconciliationInput,
} from '../../src/reconciliation/input.ts'

// One MSP with one distributor connection and one client, Bear Creek Winery, unless a test says otherwise. April 2026
// has 30 days; a seat of the product costs 22.00 a month.

export const connectionId = 'pax8-main'
export const april = billingMonth('2026-04')
export const may = billingMonth('2026-05')

export const bearCreek: ReconciledClient = {
  clientId: 'bear-creek',
  name: 'Bear Creek Winery',
  companies: [{ connectionId, companyId: 'company-bear-creek' }],
  billedPeriods: [april],
}

export interface ChargeDraft extends Partial<
  Omit<Charge, 'quantity' | 'unitCost' | 'cost' | 'tax' | 'listAmount' | 'servicePeriod'>
> {
  readonly quantity?: string
  readonly unitCost?: string
  readonly cost?: string
  readonly tax?: string
  readonly listAmount?: string
  readonly service?: Period | 'none'
}

/** A charge for April of subscription `sub-1`; a figure that is `unknown` stays so. */
export function charge(draft: ChargeDraft): Charge {
  const { quantity = '1', unitCost = '22.00', cost = unitCost, tax = '0.00', listAmount, service, ...rest } = draft
  const currency = draft.currency ?? 'USD'
  const amount = (text: string) => (text === 'unknown' ? text : money(text, currency))
  return {
    connectionId,
    invoiceId: 'invoice-1',
    chargeId: 'charge-1',
    invoiceDate: '2026-04-04',
    kind: 'subscription',
    rawKind: 'subscription',
    companyId: 'company-bear-creek',
    companyName: 'Bear Creek Winery',
    subscriptionId: 'sub-1',
    productId: 'm365-bs',
    productName: 'Microsoft 365 Business Standard',
    sku: undefined,
    description: 'Microsoft 365 Business Standard',
    details: undefined,
    servicePeriod: service === 'none' ? undefined : (service ?? april),
    billingTerm: 'monthly',
    quantity: quantity === 'unknown' ? 'unknown' : decimal(quantity),
    unitOfMeasure: undefined,
    unitCost: amount(unitCost),
    cost: amount(cost),
    listUnitPrice: 'unknown',
    listAmount: listAmount === undefined ? 'unknown' : amount(listAmount),
    tax: amount(tax),
    currency,
    billedByDistributor: false,
    ...rest,
  }
}

export interface InvoiceDraft extends Partial<Omit<DistributorInvoice, 'total' | 'carriedBalance'>> {
  readonly total: string
  readonly carriedBalance?: string
  readonly items?: DistributorInvoiceRead['items']
}

export function distributorInvoice(draft: InvoiceDraft, charges: readonly Charge[]): DistributorInvoiceRead {
  const { total, carriedBalance = 'unknown', items = 'whole', ...rest } = draft
  const currency = draft.currency ?? 'USD'
  const invoiceId = draft.invoiceId ?? 'invoice-1'
  return {
    invoice: {
      connectionId,
      invoiceId,
      number: undefined,
      invoiceDate: '2026-04-04',
      dueDate: undefined,
      status: 'unpaid',
      rawStatus: 'Unpaid',
      currency,
      balance: 'unknown',
      partnerName: undefined,
      billedToCompanyId: undefined,
      replaces: undefined,
      ...rest,
      total: total === 'unknown' ? 'unknown' : money(total, currency),
      carriedBalance: carriedBalance === 'unknown' ? 'unknown' : money(carriedBalance, currency),
    },
    charges: charges.map((each) => ({ ...each, invoiceId, invoiceDate: draft.invoiceDate ?? '2026-04-04' })),
    items,
    itemsNote: undefined,
  }
}

export interface LineDraft extends Partial<CoveredSupply> {
  readonly amount?: string
}

/** What a client line bills, for April of subscription `sub-1` unless told otherwise. */
export function line(draft: LineDraft): InvoiceLine {
  const { amount = '0.00', ...covered } = draft
  const supply: CoveredSupply = {
    connectionId,
    subscriptionId: 'sub-1',
    chargeId: undefined,
    companyId: 'company-bear-creek',
    productId: 'm365-bs',
    servicePeriod: april,
    quantity: '1',
    unitCost: '22.00',
    cost: '22.00',
    costCurrency: 'USD',
    ...covered,
  }
  return lineCovering([supply], amount)
}

export function lineCovering(covers: readonly CoveredSupply[], amount: string): InvoiceLine {
  return {
    lineKey: 'line',
    billingLineId: 'line',
    itemId: 'item',
    ledgerItemId: 'ledger-item',
    description: 'M365 Business Standard',
    servicePeriod: covers[0]?.servicePeriod ?? april,
    quantity: '1',
    unitPrice: amount,
    proration: undefined,
    amount,
    taxable: false,
    source: 'synced',
    was: undefined,
    cost: 'unknown',
    covers,
    reasons: {
      quantityBasis: 'daily',
      quantityRule: 'house',
      slice: [],
      byBasis: [],
      price: undefined,
      steps: [],
      evidence: [],
    },
  }
}

export interface ClientInvoiceDraft extends Partial<Invoice> {
  readonly state?: ClientInvoiceRead['state']
}

export function clientInvoice(lines: readonly InvoiceLine[], draft: ClientInvoiceDraft = {}): ClientInvoiceRead {
  const { state = 'posted', ...rest } = draft
  return {
    invoice: {
      clientId: 'bear-creek',
      clientName: 'Bear Creek Winery',
      ledgerConnectionId: 'books',
      ledgerCustomerId: '7',
      billingPeriod: april,
      sequence: 0,
      kind: 'invoice',
      currency: 'USD',
      invoiceDate: '2026-05-01',
      total: '0.00',
      ...rest,
      lines: lines.map((each, index) => ({ ...each, lineKey: `line-${String(index)}` })),
    },
    state,
    ledgerDocument: { documentId: '145', documentNumber: 'SL-1001' },
  }
}

export function scene(
  distributorInvoices: readonly DistributorInvoiceRead[],
  clientInvoices: readonly ClientInvoiceRead[],
  more: Partial<ReconciliationInput> = {},
): ReconciliationInput {
  return {
    period: april,
    asOf: '2026-05-06',
    distributorInvoices,
    clientInvoices,
    clients: [bearCreek],
    notBilledCompanies: [],
    notBilledProducts: [],
    mappedProducts: [{ connectionId, productId: 'm365-bs' }],
    snapshots: [{ connectionId, period: april, completeDays: 30, lastComplete: '2026-05-05' }],
    timelines: [],
    lineages: [],
    ownPartnerNames: [],
    sourceRoundings: [],
    creditsSeen: [],
    invoiceDays: [],
    ...more,
  }
}

/** The tie-out of one invoice of a scene. */
export function tieOut(
  distributorInvoices: DistributorInvoiceRead[],
  clientInvoices: ClientInvoiceRead[],
  more: Partial<ReconciliationInput> = {},
  invoiceId = 'invoice-1',
): InvoiceTieOut {
  return reconcileInvoice({
    ...scene(distributorInvoices, clientInvoices, more),
    invoice: { connectionId, invoiceId },
  })
}

export const seventeenSeats = charge({ quantity: '17', cost: '374.00' })
export const seventeenBilled = line({ quantity: '17', cost: '374.00', amount: '448.80' })

/** The part of April from a day on. */
export function aprilFrom(day: string): Period {
  return period(day, april.end)
}
