import { expect, test } from 'vitest'
import { period } from '../domain/period.ts'
import { reconcilePeriod } from './reconcile-period.ts'
import { classesOf, periodClasses } from '../../test/helpers/reconciliation-classes.ts'
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

// Mistakes that other reconcilers of distributor invoices have published, each by its name.

test('no invoices, no findings: a tenant without distributor invoices has no invented undercharge', () => {
  const result = reconcilePeriod(scene([], [clientInvoice([line({ quantity: '43211', cost: '950640.00' })])]))
  expect(result.verdict).toBe('could-not-be-checked')
  expect(result.invoices).toEqual([])
  expect(result.billedNotBought).toEqual([])
  expect(result.controls).toEqual([])
  expect(result.coverage).toMatchObject({
    chargesRead: 0,
    items: 'not-read',
    gaps: ['No distributor invoice for the period was read: 0 charges checked.'],
  })
})

test('no charges read, no findings: the whole total is unexplained and the verdict says that nothing was read', () => {
  const unread = distributorInvoice({ total: '818.75', items: 'not-read' }, [])
  const result = reconcilePeriod(scene([unread], [clientInvoice([line({})])]))
  expect(result.verdict).toBe('could-not-be-checked')
  expect(result.invoices[0]?.findings).toEqual([])
  expect(result.billedNotBought).toEqual([])
  expect(result.controls[0]?.unexplained).toBe('818.75')
  expect(periodClasses(result)).toEqual({ unexplained: '818.75' })
})

test('nothing audited is not clean: an invoice of internal use alone was compared with nothing', () => {
  const own = charge({ companyId: 'company-ourselves', cost: '22.00' })
  const result = reconcilePeriod(
    scene([distributorInvoice({ total: '22.00' }, [own])], [], {
      notBilledCompanies: [{ connectionId, companyId: 'company-ourselves', reason: 'our own tenant' }],
    }),
  )
  expect(periodClasses(result)).toEqual({ 'internal-use': '22.00' })
  expect(result.coverage.clientLinesCompared).toBe(0)
  expect(result.verdict).toBe('could-not-be-checked')
})

test('nothing audited is not clean: an empty invoice over nothing is not a tie', () => {
  const empty = distributorInvoice({ total: '0.00', status: 'nothing-due' }, [])
  expect(reconcilePeriod(scene([empty], [])).verdict).toBe('could-not-be-checked')
})

test("a past month is compared with that month's evidence, not with what is held or billed today", () => {
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '374.00' }, [charge({ quantity: '17', cost: '374.00' })])],
      [
        clientInvoice([line({ quantity: '17', cost: '374.00' })]),
        clientInvoice([line({ quantity: '25', cost: '550.00', servicePeriod: may })], { billingPeriod: may }),
      ],
      { clients: [{ ...bearCreek, billedPeriods: [april, may] }] },
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '374.00' })
  expect(result.billedNotBought).toEqual([])
})

test('two subscriptions of one product stay two: one that is short is not hidden by the other', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '1320.00' }, [
          charge({ chargeId: 'a', subscriptionId: 'monthly', quantity: '10', cost: '220.00' }),
          charge({ chargeId: 'b', subscriptionId: 'yearly', quantity: '50', cost: '1100.00' }),
        ]),
      ],
      [
        clientInvoice([
          line({ subscriptionId: 'monthly', quantity: '11', cost: '242.00' }),
          line({ subscriptionId: 'yearly', quantity: '49', cost: '1078.00' }),
        ]),
      ],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '1320.00', 'under-billed': '22.00', 'over-billed': '-22.00' })
})

test('two subscriptions of one product tie out in sum with one charge that names neither', () => {
  const both = charge({ subscriptionId: undefined, quantity: '60', cost: '1320.00' })
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '1320.00' }, [both])],
      [
        clientInvoice([
          line({ subscriptionId: 'monthly', quantity: '10', cost: '220.00' }),
          line({ subscriptionId: 'yearly', quantity: '50', cost: '1100.00' }),
        ]),
      ],
    ),
  )
  expect(result.verdict).toBe('ties-out')
})

test('one-time fees are not recurring: a fee of the same product does not count as seats', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '5374.00' }, [
          charge({ chargeId: 'a', quantity: '17', cost: '374.00' }),
          charge({ chargeId: 'b', kind: 'one-time', cost: '5000.00', unitCost: '5000.00' }),
          charge({ chargeId: 'c', kind: 'one-time', subscriptionId: undefined, cost: '0.00', unitCost: '0.00' }),
        ]),
      ],
      [clientInvoice([line({ quantity: '17', cost: '374.00' })])],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '374.00', 'bought-not-billed': '5000.00' })
})

test('currencies are not summed: each has a control total of its own', () => {
  const result = reconcilePeriod(
    scene(
      [
        distributorInvoice({ total: '22.00' }, [
          charge({ chargeId: 'a' }),
          charge({ chargeId: 'b', subscriptionId: 'sub-2', currency: 'EUR', cost: '19.00', unitCost: '19.00' }),
        ]),
        distributorInvoice({ total: '30.00', invoiceId: 'invoice-2', currency: 'CAD' }, [
          charge({ chargeId: 'c', subscriptionId: 'sub-3', currency: 'CAD', cost: '30.00', unitCost: '30.00' }),
        ]),
      ],
      [
        clientInvoice([
          line({}),
          line({ subscriptionId: 'sub-3', costCurrency: 'CAD', unitCost: '30.00', cost: '30.00' }),
        ]),
      ],
    ),
  )
  expect(result.controls.map((control) => [control.currency, control.total, classesOf(control)])).toEqual([
    ['CAD', '30.00', { 'ties-out': '30.00' }],
    ['EUR', '19.00', { 'bought-not-billed': '19.00' }],
    ['USD', '22.00', { 'ties-out': '22.00' }],
  ])
})

test('a missing line is not an overcharge: what we billed without a charge is nothing to dispute with the distributor', () => {
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '22.00' }, [charge({})])],
      [clientInvoice([line({}), line({ subscriptionId: 'sub-2', amount: '26.40' })])],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '22.00', 'billed-not-bought': '0.00' })
  expect(result.billedNotBought[0]?.sentence).toBe(
    'Bear Creek Winery, Microsoft 365 Business Standard, 2026-04-01 until 2026-05-01: ' +
      'client lines bill 26.40 USD and no charge for these days was read; the cost is 0.00 USD.',
  )
})

test('the page of 200 rows: when items are missing, the rest is not called clean and absent charges are not missed', () => {
  const twoHundred = Array.from({ length: 200 }, (_, index) =>
    charge({ chargeId: `charge-${String(index)}`, subscriptionId: `sub-${String(index)}` }),
  )
  const lines = Array.from({ length: 207 }, (_, index) => line({ subscriptionId: `sub-${String(index)}` }))
  // 207 seats at 22.00 are 4554.00; seven of them, 154.00, were on the page that was not read.
  const result = reconcilePeriod(
    scene([distributorInvoice({ total: '4554.00', items: 'part' }, twoHundred)], [clientInvoice(lines)]),
  )
  expect(result.verdict).toBe('could-not-be-checked')
  expect(result.billedNotBought).toEqual([])
  expect(result.notes).toEqual([
    'Client lines without a charge were not looked for on pax8-main: an invoice was not read whole.',
  ])
  expect(periodClasses(result)).toEqual({ 'ties-out': '4400.00', unexplained: '154.00' })
  expect(result.invoices[0]?.findings[0]?.caveats).toContain('items-not-read-whole')
})

test('retail read as cost: a line whose cost is its list amount against its own unit cost is flagged', () => {
  const retail = charge({ quantity: '11', unitCost: '25.00', cost: '330.00', listAmount: '330.00' })
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '330.00' }, [retail])],
      [clientInvoice([line({ quantity: '11', unitCost: '25.00', cost: '275.00' })])],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '275.00', unexplained: '55.00' })
  expect(result.invoices[0]?.findings[0]?.caveats).toContain('cost-equals-list-amount')
})

test('retail read as cost: a header that is the sum of list amounts is named so, and the gap stays unexplained', () => {
  const seats = charge({ quantity: '11', unitCost: '25.00', cost: '275.00', listAmount: '330.00' })
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '330.00' }, [seats])],
      [clientInvoice([line({ quantity: '11', unitCost: '25.00', cost: '275.00' })])],
    ),
  )
  expect(result.invoices[0]?.controls[0]).toMatchObject({ identity: 'list-amount', headerGap: '55.00' })
  expect(periodClasses(result)).toEqual({ 'ties-out': '275.00', unexplained: '55.00' })
  expect(result.verdict).toBe('differs')
})

test('an end date read inclusively is one day of proration at the edge, never a second month', () => {
  // The normalised periods differ by one day; 29 of 30 days of 30.00 are billed for.
  const short = period('2026-04-01', '2026-04-30')
  const result = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '30.00' }, [charge({ unitCost: '30.00' })])],
      [clientInvoice([line({ unitCost: '30.00', cost: '29.00', servicePeriod: short })])],
    ),
  )
  expect(periodClasses(result)).toEqual({ 'ties-out': '29.00', proration: '1.00' })
})
