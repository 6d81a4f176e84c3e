import { expect, test } from 'vitest'
import { invoiceClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  bearCreek,
  charge,
  clientInvoice,
  distributorInvoice,
  line,
  may,
  tieOut,
} from '../../test/helpers/reconciliation-scene.ts'
import { coverMatched } from './cover-matched.ts'
import type { ClientInvoiceRead, DistributorInvoiceRead } from './input.ts'

/** 17 seats at 22.00, Carla's 19 of 30 days at 13.93, and a fee of 50.00: 437.93. */
const charges = [
  charge({ chargeId: 'seats', quantity: '17', cost: '374.00' }),
  charge({
    ...{ chargeId: 'carla', kind: 'prorate', subscriptionId: 'sub-2', cost: '13.93' },
    service: { start: '2026-04-12', end: '2026-05-01' },
  }),
  charge({ chargeId: 'fee', kind: 'one-time', subscriptionId: undefined, cost: '50.00', service: 'none' }),
]
const invoices = [distributorInvoice({ total: '437.93' }, charges)]

/** What was billed by hand before, as the ledger holds it: 500.00, and nobody knows for which seats. */
function matched(changes: Partial<ClientInvoiceRead['invoice']> = {}): ClientInvoiceRead {
  const read = clientInvoice([{ ...line({}), covers: [], amount: '500.00', lineKey: 'ledger:1' }])
  return { ...read, invoice: { ...read.invoice, total: '500.00', matched: true, ...changes } }
}

function classes(distributor: readonly DistributorInvoiceRead[], clients: readonly ClientInvoiceRead[]): unknown {
  return invoiceClasses(tieOut([...distributor], [...coverMatched(clients, distributor, [bearCreek])]))
}

test('a month whose invoice was in the ledger before carries its charges, where it would else count as never billed', () => {
  expect(invoiceClasses(tieOut(invoices, [matched()]))).toEqual({ 'bought-not-billed': '437.93' })
  expect(classes(invoices, [matched()])).toEqual({ 'ties-out': '437.93' })
})

test('the charges of another month are not carried, nor those of a client who was matched to none', () => {
  expect(classes(invoices, [matched({ billingPeriod: may })])).toEqual({ 'bought-not-billed': '437.93' })
  const other = { ...matched(), invoice: { ...matched().invoice, clientId: 'old-mill' } }
  expect(classes(invoices, [other])).toEqual({ 'bought-not-billed': '437.93' })
})

test('two matched invoices of one month carry it once', () => {
  expect(classes(invoices, [matched(), matched({ sequence: 1 })])).toEqual({ 'ties-out': '437.93' })
})

test('invoices of ours are left as they are', () => {
  const ours = [clientInvoice([line({ quantity: '17', cost: '374.00' })])]
  expect(coverMatched(ours, invoices, [bearCreek])).toBe(ours)
})
