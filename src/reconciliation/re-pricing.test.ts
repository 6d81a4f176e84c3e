import { expect, test } from 'vitest'
import { classesOf } from '../../test/helpers/reconciliation-classes.ts'
import {
  aprilFrom,
  charge,
  clientInvoice,
  distributorInvoice,
  line,
  scene,
} from '../../test/helpers/reconciliation-scene.ts'
import { reconcilePeriod } from './reconcile-period.ts'

// 21 seats are charged in advance at 11.62. The unit cost changes to 14.13 on 2 April, so the next invoice gives them back
// for 29 of 30 days at the old unit cost (-235.89) and charges them at the new one (286.84): 50.95 more.
const inAdvance = distributorInvoice({ total: '244.02', invoiceId: 'advance' }, [
  charge({ chargeId: 'a', quantity: '21', unitCost: '11.62', cost: '244.02' }),
])
const rest = aprilFrom('2026-04-02')
const changed = distributorInvoice({ total: '50.95', invoiceId: 'changed', invoiceDate: '2026-05-04' }, [
  charge({ chargeId: 'b', kind: 'prorate', quantity: '-21', unitCost: '11.62', cost: '-235.89', service: rest }),
  charge({ chargeId: 'c', kind: 'prorate', quantity: '21', unitCost: '14.13', cost: '286.84', service: rest }),
])

function classes(...lines: Parameters<typeof clientInvoice>[0]): Record<string, unknown> {
  const tieOut = reconcilePeriod(scene([inAdvance, changed], [clientInvoice(lines)]))
  return Object.fromEntries(tieOut.invoices.map((each) => [each.invoiceId, classesOf(each.controls[0])]))
}

test('a price that changes inside the month ties out with both invoices where client lines follow it', () => {
  const before = { start: '2026-04-01', end: '2026-04-02' }
  expect(
    classes(
      // One day of 30 at 11.62 is 8.134; 29 of 30 at 14.13 is 286.839.
      line({ quantity: '21', unitCost: '11.62', cost: '8.13', servicePeriod: before }),
      line({ quantity: '21', unitCost: '14.13', cost: '286.84', servicePeriod: rest }),
    ),
  ).toEqual({ advance: { 'ties-out': '244.02' }, changed: { 'ties-out': '50.95' } })
})

test('a line at the new unit cost for the whole month differs by the one day that was cheaper, and nothing else', () => {
  // (14.13 - 11.62) x 21 x 1 / 30 = 1.757: the client line carries it for 1 April, and the distributor does not charge it.
  expect(classes(line({ quantity: '21', unitCost: '14.13', cost: '296.73' }))).toEqual({
    advance: { 'ties-out': '245.78', 'price-moved': '-1.76' },
    changed: { 'ties-out': '50.95' },
  })
})

test('a line at the old unit cost differs by the change, on the invoice that made it, and says so', () => {
  const tieOut = reconcilePeriod(
    scene([inAdvance, changed], [clientInvoice([line({ quantity: '21', unitCost: '11.62', cost: '244.02' })])]),
  )
  const found = tieOut.invoices.map((each) => [each.invoiceId, classesOf(each.controls[0])])
  expect(Object.fromEntries(found)).toEqual({ advance: { 'ties-out': '244.02' }, changed: { 'price-moved': '50.95' } })
  const sentences = tieOut.invoices.flatMap(({ findings }) => findings).map(({ sentence }) => sentence)
  expect(sentences.at(-1)).toContain('the unit cost was changed inside the period, which makes 50.95 USD beyond')
})

test('a seat that was added by the same invoice and never billed stays a missing seat', () => {
  const withSeat = distributorInvoice({ total: '64.61', invoiceId: 'changed', invoiceDate: '2026-05-04' }, [
    ...changed.charges,
    // One seat more from 2 April: 14.13 x 29 / 30 = 13.659.
    charge({ chargeId: 'd', kind: 'prorate', quantity: '1', unitCost: '14.13', cost: '13.66', service: rest }),
  ])
  const tieOut = reconcilePeriod(
    scene([inAdvance, withSeat], [clientInvoice([line({ quantity: '21', unitCost: '11.62', cost: '244.02' })])]),
  )
  const byInvoice = tieOut.invoices.map((each) => [each.invoiceId, each.controls[0]?.sumOfClasses])
  expect(Object.fromEntries(byInvoice)).toEqual({ advance: '244.02', changed: '64.61' })
})
