import type { Charge } from '../../src/domain/distributor-invoice.ts'
import type { Invoice, InvoiceLine } from '../../src/domain/invoice.ts'
import { billingMonth } from '../../src/domain/period.ts'
import type { ReconciliationInput } from '../../src/reconciliation/input.ts'
import { centsText } from './cents-text.ts'
import { chargeOf, distributorInvoiceOf } from './distributor-charge.ts'
import { products, sourceConnection } from './msp.ts'

const period = billingMonth('2026-10')
const perClient = 10
const currency = 'USD'
const unitCents = 1_250
const invoice = { invoiceId: 'invoice-1', invoiceDate: '2026-11-01' }

/** A month in which nine in ten charges tie out; of the others half differ in quantity, half were billed to nobody. */
export function tieOutInput(charges: number): ReconciliationInput {
  const quantities = Array.from({ length: charges }, (_, index) => 1 + (index % 30))
  const total = quantities.reduce((sum, quantity) => sum + quantity * unitCents, 0)
  const clients = Array.from({ length: Math.ceil(charges / perClient) }, (_, index) => index)
  return {
    period,
    asOf: '2026-11-05',
    distributorInvoices: [
      {
        invoice: distributorInvoiceOf({ ...invoice, number: '1' }, total),
        charges: quantities.map((quantity, index) => chargeAt(index, quantity)),
        items: 'whole',
        itemsNote: undefined,
      },
    ],
    clientInvoices: clients.map((client) => ({
      invoice: invoiceOf(client, quantities),
      state: 'posted',
      ledgerDocument: { documentId: String(client), documentNumber: undefined },
    })),
    clients: clients.map((client) => ({
      clientId: `client-${String(client)}`,
      name: `Client ${String(client)}`,
      companies: [{ connectionId: sourceConnection, companyId: `company-${String(client)}` }],
      billedPeriods: [period],
    })),
    notBilledCompanies: [],
    notBilledProducts: [],
    mappedProducts: products.map(({ productId }) => ({ connectionId: sourceConnection, productId })),
    snapshots: [{ connectionId: sourceConnection, period, completeDays: 31, lastComplete: '2026-11-04' }],
    timelines: [],
    lineages: [],
    ownPartnerNames: [],
    sourceRoundings: [
      { connectionId: sourceConnection, per: 'line', places: 2, rounding: 'half-up', basis: 'made up' },
    ],
    creditsSeen: [],
    invoiceDays: [],
  }
}

function chargeAt(index: number, quantity: number): Charge {
  const client = String(Math.floor(index / perClient))
  return chargeOf({
    ...{ ...invoice, chargeId: `charge-${String(index)}`, kind: 'subscription' },
    ...{ companyId: `company-${client}`, companyName: `Client ${client}`, product: productOf(index) },
    ...{ subscriptionId: `subscription-${String(index)}`, servicePeriod: period },
    ...{ quantity, unitCost: centsText(unitCents), cents: quantity * unitCents },
  })
}

function invoiceOf(client: number, quantities: readonly number[]): Invoice {
  const first = client * perClient
  const own = quantities.slice(first, first + perClient)
  return {
    clientId: `client-${String(client)}`,
    clientName: `Client ${String(client)}`,
    ledgerConnectionId: 'quickbooks-online',
    ledgerCustomerId: String(client),
    billingPeriod: period,
    sequence: 0,
    kind: 'invoice',
    currency,
    invoiceDate: '2026-10-31',
    lines: own.flatMap((quantity, place) => billedLine(client, first + place, quantity) ?? []),
    total: '0.00',
  }
}

function billedLine(client: number, index: number, charged: number): InvoiceLine | undefined {
  if (index % 20 === 7) return undefined
  const quantity = index % 20 === 13 ? charged + 1 : charged
  const cost = centsText(quantity * unitCents)
  const amount = centsText(quantity * unitCents * 2)
  const { productId, name, itemId } = productOf(index)
  const covers = { connectionId: sourceConnection, subscriptionId: `subscription-${String(index)}`, productId }
  const unitCost = centsText(unitCents)
  const company = { chargeId: undefined, companyId: `company-${String(client)}`, servicePeriod: period }
  return {
    lineKey: `line-${String(index)}`,
    billingLineId: `line-${String(index)}`,
    itemId,
    ledgerItemId: itemId,
    description: name,
    servicePeriod: period,
    quantity: String(quantity),
    unitPrice: centsText(unitCents * 2),
    proration: undefined,
    amount,
    taxable: false,
    source: 'synced',
    was: undefined,
    cost,
    covers: [{ ...covers, ...company, quantity: String(quantity), unitCost, cost, costCurrency: currency }],
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

function productOf(index: number): (typeof products)[number] {
  const product = products[index % products.length]
  if (product === undefined) throw new Error('The generated catalog is empty.')
  return product
}
