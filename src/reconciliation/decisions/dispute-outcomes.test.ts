import { expect, test } from 'vitest'
import {
  april,
  charge,
  clientInvoice,
  distributorInvoice,
  line,
  scene,
} from '../../../test/helpers/reconciliation-scene.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { reconcilePeriod } from '../reconcile-period.ts'
import { keyedFindings } from './finding-key.ts'
import { monthState } from './month-state.ts'

// Two seats at 22.00 are charged, one was billed: 22.00 is disputed. Its credit comes a month later.

function outcomeWith(...credits: readonly Charge[]) {
  const invoices = [distributorInvoice({ total: '44.00' }, [charge({ quantity: '2', cost: '44.00' })])]
  if (credits.length > 0) {
    const total = `-${String(22 * credits.length)}.00`
    invoices.push(distributorInvoice({ total, invoiceId: 'next', invoiceDate: '2026-05-04' }, credits))
  }
  const tieOut = reconcilePeriod(scene(invoices, [clientInvoice([line({ amount: '30.00' })])]))
  const disputed = keyedFindings(tieOut).find(({ finding }) => finding.class === 'under-billed')
  if (disputed === undefined) throw new Error('The second seat is no difference.')
  const decision = {
    month: april.start,
    findingKey: disputed.key,
    kind: 'dispute',
    cost: '22.00',
    currency: 'USD',
  } as const
  const stated = monthState(tieOut, [decision]).findings.find(({ key }) => key === disputed.key)
  return stated?.dispute
}

const credit = (more: Parameters<typeof charge>[0]): Charge =>
  charge({ kind: 'service-credit', chargeId: 'credit', cost: '-22.00', ...more })

test('a dispute waits until its credit comes', () => {
  expect(outcomeWith()).toEqual({ state: 'awaited' })
})

test('a credit of exactly the amount, of the same company and subscription, answers it', () => {
  expect(outcomeWith(credit({}))).toMatchObject({
    state: 'credited',
    credit: { invoiceId: 'next', chargeId: 'credit' },
  })
})

test('a credit that names the product only answers it too', () => {
  expect(outcomeWith(credit({ subscriptionId: undefined }))?.state).toBe('credited')
})

test.each([
  ['another amount', { cost: '-21.99' }],
  ['another company', { companyId: 'company-other' }],
  ['neither subscription nor product', { subscriptionId: undefined, productId: undefined }],
  ['another currency', { currency: 'EUR' }],
  ['the kind of a charge', { kind: 'one-time' }],
] as const)('a credit with %s does not answer it', (_what, more) => {
  expect(outcomeWith(credit(more))).toEqual({ state: 'awaited' })
})
