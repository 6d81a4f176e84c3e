import { expect } from 'vitest'
import type { DryRunInput, LedgerView } from '../../src/billing/dry-run-input.ts'
import type {
  BillingLine,
  BillingRules,
  CatalogItem,
  ClientBillingConfig,
  FixedLine,
  ManualLine,
  PassThroughLine,
  QuantityBasis,
  SyncedLine,
} from '../../src/domain/billing-config.ts'
import type { Charge } from '../../src/domain/distributor-invoice.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import { billingMonth } from '../../src/domain/period.ts'
import type { PricePolicy } from '../../src/domain/price-policy.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../src/domain/timeline.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'

/** A step as a test states it: what is left out is an active monthly subscription that costs 25.19 USD. */
export interface StepSketch {
  readonly from: string
  readonly quantity?: string
  readonly cost?: string
  readonly list?: string
  readonly currency?: string
  readonly inForce?: boolean
  readonly company?: string
  readonly product?: string
  readonly term?: TimelineStep['billingTerm']
  readonly commitment?: string
  readonly status?: TimelineStep['status']
  readonly window?: TimelineStep['window']
}

/** A timeline from sketches; each step inherits what the one before it said. */
export function timeline(
  subscriptionId: string,
  sketches: readonly StepSketch[],
  about: Partial<Pick<SubscriptionTimeline, 'before' | 'billingStart' | 'connectionId'>> = {},
): SubscriptionTimeline {
  let last: StepSketch = { from: '' }
  const steps = sketches.map((sketch, index): TimelineStep => {
    last = { inForce: true, ...last, window: undefined, ...sketch }
    return stepOf(subscriptionId, last, sketches[index + 1]?.from)
  })
  return {
    connectionId: about.connectionId ?? 'pax8',
    subscriptionId,
    steps,
    knownFrom: sketches[0]?.from ?? '9999-12-31',
    before: about.before ?? 'not-running',
    billingStart: about.billingStart,
    commitmentEnd: undefined,
  }
}

function stepOf(subscriptionId: string, sketch: StepSketch, until: string | undefined): TimelineStep {
  const currency = sketch.currency ?? 'USD'
  return {
    from: sketch.from,
    until,
    inForce: sketch.inForce ?? true,
    companyId: sketch.company ?? 'c-1',
    productId: sketch.product ?? 'p-1',
    productName: undefined,
    status: sketch.status ?? 'active',
    quantity: sketch.quantity === undefined || sketch.quantity === 'unknown' ? 'unknown' : decimal(sketch.quantity),
    unitCost: sketch.cost === 'unknown' ? 'unknown' : money(sketch.cost ?? '25.19', currency),
    listPrice: sketch.list === undefined ? 'unknown' : money(sketch.list, currency),
    billingTerm: sketch.term ?? 'monthly',
    rawBillingTerm: sketch.term ?? 'Monthly',
    commitmentTerm: sketch.commitment,
    evidence: [{ kind: 'history', id: `${subscriptionId}@${sketch.from}`, recordedAt: `${sketch.from}T02:00:00Z` }],
    window: sketch.window,
  }
}

export const cost = (markupPercent: string): PricePolicy => ({
  policy: 'sync',
  from: 'cost',
  markupPercent: decimal(markupPercent),
})

export const listPrice: PricePolicy = { policy: 'sync', from: 'list' }

export const hold = (unitPrice: string, until?: string, currency = 'USD'): PricePolicy => ({
  policy: 'hold',
  unitPrice: money(unitPrice, currency),
  until,
})

export function item(
  itemId: string,
  covers: Partial<CatalogItem['covers'][number]>[] = [],
  rules: BillingRules = {},
): CatalogItem {
  return {
    itemId,
    name: `Item ${itemId}`,
    covers: covers.map((match) => ({
      connectionId: 'pax8',
      productId: 'p-1',
      commitmentTerm: undefined,
      billingTerm: undefined,
      ...match,
    })),
    ledgerItems: new Map([['quickbooks', `L-${itemId}`]]),
    rules,
  }
}

const lineCommon = { description: undefined, rules: {}, from: undefined, until: undefined }

export const synced = (lineId: string, more: Partial<SyncedLine> = {}): SyncedLine => ({
  ...lineCommon,
  lineId,
  syncsQuantity: true,
  model: 'per-seat',
  itemId: 'i-1',
  ...more,
})

export const manual = (
  lineId: string,
  quantity: string,
  unitPrice: string,
  more: Partial<ManualLine> = {},
): ManualLine => ({
  ...lineCommon,
  lineId,
  syncsQuantity: false,
  model: 'per-seat',
  itemId: 'i-1',
  quantity: decimal(quantity),
  unitPrice: money(unitPrice, 'USD'),
  month: undefined,
  ...more,
})

export const fixed = (lineId: string, amount: string, more: Partial<FixedLine> = {}): FixedLine => ({
  ...lineCommon,
  lineId,
  syncsQuantity: true,
  model: 'fixed',
  itemId: 'i-1',
  amount: money(amount, 'USD'),
  componentItemIds: ['i-1'],
  ...more,
})

export const passThrough = (lineId: string, more: Partial<PassThroughLine> = {}): PassThroughLine => ({
  ...lineCommon,
  lineId,
  syncsQuantity: true,
  model: 'pass-through',
  itemId: 'i-1',
  takesRest: false,
  ...more,
})

export function client(
  clientId: string,
  lines: readonly BillingLine[],
  more: Partial<ClientBillingConfig> = {},
): ClientBillingConfig {
  return {
    clientId,
    name: `Client ${clientId}`,
    companies: [{ connectionId: 'pax8', companyId: 'c-1' }],
    ledger: { connectionId: 'quickbooks', customerId: 'cust-1' },
    currency: 'USD',
    rules: {},
    overrides: [],
    lines,
    ...more,
  }
}

export function charge(chargeId: string, amount: string, more: Partial<Charge> = {}): Charge {
  return {
    connectionId: 'pax8',
    invoiceId: 'inv-1',
    chargeId,
    invoiceDate: '2026-10-04',
    kind: 'subscription',
    rawKind: 'subscription',
    companyId: 'c-1',
    companyName: 'Bear Creek Winery',
    subscriptionId: undefined,
    productId: 'p-1',
    productName: undefined,
    sku: undefined,
    description: `Charge ${chargeId}`,
    details: undefined,
    servicePeriod: undefined,
    billingTerm: 'monthly',
    quantity: decimal('1'),
    unitOfMeasure: undefined,
    unitCost: 'unknown',
    cost: amount === 'unknown' ? 'unknown' : money(amount, 'USD'),
    listUnitPrice: 'unknown',
    listAmount: 'unknown',
    tax: 'unknown',
    currency: 'USD',
    billedByDistributor: false,
    ...more,
  }
}

const quickbooks: LedgerView = {
  connectionId: 'quickbooks',
  customers: new Map([
    ['cust-1', { active: true, currency: undefined }],
    ['cust-2', { active: true, currency: undefined }],
  ]),
  items: new Map(['i-1', 'i-2', 'i-3'].map((id) => [`L-${id}`, { active: true }])),
}

export interface Scenario {
  readonly month?: string
  readonly asOf?: string
  readonly basis?: QuantityBasis
  readonly price?: PricePolicy
  readonly rounding?: 'half-up' | 'half-even' | 'down' | 'up'
  readonly items?: readonly CatalogItem[]
  readonly clients?: readonly ClientBillingConfig[]
  readonly lines?: readonly BillingLine[]
  readonly timelines?: readonly SubscriptionTimeline[]
  readonly charges?: readonly Charge[]
  readonly billed?: readonly Invoice[]
  readonly more?: Partial<DryRunInput>
  readonly house?: BillingRules
}

/** A whole run's input from what a test needs to say: October 2026 and cost + 20 % where it says nothing else. */
export function scenario(sketch: Scenario): DryRunInput {
  const billingPeriod = billingMonth(sketch.month ?? '2026-10')
  return {
    billingPeriod,
    asOf: sketch.asOf ?? billingPeriod.end,
    invoiceDate: billingPeriod.end,
    config: {
      version: 1,
      house: {
        currency: 'USD',
        rules: {
          quantityBasis: sketch.basis ?? 'daily',
          price: sketch.price ?? cost('20'),
          rounding: sketch.rounding ?? 'half-up',
          taxable: true,
          ...sketch.house,
        },
      },
      items: sketch.items ?? [item('i-1', [{}])],
      clients: sketch.clients ?? [client('bear-creek', sketch.lines ?? [synced('line-1')])],
      ignoredCompanies: [],
      ignoredProducts: [],
    },
    sources: [
      { connectionId: 'pax8', lastCompleteDay: billingPeriod.end, newestIsIncomplete: false, staleAfterDays: 2 },
    ],
    ledgers: [quickbooks],
    timelines: sketch.timelines ?? [],
    charges: sketch.charges ?? [],
    billed: (sketch.billed ?? []).map((invoice) => ({ invoice })),
    ...sketch.more,
  }
}

/** A change of Bear Creek Winery's seats. */
export interface SeatChange {
  readonly day: string
  readonly seats: number
}

export const seatAdded = (day: string): SeatChange => ({ day, seats: 1 })
export const seatRemoved = (day: string): SeatChange => ({ day, seats: -1 })

/** Bear Creek Winery with one subscription of Microsoft 365 Business Standard at a held price. */
export function bearCreekWinery(sketch: {
  readonly seats: number
  readonly unitPrice: string
  readonly proration: QuantityBasis
  readonly changes?: readonly SeatChange[]
  readonly month?: string
}): DryRunInput {
  let held = sketch.seats
  const changes = (sketch.changes ?? []).map(({ day, seats }) => {
    held += seats
    return { from: day, quantity: String(held) }
  })
  const steps = [{ from: '2025-01-01', quantity: String(sketch.seats), cost: '18.00' }, ...changes]
  return scenario({
    month: sketch.month ?? '2026-04',
    basis: sketch.proration,
    price: hold(sketch.unitPrice),
    timelines: [timeline('s-1', steps)],
  })
}

export interface ExpectedLine {
  readonly quantity: number | string
  readonly amount: string
  readonly servicePeriod?: readonly [string, string]
  readonly unitPrice?: string
  readonly cost?: string
}

/** The invoice's lines as a short table; what a row leaves out is not looked at. */
export function expectLines(invoice: Invoice | undefined, expected: readonly ExpectedLine[]): void {
  const found = (invoice?.lines ?? []).map((line, index) => {
    const row = expected[index]
    return {
      quantity: line.quantity,
      amount: line.amount,
      ...(row?.servicePeriod === undefined
        ? {}
        : { servicePeriod: [line.servicePeriod.start, line.servicePeriod.end] }),
      ...(row?.unitPrice === undefined ? {} : { unitPrice: line.unitPrice }),
      ...(row?.cost === undefined ? {} : { cost: line.cost }),
    }
  })
  expect(found).toEqual(expected.map((row) => ({ ...row, quantity: String(row.quantity) })))
}
