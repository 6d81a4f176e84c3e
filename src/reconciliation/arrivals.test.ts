import { expect, test } from 'vitest'
import {
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  scene,
} from '../../test/helpers/reconciliation-scene.ts'
import type { ReconciliationInput } from './input.ts'
import { reconcilePeriod } from './reconcile-period.ts'

const invoiceDays = [{ connectionId, first: 4, last: 6 }]
const inAdvance = distributorInvoice({ total: '22.00', invoiceDate: '2026-04-01' }, [charge({})])
const closing = distributorInvoice({ total: '0.00', invoiceId: 'closing', invoiceDate: '2026-05-01' }, [
  charge({ chargeId: 'none', kind: 'prorate', quantity: '0', cost: '0.00' }),
])
const billed = [clientInvoice([line({ amount: '30.00' })])]

function on(asOf: string, invoices: ReconciliationInput['distributorInvoices']) {
  return reconcilePeriod(scene(invoices, billed, { asOf, invoiceDays }))
}

test('a month whose distributor invoice is not out yet says when it is expected, and that nothing was checked', () => {
  const early = on('2026-05-02', [distributorInvoice({ total: '22.00', invoiceDate: '2026-03-01' }, [])])
  expect(early.verdict).toBe('could-not-be-checked')
  expect(early.arrivals.map(({ state, words }) => [state, words])).toEqual([
    ['not-out-yet', 'Not out yet (expected 4 to 6 May), 0 lines checked'],
  ])
  expect(early.coverage.gaps).toContain(`${connectionId}: Not out yet (expected 4 to 6 May), 0 lines checked.`)
})

test('what was charged in advance is checked while the invoice that closes the month is awaited, and is no clean month', () => {
  const early = on('2026-05-06', [inAdvance])
  expect(early.arrivals[0]?.words).toBe('Not out yet (expected 4 to 6 May), 1 line checked')
  expect(early.verdict).toBe('could-not-be-checked')
})

test('after the expected days it is overdue, and no day is assumed once it is there', () => {
  expect(on('2026-05-07', [inAdvance]).arrivals[0]).toMatchObject({
    state: 'overdue',
    words: 'Not read, although it was expected 4 to 6 May, 1 line checked',
  })
  expect(on('2026-05-02', [inAdvance, closing]).arrivals[0]?.state).toBe('there')
  expect(on('2026-05-02', [inAdvance, closing]).verdict).toBe('ties-out')
})

test('a source that never billed and holds nothing is not waited for', () => {
  const other = [...invoiceDays, { connectionId: 'unused', first: 4, last: 6 }]
  const result = reconcilePeriod(scene([inAdvance], billed, { invoiceDays: other }))
  expect(result.arrivals.map((arrival) => arrival.connectionId)).toEqual([connectionId])
})
