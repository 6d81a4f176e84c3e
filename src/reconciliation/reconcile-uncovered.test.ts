import { expect, test } from 'vitest'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { decimal } from '../money/decimal.ts'
import { invoiceClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  april,
  bearCreek,
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  may,
  seventeenBilled,
  seventeenSeats,
  tieOut,
} from '../../test/helpers/reconciliation-scene.ts'

test('a charge for a month that is not billed yet is timing, and one for a billed month without a line is leakage', () => {
  const invoices = [distributorInvoice({ total: '374.00' }, [seventeenSeats])]
  const early = tieOut(invoices, [], { clients: [{ ...bearCreek, billedPeriods: [] }] })
  expect(invoiceClasses(early)).toEqual({ timing: '374.00' })
  const leak = tieOut(invoices, [])
  expect(leak.verdict).toBe('differs')
  expect(invoiceClasses(leak)).toEqual({ 'bought-not-billed': '374.00' })
})

test('a line on an invoice that is approved and not posted is timing, not a bill and not leakage', () => {
  const waiting = clientInvoice([seventeenBilled], { state: 'approved' })
  const result = tieOut([distributorInvoice({ total: '374.00' }, [seventeenSeats])], [waiting])
  expect(invoiceClasses(result)).toEqual({ timing: '374.00' })
})

test('a waiting line for one seat more turns only that seat into timing', () => {
  const result = tieOut(
    [distributorInvoice({ total: '396.00' }, [charge({ quantity: '18', cost: '396.00' })])],
    [clientInvoice([seventeenBilled]), clientInvoice([line({})], { state: 'approved', sequence: 1 })],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00', timing: '22.00' })
})

test('a missed subscription that comes later as a charge for an earlier month is matched to that month', () => {
  const late = charge({ quantity: '17', cost: '374.00', service: april })
  const result = tieOut(
    [distributorInvoice({ total: '374.00', invoiceDate: '2026-06-04' }, [late])],
    [
      clientInvoice([seventeenBilled]),
      clientInvoice([line({ quantity: '20', cost: '440.00', servicePeriod: may })], { billingPeriod: may }),
    ],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00' })
})

function held(quantity: string): SubscriptionTimeline {
  return {
    connectionId,
    subscriptionId: 'sub-1',
    steps: [
      {
        from: '2026-01-01',
        until: undefined,
        inForce: true,
        companyId: 'company-bear-creek',
        productId: 'm365-bs',
        productName: undefined,
        status: 'active',
        quantity: decimal(quantity),
        unitCost: 'unknown',
        listPrice: 'unknown',
        billingTerm: 'monthly',
        rawBillingTerm: 'Monthly',
        commitmentTerm: '1-year',
        evidence: [],
        window: undefined,
      },
    ],
    before: 'unknown',
    knownFrom: '2026-01-01',
    billingStart: undefined,
    commitmentEnd: '2027-01-01',
  }
}

test('a committed seat that the client no longer holds is committed and unused; without a timeline it is under-billed', () => {
  const invoices = [distributorInvoice({ total: '396.00' }, [charge({ quantity: '18', cost: '396.00' })])]
  const posted = [clientInvoice([seventeenBilled])]
  const known = tieOut(invoices, posted, { timelines: [held('17')] })
  expect(invoiceClasses(known)).toEqual({ 'ties-out': '374.00', 'committed-unused': '22.00' })
  expect(known.findings[0]?.held).toBe('17')
  expect(invoiceClasses(tieOut(invoices, posted))).toEqual({ 'ties-out': '374.00', 'under-billed': '22.00' })
  expect(invoiceClasses(tieOut(invoices, posted, { timelines: [held('18')] }))).toEqual({
    'ties-out': '374.00',
    'under-billed': '22.00',
  })
})

test('a line that passes a charge through is matched by the id of the charge alone', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '30.00' }, [
        charge({ chargeId: 'a', cost: '10.00', unitCost: '10.00' }),
        charge({ chargeId: 'b', cost: '20.00', unitCost: '20.00' }),
      ]),
    ],
    [clientInvoice([line({ chargeId: 'b', unitCost: '20.00', cost: '20.00', amount: '24.00' })])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '20.00', 'bought-not-billed': '10.00' })
})

test('a charge without a subscription is set against all subscriptions of the client and product', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '1100.00' }, [
        charge({ subscriptionId: undefined, quantity: '50', cost: '1100.00' }),
      ]),
    ],
    [
      clientInvoice([
        line({ subscriptionId: 'sub-1', quantity: '30', cost: '660.00' }),
        line({ subscriptionId: 'sub-2', quantity: '20', cost: '440.00' }),
      ]),
    ],
  )
  expect(result.verdict).toBe('ties-out')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '1100.00' })
})

test('a later id of a subscription is matched by its original one', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.00' }, [charge({ subscriptionId: 'sub-1-renewed' })])],
    [clientInvoice([line({})])],
    { lineages: [{ connectionId, subscriptionId: 'sub-1-renewed', originalSubscriptionId: 'sub-1' }] },
  )
  expect(result.verdict).toBe('ties-out')
})
