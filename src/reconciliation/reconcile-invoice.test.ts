import { expect, test } from 'vitest'
import { period } from '../domain/period.ts'
import { invoiceClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  april,
  aprilFrom,
  bearCreek,
  charge,
  clientInvoice,
  distributorInvoice,
  line,
  may,
  seventeenBilled,
  seventeenSeats,
  tieOut,
} from '../../test/helpers/reconciliation-scene.ts'

test('seventeen seats charged and seventeen billed tie out, with the revenue beside', () => {
  const result = tieOut([distributorInvoice({ total: '374.00' }, [seventeenSeats])], [clientInvoice([seventeenBilled])])
  expect(result.verdict).toBe('ties-out')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00' })
  expect(result.findings).toHaveLength(1)
  expect(result.findings[0]).toMatchObject({
    clientId: 'bear-creek',
    revenue: [{ currency: 'USD', amount: '448.80' }],
    charged: { quantity: '17', quantityDays: '510', unitCost: '22.00' },
    billed: { quantity: '17', quantityDays: '510', unitCost: '22.00' },
    evidence: { chargeIds: ['charge-1'], invoiceLines: [{ lineKey: 'line-0', documentNumber: 'SL-1001' }] },
    sentence:
      'Bear Creek Winery, Microsoft 365 Business Standard, 2026-04-01 until 2026-05-01: ' +
      'client lines carry 374.00 USD of the 374.00 USD charged.',
  })
  expect(result.coverage).toMatchObject({
    items: 'whole',
    chargesRead: 1,
    chargesChecked: 1,
    clientLinesCompared: 1,
    snapshot: { lastComplete: '2026-05-05', ageDays: 1, completeDays: 30, daysInPeriod: 30 },
  })
})

test('a seat too few on the client line is under-billed at the unit cost, and the rest ties out', () => {
  const result = tieOut(
    [distributorInvoice({ total: '374.00' }, [seventeenSeats])],
    [clientInvoice([line({ quantity: '16', cost: '352.00' })])],
  )
  expect(result.verdict).toBe('differs')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '352.00', 'under-billed': '22.00' })
})

test('a seat too many on the client line is over-billed, as a negative amount beside all that client lines carry', () => {
  const result = tieOut(
    [distributorInvoice({ total: '374.00' }, [seventeenSeats])],
    [clientInvoice([line({ quantity: '18', cost: '396.00' })])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '396.00', 'over-billed': '-22.00' })
})

test('a unit cost that rose is price moved, on the units that both sides have', () => {
  // 17 x (23.50 - 22.00) = 25.50
  const result = tieOut(
    [distributorInvoice({ total: '399.50' }, [charge({ quantity: '17', unitCost: '23.50', cost: '399.50' })])],
    [clientInvoice([seventeenBilled])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00', 'price-moved': '25.50' })
})

test('a risen unit cost and a missing seat are told apart', () => {
  // 17 x 23.50 = 399.50 charged, 16 x 22.00 = 352.00 billed: 16 x 1.50 = 24.00 is price, one seat at 23.50 is quantity.
  const result = tieOut(
    [distributorInvoice({ total: '399.50' }, [charge({ quantity: '17', unitCost: '23.50', cost: '399.50' })])],
    [clientInvoice([line({ quantity: '16', cost: '352.00' })])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '352.00', 'price-moved': '24.00', 'under-billed': '23.50' })
})

test('a seat that the distributor prorates from 12 April and the client line leaves out is proration', () => {
  // 19 of 30 days of 22.00 is 13.93.
  const result = tieOut(
    [
      distributorInvoice({ total: '387.93' }, [
        seventeenSeats,
        charge({ chargeId: 'charge-2', kind: 'prorate', service: aprilFrom('2026-04-12'), cost: '13.93' }),
      ]),
    ],
    [clientInvoice([seventeenBilled])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00', proration: '13.93' })
})

test('seats sliced by day on our side tie out with a base charge and an adjustment on theirs', () => {
  // Ours: 17 x 22 x 11/30 = 137.13 and 18 x 22 x 19/30 = 250.80, together 387.93.
  const result = tieOut(
    [
      distributorInvoice({ total: '387.93' }, [
        seventeenSeats,
        charge({ chargeId: 'charge-2', kind: 'prorate', service: aprilFrom('2026-04-12'), cost: '13.93' }),
      ]),
    ],
    [
      clientInvoice([
        line({ quantity: '17', cost: '137.13', servicePeriod: period('2026-04-01', '2026-04-12') }),
        line({ quantity: '18', cost: '250.80', servicePeriod: aprilFrom('2026-04-12') }),
      ]),
    ],
  )
  expect(result.verdict).toBe('ties-out')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '387.93' })
})

test('an adjustment on a later invoice ties out with its own line, and leaves the first invoice as it was', () => {
  const invoices = [
    distributorInvoice({ total: '374.00' }, [seventeenSeats]),
    distributorInvoice({ total: '13.93', invoiceId: 'invoice-2', invoiceDate: '2026-05-04' }, [
      charge({ chargeId: 'charge-2', kind: 'prorate', service: aprilFrom('2026-04-12'), cost: '13.93' }),
    ]),
  ]
  const posted = [clientInvoice([seventeenBilled, line({ cost: '13.93', servicePeriod: aprilFrom('2026-04-12') })])]
  expect(invoiceClasses(tieOut(invoices, posted))).toEqual({ 'ties-out': '374.00' })
  expect(invoiceClasses(tieOut(invoices, posted, {}, 'invoice-2'))).toEqual({ 'ties-out': '13.93' })
})

test('an adjustment on a later invoice that nobody billed is a difference of that invoice alone', () => {
  const invoices = [
    distributorInvoice({ total: '374.00' }, [seventeenSeats]),
    distributorInvoice({ total: '13.93', invoiceId: 'invoice-2', invoiceDate: '2026-05-04' }, [
      charge({ chargeId: 'charge-2', kind: 'prorate', service: aprilFrom('2026-04-12'), cost: '13.93' }),
    ]),
  ]
  const posted = [clientInvoice([seventeenBilled])]
  expect(invoiceClasses(tieOut(invoices, posted))).toEqual({ 'ties-out': '374.00' })
  expect(invoiceClasses(tieOut(invoices, posted, {}, 'invoice-2'))).toEqual({ proration: '13.93' })
})

test('an adjustment read without the charge that it adjusts is not compared with the whole line', () => {
  const adjustment = charge({ kind: 'prorate', service: aprilFrom('2026-04-12'), cost: '13.93' })
  const alone = [distributorInvoice({ total: '13.93' }, [adjustment])]
  const unbilled = tieOut(alone, [clientInvoice([seventeenBilled])])
  expect(invoiceClasses(unbilled)).toEqual({ proration: '13.93' })
  expect(unbilled.findings[0]?.caveats).toContain('adjusted-charge-not-read')
  const sliced = clientInvoice([
    line({ quantity: '17', cost: '137.13', servicePeriod: period('2026-04-01', '2026-04-12') }),
    line({ quantity: '18', cost: '250.80', servicePeriod: aprilFrom('2026-04-12') }),
  ])
  expect(invoiceClasses(tieOut(alone, [sliced]))).toEqual({ 'ties-out': '13.93' })
})

test('a leaver that the distributor credits and the client line still bills is a negative proration', () => {
  // One seat less from 15 April: 16 of 30 days of 22.00 is 11.73.
  const result = tieOut(
    [
      distributorInvoice({ total: '362.27' }, [
        seventeenSeats,
        charge({
          chargeId: 'charge-2',
          kind: 'prorate',
          service: aprilFrom('2026-04-15'),
          quantity: '-1',
          cost: '-11.73',
        }),
      ]),
    ],
    [clientInvoice([seventeenBilled])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00', proration: '-11.73' })
})

test('a change billed as a reversal and a new charge nets to the seats held', () => {
  // -17 and +18 seats for 19 of 30 days: -236.87 and +250.80.
  const later = aprilFrom('2026-04-12')
  const result = tieOut(
    [
      distributorInvoice({ total: '387.93' }, [
        seventeenSeats,
        charge({ chargeId: 'charge-2', kind: 'prorate', service: later, quantity: '-17', cost: '-236.87' }),
        charge({ chargeId: 'charge-3', kind: 'prorate', service: later, quantity: '18', cost: '250.80' }),
      ]),
    ],
    [clientInvoice([line({ quantity: '18', cost: '396.00' })])],
  )
  // Eleven days with one seat less than billed: 8.07 less than 396.00.
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '396.00', proration: '-8.07' })
})

test('a credit whose sign is on the unit cost, with a positive quantity, counts as fewer units', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '352.00' }, [
        seventeenSeats,
        charge({ chargeId: 'charge-2', kind: 'prorate', quantity: '1', unitCost: '-22.00', cost: '-22.00' }),
      ]),
    ],
    [clientInvoice([line({ quantity: '16', cost: '352.00' })])],
  )
  expect(result.verdict).toBe('ties-out')
  expect(result.findings[0]?.charged.quantity).toBe('16')
})

test('an anniversary period is set against the days of two client lines, and the day count that differs is proration', () => {
  // Charged 22.00 for 14 April to 14 May. Billed for these days: 17/30 x 22.00 + 13/31 x 22.00 = 12.4667 + 9.2258.
  const anniversary = period('2026-04-14', '2026-05-14')
  const result = tieOut(
    [distributorInvoice({ total: '22.00' }, [charge({ service: anniversary })])],
    [clientInvoice([line({})]), clientInvoice([line({ servicePeriod: may })], { billingPeriod: may })],
    { clients: [{ ...bearCreek, billedPeriods: [april, may] }] },
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '21.69', proration: '0.31', 'billed-not-bought': '0.00' })
})

test('a yearly charge is timing for the months that are not billed to the client yet', () => {
  // 365.00 for a year: April is 30.00; eleven months of 335 days are to come.
  const year = period('2026-04-01', '2027-04-01')
  const result = tieOut(
    [distributorInvoice({ total: '365.00' }, [charge({ unitCost: '365.00', service: year })])],
    [clientInvoice([line({ unitCost: '365.00', cost: '30.00' })])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '30.00', timing: '335.00' })
})

test('a month of a yearly charge that was billed without it is leakage, and the rest stays timing', () => {
  const year = period('2026-04-01', '2027-04-01')
  const result = tieOut(
    [distributorInvoice({ total: '365.00' }, [charge({ unitCost: '365.00', service: year })])],
    [clientInvoice([line({ unitCost: '365.00', cost: '30.00' })])],
    { clients: [{ ...bearCreek, billedPeriods: [april, may] }] },
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '30.00', 'bought-not-billed': '31.00', timing: '304.00' })
})
