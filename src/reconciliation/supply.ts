import type { CoveredSupply } from '../domain/invoice.ts'
import type { Known } from '../domain/known.ts'
import type { Period } from '../domain/period.ts'
import { allocate } from '../money/allocate.ts'
import { absoluteDecimal, decimal, powerOfTen, type Decimal } from '../money/decimal.ts'
import { money, negateMoney, type Money } from '../money/money.ts'
import type { BilledInvoice, BilledLine, ClientInvoiceRead } from './input.ts'
import type { InvoiceLineRef } from './tie-out.ts'

/** What one client line bills of one subscription or charge, with its cost to us and its part of the line's amount. */
export interface Supply {
  readonly line: InvoiceLineRef
  readonly posted: boolean
  readonly state: ClientInvoiceRead['state']
  readonly clientId: string
  readonly connectionId: string
  readonly subscriptionId: string | undefined
  readonly chargeId: string | undefined
  readonly companyId: string | undefined
  readonly productId: string | undefined
  readonly period: Period
  readonly quantity: Known<Decimal>
  readonly unitCost: Known<Decimal>
  readonly cost: Known<Decimal>
  readonly costCurrency: string
  readonly revenue: Money
}

/** All that the client invoices cover. An invoice that is given twice counts once, as the furthest of its states. */
export function suppliesOf(clientInvoices: readonly ClientInvoiceRead[]): Supply[] {
  const supplies: Supply[] = []
  for (const read of furthestOfEach(clientInvoices)) {
    for (const line of read.invoice.lines) pushSuppliesOfLine(supplies, read, line)
  }
  return supplies
}

const order = { posted: 0, approved: 1, 'not-posted': 2 } as const

/** In the order of their keys, so that everything after does not depend on the order in which they came. */
function furthestOfEach(clientInvoices: readonly ClientInvoiceRead[]): ClientInvoiceRead[] {
  const byKey = new Map<string, ClientInvoiceRead>()
  for (const read of clientInvoices) {
    const key = invoiceKey(read.invoice)
    const other = byKey.get(key)
    if (other === undefined || isFurther(read, other)) byKey.set(key, read)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, read]) => read)
}

/** Two readings in the same state that differ are told apart by their text, so that their order does not matter. */
function isFurther(read: ClientInvoiceRead, other: ClientInvoiceRead): boolean {
  if (read.state !== other.state) return order[read.state] < order[other.state]
  return JSON.stringify([read.ledgerDocument, read.invoice]) < JSON.stringify([other.ledgerDocument, other.invoice])
}

function invoiceKey(invoice: BilledInvoice): string {
  const month = `${invoice.billingPeriod.start}/${invoice.billingPeriod.end}`
  return JSON.stringify([invoice.clientId, invoice.ledgerConnectionId, month, invoice.sequence, invoice.kind])
}

function pushSuppliesOfLine(supplies: Supply[], read: ClientInvoiceRead, line: BilledLine): void {
  if (line.covers.length === 0) return
  const { invoice } = read
  const ref: InvoiceLineRef = {
    clientId: invoice.clientId,
    billingPeriod: invoice.billingPeriod,
    sequence: invoice.sequence,
    lineKey: line.lineKey,
    documentNumber: read.ledgerDocument?.documentNumber,
  }
  const revenues = revenueOfEach(invoice, line)
  line.covers.forEach((covered, index) => {
    const revenue = revenues[index]
    if (revenue === undefined) return
    supplies.push(supplyOf(covered, read, ref, revenue))
  })
}

function supplyOf(covered: CoveredSupply, read: ClientInvoiceRead, line: InvoiceLineRef, revenue: Money): Supply {
  return {
    line,
    posted: read.state === 'posted',
    state: read.state,
    clientId: read.invoice.clientId,
    connectionId: covered.connectionId,
    subscriptionId: covered.subscriptionId,
    chargeId: covered.chargeId,
    companyId: covered.companyId,
    productId: covered.productId,
    period: covered.servicePeriod,
    quantity: knownDecimal(covered.quantity),
    unitCost: knownDecimal(covered.unitCost),
    cost: knownDecimal(covered.cost),
    costCurrency: covered.costCurrency,
    revenue,
  }
}

function knownDecimal(text: string): Known<Decimal> {
  return text === 'unknown' ? 'unknown' : decimal(text)
}

/** A line that covers several supplies shares its amount out by their costs, evenly where a cost is unknown. */
function revenueOfEach(invoice: BilledInvoice, line: BilledLine): readonly Money[] {
  const amount = signedAmount(invoice, line)
  if (line.covers.length === 1) return [amount]
  const costs = line.covers.map((covered) => knownDecimal(covered.cost))
  const known = costs.filter((cost) => cost !== 'unknown')
  const scale = known.reduce((most, cost) => Math.max(most, cost.scale), 0)
  const weights = known.map((cost) => absoluteDecimal(cost).units * powerOfTen(scale - cost.scale))
  const usable = known.length === costs.length && weights.some((weight) => weight > 0n)
  return allocate(amount, usable ? weights : costs.map(() => 1n))
}

/** A credit memo counts what it takes off as positive amounts; revenue counts it against the client's invoices. */
function signedAmount(invoice: BilledInvoice, line: BilledLine): Money {
  const amount = money(line.amount, invoice.currency)
  return invoice.kind === 'credit-memo' && decimal(invoice.total).units >= 0n ? negateMoney(amount) : amount
}
