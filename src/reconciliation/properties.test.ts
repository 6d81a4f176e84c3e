import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Charge, ChargeKind, DistributorInvoiceStatus } from '../domain/distributor-invoice.ts'
import { addDays } from '../domain/plain-date.ts'
import { period, type Period } from '../domain/period.ts'
import { addDecimals, decimal, formatDecimal, sumDecimals, zero, type Decimal } from '../money/decimal.ts'
import type { ClientInvoiceRead, DistributorInvoiceRead, ReconciliationInput } from './input.ts'
import { reconcilePeriod } from './reconcile-period.ts'
import {
  april,
  bearCreek,
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  may,
  scene,
} from '../../test/helpers/reconciliation-scene.ts'
import type { Control, PeriodControl } from './tie-out.ts'

// Few ids, so that charges and lines meet, merge and overlap in every way.

const amount = fc
  .tuple(fc.integer({ min: -500_000, max: 500_000 }), fc.constantFrom(0, 2, 3, 4, 9))
  .map(([units, scale]) => formatDecimal({ units: BigInt(units), scale }))
const maybe = <T>(each: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: each }, fc.constant(undefined))
const unknownable = fc.oneof({ weight: 6, arbitrary: amount }, fc.constant('unknown'))
const servicePeriod: fc.Arbitrary<Period> = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom(1, 7, 14, 30, 31, 365))
  .map(([offset, days]) => period(addDays('2026-03-20', offset), addDays('2026-03-20', offset + days)))
const month = fc.oneof(fc.constant(april), fc.constant(may), servicePeriod)
const kind = fc.constantFrom<ChargeKind>(
  'subscription',
  'subscription',
  'prorate',
  'prorate',
  'one-time',
  'usage',
  'service-charge',
  'service-credit',
  'rebate',
  'payment-credit',
  'invoice-credit',
  'tax',
  'unknown',
)
const subscriptionId = maybe(fc.constantFrom('sub-1', 'sub-2', 'sub-3'))
const productId = maybe(fc.constantFrom('m365-bs', 'backup'))
const companyId = maybe(
  fc.constantFrom('company-bear-creek', 'company-second', 'company-stranger', 'company-ourselves'),
)
const currency = fc.constantFrom('USD', 'USD', 'USD', 'EUR', 'JPY', 'KWD')
const chargeId = fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `charge-${String(index)}`))

const anyCharge: fc.Arbitrary<Charge> = fc
  .record({
    chargeId,
    kind,
    subscriptionId,
    productId,
    companyId,
    currency,
    quantity: unknownable,
    unitCost: unknownable,
    cost: unknownable,
    tax: unknownable,
    listAmount: unknownable,
    service: fc.oneof({ weight: 6, arbitrary: month }, fc.constant('none' as const)),
    billedByDistributor: fc.boolean(),
  })
  .map(charge)

const anyDistributorInvoice: fc.Arbitrary<DistributorInvoiceRead> = fc
  .record({
    invoiceId: fc.constantFrom('invoice-1', 'invoice-2', 'invoice-3'),
    invoiceDate: fc.constantFrom('2026-04-04', '2026-05-04'),
    currency,
    total: unknownable,
    carriedBalance: unknownable,
    status: fc.constantFrom<DistributorInvoiceStatus>('unpaid', 'unpaid', 'unpaid', 'credited', 'void', 'unknown'),
    partnerName: maybe(fc.constantFrom('North Wind IT', 'North Branch')),
    items: fc.constantFrom('whole', 'whole', 'part', 'not-read'),
    replaces: maybe(fc.constantFrom('invoice-1', 'invoice-9')),
    charges: fc.array(anyCharge, { maxLength: 12 }),
  })
  .map(({ charges, ...draft }) => distributorInvoice(draft, charges))

const anyClientInvoice: fc.Arbitrary<ClientInvoiceRead> = fc
  .record({
    clientId: fc.constantFrom('bear-creek', 'second', 'departed'),
    sequence: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom('invoice', 'credit-memo'),
    state: fc.constantFrom('posted', 'posted', 'approved', 'not-posted'),
    billingPeriod: fc.constantFrom(april, may),
    lines: fc.array(
      fc.record({
        subscriptionId,
        productId,
        companyId,
        chargeId: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, chargeId),
        quantity: unknownable,
        unitCost: unknownable,
        cost: unknownable,
        costCurrency: currency,
        servicePeriod: month,
        amount,
      }),
      { maxLength: 10 },
    ),
  })
  .map(({ lines, ...draft }) => clientInvoice(lines.map(line), draft))

const anyInput: fc.Arbitrary<ReconciliationInput> = fc
  .record({
    distributorInvoices: fc.array(anyDistributorInvoice, { maxLength: 4 }),
    clientInvoices: fc.array(anyClientInvoice, { maxLength: 4 }),
    billed: fc.constantFrom([], [april], [april, may]),
    more: fc.constantFrom('whole', 'half-up'),
    creditsSeen: fc.array(
      fc.record({
        connectionId: fc.constant(connectionId),
        creditedInvoiceId: fc.constantFrom('invoice-1', 'invoice-2'),
        chargeId: maybe(chargeId),
      }),
      { maxLength: 1 },
    ),
  })
  .map(({ distributorInvoices, clientInvoices, billed, more, creditsSeen }) =>
    scene(distributorInvoices, clientInvoices, {
      clients: [
        { ...bearCreek, billedPeriods: billed },
        { ...bearCreek, clientId: 'second', companies: [{ connectionId, companyId: 'company-second' }] },
      ],
      notBilledCompanies: [{ connectionId, companyId: 'company-ourselves', reason: 'our own tenant' }],
      ownPartnerNames: [{ connectionId, partnerName: 'North Wind IT' }],
      sourceRoundings:
        more === 'half-up' ? [{ connectionId, per: 'unit', places: 2, rounding: 'half-up', basis: 'drawn' }] : [],
      creditsSeen,
    }),
  )

function expectClassesToAddUp(control: Control | PeriodControl, total: string): void {
  const sum = sumDecimals(control.classes.map(({ cost }) => decimal(cost)))
  expect(addDecimals(sum, { ...decimal(total), units: -decimal(total).units }).units).toBe(0n)
}

/** Every charge of ours, added up by the test itself. */
function costOfCharges(read: DistributorInvoiceRead, of: string): Decimal {
  return read.charges.reduce<Decimal>(
    (sum, each) =>
      each.cost === 'unknown' || each.currency !== of || each.billedByDistributor ? sum : addDecimals(sum, each.cost),
    zero,
  )
}

test('for any distributor invoices and any client invoices the classes add up to each total, in each currency', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const result = reconcilePeriod(input)
      for (const tieOut of result.invoices) {
        for (const control of tieOut.controls) {
          expectClassesToAddUp(control, control.total === 'unknown' ? control.sumOfCost : control.total)
        }
      }
      for (const control of result.controls) expectClassesToAddUp(control, control.total)
    }),
    { numRuns: 1500 },
  )
})

test('the findings of an invoice add up to its charges, so that no charge vanishes and none counts twice', () => {
  fc.assert(
    fc.property(
      fc.array(anyCharge, { maxLength: 20 }),
      fc.array(anyClientInvoice, { maxLength: 3 }),
      (charges, lines) => {
        const read = distributorInvoice({ total: '0.00', invoiceDate: '2026-04-04' }, charges)
        const [tieOut] = reconcilePeriod(scene([read], lines)).invoices
        for (const control of tieOut?.controls ?? []) {
          const own = (tieOut?.findings ?? []).filter((finding) => finding.currency === control.currency)
          const sum = sumDecimals(own.map(({ cost }) => decimal(cost)))
          const expected = costOfCharges(read, control.currency)
          expect(addDecimals(sum, { ...expected, units: -expected.units }).units).toBe(0n)
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('reconciling twice gives the same bytes, and the order of what was read never matters', () => {
  fc.assert(
    fc.property(anyInput, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (input, order) => {
      const once = JSON.stringify(reconcilePeriod(input))
      expect(JSON.stringify(reconcilePeriod(input))).toBe(once)
      const shuffled = <T>(values: readonly T[]): T[] =>
        values
          .map((value, index) => ({ value, place: order[index] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ value }) => value)
      const other = reconcilePeriod({
        ...input,
        distributorInvoices: shuffled(
          input.distributorInvoices.map((read) => ({ ...read, charges: shuffled(read.charges) })),
        ),
        clientInvoices: shuffled(input.clientInvoices),
        clients: shuffled(input.clients),
      })
      expect(JSON.stringify(other)).toBe(once)
    }),
    { numRuns: 500 },
  )
})

test('no verdict is clean without a client line that was compared', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const result = reconcilePeriod(input)
      for (const { verdict, coverage } of [result, ...result.invoices]) {
        if (verdict === 'ties-out') expect(coverage.clientLinesCompared).toBeGreaterThan(0)
        if (coverage.chargesRead === 0) expect(verdict).toBe('could-not-be-checked')
      }
    }),
    { numRuns: 300 },
  )
})

test('what a client is billed as it was charged ties out, however the charges are cut', () => {
  const seats = fc.record({
    subscription: fc.integer({ min: 0, max: 4 }),
    quantity: fc.integer({ min: -20, max: 200 }),
    day: fc.integer({ min: 1, max: 30 }),
  })
  fc.assert(
    fc.property(fc.array(seats, { minLength: 1, maxLength: 10 }), (parts) => {
      const charges = parts.map(({ subscription, quantity, day }, index) => {
        const service = period(`2026-04-${String(day).padStart(2, '0')}`, april.end)
        // 30.00 a month is a whole 1.00 a day, so that nothing needs rounding.
        const cost = `${String(quantity * (31 - day))}.00`
        return { index, subscriptionId: `sub-${String(subscription)}`, quantity: String(quantity), cost, service }
      })
      const total = `${String(charges.reduce((sum, { cost }) => sum + Number(cost), 0))}.00`
      const bill = distributorInvoice(
        { total },
        charges.map(({ index, service, ...each }) =>
          charge({ ...each, chargeId: String(index), unitCost: '30.00', service }),
        ),
      )
      const posted = clientInvoice(
        charges.map(({ service, subscriptionId: id, quantity, cost }) =>
          line({ subscriptionId: id, quantity, cost, unitCost: '30.00', servicePeriod: service }),
        ),
      )
      expect(reconcilePeriod(scene([bill], [posted])).verdict).toBe('ties-out')
    }),
    { numRuns: 300 },
  )
})
