import type { InvoiceItem, Subscription } from './records.ts'
import { Pax8State } from './state.ts'

/** Ids that a test can name. All data is invented. */
export const ids = {
  bearCreek: '0c000000-0000-4000-8000-000000000001',
  tidewater: '0c000000-0000-4000-8000-000000000002',
  closed: '0c000000-0000-4000-8000-000000000003',
  contact: '0d000000-0000-4000-8000-000000000001',
  businessStandard: '0e000000-0000-4000-8000-000000000001',
  azurePlan: '0e000000-0000-4000-8000-000000000002',
  backup: '0e000000-0000-4000-8000-000000000003',
  seats: '0f000000-0000-4000-8000-000000000001',
  annualSeats: '0f000000-0000-4000-8000-000000000002',
  azure: '0f000000-0000-4000-8000-000000000003',
  trial: '0f000000-0000-4000-8000-000000000004',
  commitment: '1a000000-0000-4000-8000-000000000001',
  order: '1b000000-0000-4000-8000-000000000001',
  orderLine: '1b000000-0000-4000-8000-000000000002',
  wrongInvoice: '1c000000-0000-4000-8000-000000000001',
  invoice: '1c000000-0000-4000-8000-000000000002',
  childInvoice: '1c000000-0000-4000-8000-000000000003',
  usage: '1d000000-0000-4000-8000-000000000001',
} as const

export const meterCount = 300

/**
 * A small partner with one of everything that makes reading Pax8 hard: one product twice for one client, a child
 * partner in another currency, an Azure plan with hundreds of meters, a credited invoice and its replacement, negative
 * prorations, a line of zero, a credit without a company and a line without a subscription.
 */
export function createExampleTenant(): Pax8State {
  const state = new Pax8State()
  addCompanies(state)
  addProducts(state)
  addSubscriptions(state)
  addUsage(state)
  addInvoices(state)
  return state
}

function addCompanies(state: Pax8State): void {
  state.addCompany({
    id: ids.bearCreek,
    name: 'Bear Creek Winery',
    address: {
      street: '12 Vineyard Road',
      city: 'Palisade',
      stateOrProvince: 'Colorado',
      postalCode: '81526',
      country: 'US',
    },
    phone: '555-555-0101',
    website: 'bear-creek-winery.example',
    externalId: 'C-100',
    updatedDate: '2026-03-02T17:33:12.314Z',
  })
  state.addCompany({
    id: ids.tidewater,
    name: 'Tidewater Boatyard',
    address: { city: 'Halifax', stateOrProvince: 'Nova Scotia', postalCode: 'B3H 1A1', country: 'CA' },
    phone: '555-555-0102',
    website: 'tidewater-boatyard.example',
    billOnBehalfOfEnabled: true,
  })
  state.addCompany({ id: ids.closed, name: 'Closed Bakery', phone: '555-555-0103', website: '', status: 'Deleted' })
  state.addContact(ids.bearCreek, {
    id: ids.contact,
    firstName: 'Sandra',
    lastName: 'Winemaker',
    email: 'sandra@bear-creek-winery.example',
    phone: '555-555-0104',
    createdDate: '2024-05-12',
    types: [{ type: 'Billing', primary: true }],
  })
}

function addProducts(state: Pax8State): void {
  state.addProduct({
    id: ids.businessStandard,
    name: 'Microsoft 365 Business Standard [New Commerce Experience]',
    vendorName: 'Microsoft',
    shortDescription: 'Office applications and mail',
    description: 'Office applications and mail, for up to 300 users.',
    sku: 'MST-BST-001',
    requiresCommitment: true,
  })
  state.addProduct({ id: ids.azurePlan, name: 'Microsoft Azure Plan', vendorName: 'Microsoft', sku: 'MST-AZR-001' })
  state.addProduct({ id: ids.backup, name: 'Harbor Backup', vendorName: 'Harbor', sku: 'HRB-001' })
  state.setPricing(ids.businessStandard, [
    {
      billingTerm: 'Monthly',
      commitmentTerm: '1-Year',
      commitmentTermInMonths: '12',
      type: 'Volume',
      unitOfMeasurement: 'User',
      rates: [
        { partnerBuyRate: '10.005', suggestedRetailPrice: '12.50', endQuantityRange: '24', chargeType: 'Per Unit' },
        {
          partnerBuyRate: '9.8700000001',
          suggestedRetailPrice: '12.50',
          startQuantityRange: '25',
          chargeType: 'Per Unit',
        },
      ],
    },
  ])
  state.setDependencies(ids.businessStandard, {
    commitmentDependencies: [
      {
        id: ids.commitment,
        term: '1-Year',
        autoRenew: true,
        renewalWindowDaysAfterTermEnd: '7',
        allowForQuantityIncrease: true,
      },
    ],
    productDependencies: [{ name: 'Requires', productIds: [ids.azurePlan] }],
  })
  state.setProvisionDetails(ids.businessStandard, [
    { label: 'Customer domain', key: 'msDomain', valueType: 'Input', description: 'Without the ending' },
  ])
}

function addSubscriptions(state: Pax8State): void {
  const seats: Omit<Subscription, 'createdDate'> = {
    id: ids.seats,
    companyId: ids.bearCreek,
    productId: ids.businessStandard,
    vendorSubscriptionId: 'vendor-1',
    vendorSkuId: 'CFQ7TTC0LDPB:0001',
    quantity: '17',
    startDate: '2026-01-01T08:30:00Z',
    billingStart: '2026-01-01',
    status: 'Active',
    price: '12.50',
    currencyCode: 'USD',
    partnerCost: '10.005',
    billingTerm: 'Monthly',
    commitment: { id: ids.commitment, term: '1-Year', endDate: '2026-12-31T00:00:00Z' },
  }
  state.createSubscription(seats, '2026-01-01T08:30:00Z')
  state.createSubscription(
    { ...seats, id: ids.annualSeats, quantity: '2', billingTerm: 'Annual' },
    '2026-01-02T08:30:00Z',
  )
  state.createSubscription(
    {
      id: ids.azure,
      companyId: ids.tidewater,
      productId: ids.azurePlan,
      quantity: '1',
      startDate: '2026-02-01T08:30:00Z',
      billingStart: '2026-02-01',
      status: 'Active',
      price: '0',
      currencyCode: 'CAD',
      partnerCost: '0',
      billingTerm: 'Monthly',
    },
    '2026-02-01T08:30:00Z',
  )
  state.createSubscription(
    {
      id: ids.trial,
      companyId: ids.tidewater,
      productId: ids.backup,
      quantity: '5',
      startDate: '2026-03-01T08:30:00Z',
      endDate: '2026-03-31T08:30:00Z',
      status: 'Trial',
      price: '0',
      currencyCode: 'CAD',
      billingTerm: 'Trial',
    },
    '2026-03-01T08:30:00Z',
  )
  state.addOrder({
    id: ids.order,
    companyId: ids.bearCreek,
    createdDate: '2026-01-01',
    orderedBy: 'Pax8 Partner',
    lineItems: [
      {
        id: ids.orderLine,
        productId: ids.businessStandard,
        subscriptionId: ids.seats,
        billingTerm: 'Monthly',
        quantity: '17',
      },
    ],
  })
}

function addUsage(state: Pax8State): void {
  state.setUsageSummaries(ids.azure, [
    {
      id: ids.usage,
      companyId: ids.tidewater,
      productId: ids.azurePlan,
      resourceGroup: 'boatyard-production',
      vendorName: 'Microsoft',
      currentCharges: '100.56',
      currencyCode: 'CAD',
      partnerTotal: '86.456',
    },
  ])
  state.setUsageLines(ids.usage, '2026-03-14', [
    {
      productName: 'Virtual Machines D2s v5',
      productId: ids.azurePlan,
      unitOfMeasure: 'Hour',
      quantity: '3',
      currentCharges: '15.99',
      currentProfit: '5.61',
      partnerTotal: '10.38',
      unitPrice: '5.33',
      currencyCode: 'CAD',
    },
  ])
}

function addInvoices(state: Pax8State): void {
  const partner = {
    invoiceDate: '2026-04-01',
    dueDate: '2026-04-15',
    currencyCode: 'USD',
    partnerName: 'Harborlight IT',
  }
  state.publishInvoice({ id: ids.wrongInvoice, ...partner, total: '180.09', balance: '0', status: 'Unpaid' }, [
    seatsItem({ quantity: '18', subTotal: '225.00', costTotal: '180.09', total: '225.00', amountDue: '180.09' }),
  ])
  state.creditInvoice(ids.wrongInvoice)
  state.publishInvoice(
    { id: ids.invoice, ...partner, total: '160.07', balance: '160.07', carriedBalance: '0', status: 'Unpaid' },
    [
      seatsItem({ quantity: '17', subTotal: '212.50', costTotal: '170.085', total: '212.50', amountDue: '170.085' }),
      seatsItem({
        type: 'prorate',
        quantity: '-1',
        costTotal: '-10.005',
        startPeriod: '2026-03-14',
        endPeriod: '2026-04-01',
      }),
      seatsItem({ price: '0', cost: '0', subTotal: '0.00', costTotal: '0', total: '0', description: 'Promotion' }),
      { type: 'invoice-credit', costTotal: '-0.01', total: '-0.01', description: 'Rounding', currencyCode: 'USD' },
      { ...seatsItem({ type: 'one-time', term: 'One-Time', description: 'Migration' }), subscriptionId: null },
    ],
  )
  const child = { ...partner, partnerName: 'Harborlight IT Canada', currencyCode: 'CAD' }
  state.publishInvoice(
    { id: ids.childInvoice, ...child, total: '300.00', balance: '300.00', status: 'Unpaid' },
    meters(),
  )
  state.setDraftItems(0, [seatsItem({ startPeriod: '2026-04-01', endPeriod: '2026-05-01' })])
  state.setDraftItems(1, [seatsItem({ startPeriod: '2026-05-01', endPeriod: '2026-06-01' })])
}

function seatsItem(difference: Partial<InvoiceItem>): InvoiceItem {
  return {
    type: 'subscription',
    purchaseOrderNumber: 'N/A',
    companyId: ids.bearCreek,
    companyName: 'Bear Creek Winery',
    startPeriod: '2026-04-01',
    endPeriod: '2026-05-01',
    quantity: '17',
    unitOfMeasure: 'User',
    term: 'Monthly',
    sku: 'MST-BST-001',
    description: 'Microsoft 365 Business Standard',
    rateType: 'single',
    chargeType: 'per',
    price: '12.50',
    cost: '10.005',
    offeredBy: 'Pax8',
    billedByPax8: false,
    productId: ids.businessStandard,
    productName: 'Microsoft 365 Business Standard',
    billingFee: '0',
    billingFeeRate: '0',
    currencyCode: 'USD',
    salesTax: '0',
    subscriptionId: ids.seats,
    vendorName: 'Microsoft',
    ...difference,
  }
}

/** One line for each Azure meter, 1.00 CAD each. */
function meters(): readonly InvoiceItem[] {
  return Array.from({ length: meterCount }, (_, meter) => ({
    type: 'subscription',
    companyId: ids.tidewater,
    companyName: 'Tidewater Boatyard',
    startPeriod: '2026-03-01',
    endPeriod: '2026-04-01',
    quantity: '0.0000033333',
    term: 'Arrears',
    description: `Microsoft Azure Plan - Arrears Charge - meter ${meter + 1}`,
    rateType: 'markup',
    chargeType: 'per',
    costTotal: '1.00',
    total: '1.15',
    productId: ids.azurePlan,
    productName: 'Microsoft Azure Plan',
    currencyCode: 'CAD',
    subscriptionId: ids.azure,
  }))
}
