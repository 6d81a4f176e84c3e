import { expect, test } from 'vitest'
import { period } from '../domain/period.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { decimal } from '../money/decimal.ts'
import type { ClientInvoiceRead, DistributorInvoiceRead, ReconciliationInput } from './input.ts'
import { reconcileInvoice } from './reconcile-invoice.ts'
import type { InvoiceTieOut } from './tie-out.ts'
import { invoiceClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  april,
  aprilFrom,
  bearCreek,
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  may,
  scene,
} from '../../test/helpers/reconciliation-scene.ts'

function tieOut(
  distributorInvoices: DistributorInvoiceRead[],
  clientInvoices: ClientInvoiceRead[],
  more: Partial<ReconciliationInput> = {},
  invoiceId = 'invoice-1',
): InvoiceTieOut {
  return reconcileInvoice({
    ...scene(distributorInvoices, clientInvoices, more),
    invoice: { connectionId, invoiceId },
  })
}

const seventeenSeats = charge({ quantity: '17', cost: '374.00' })
const seventeenBilled = line({ quantity: '17', cost: '374.00', amount: '448.80' })

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

test('what no figure of the charge accounts for is unexplained, and is not called anything else', () => {
  // 17 x 22.00 is 374.00; the distributor charges 380.00 and its own figures do not say why.
  const result = tieOut(
    [distributorInvoice({ total: '380.00' }, [charge({ quantity: '17', cost: '380.00' })])],
    [clientInvoice([seventeenBilled])],
  )
  expect(result.verdict).toBe('differs')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '374.00', unexplained: '6.00' })
  expect(result.controls[0]?.unexplained).toBe('6.00')
})

test('unexplained amounts of two subscriptions do not make up for each other', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '44.00' }, [
        charge({ chargeId: 'a', subscriptionId: 'sub-1', cost: '25.00' }),
        charge({ chargeId: 'b', subscriptionId: 'sub-2', cost: '19.00' }),
      ]),
    ],
    [clientInvoice([line({}), line({ subscriptionId: 'sub-2' })])],
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '44.00', unexplained: '0.00' })
  expect(result.controls[0]?.unexplained).toBe('6.00')
  expect(result.verdict).toBe('differs')
})

test('a cent of the source is rounding; with rounding per unit it is a cent for each unit, and the rule is stated', () => {
  const invoices = [distributorInvoice({ total: '374.12' }, [charge({ quantity: '17', cost: '374.12' })])]
  const posted = [clientInvoice([seventeenBilled])]
  const perLine = tieOut(invoices, posted)
  expect(invoiceClasses(perLine)).toEqual({ 'ties-out': '374.00', unexplained: '0.12' })
  expect(perLine.toleranceRule).toBe(
    'A difference is called rounding up to one step of 2 decimal places for each charge compared.',
  )
  const perUnit = tieOut(invoices, posted, {
    sourceRoundings: [{ connectionId, per: 'unit', places: 2, rounding: 'down' }],
  })
  expect(invoiceClasses(perUnit)).toEqual({ 'ties-out': '374.00', rounding: '0.12' })
})

test('a rounding to the nearest allows half a cent a charge, so a whole cent is unexplained', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.01' }, [charge({ cost: '22.01' })])],
    [clientInvoice([line({})])],
    { sourceRoundings: [{ connectionId, per: 'line', places: 2, rounding: 'half-up' }] },
  )
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '22.00', unexplained: '0.01' })
})

test('three hundred meter lines of one subscription are set against one line in sum', () => {
  const meters = Array.from({ length: 300 }, (_, index) =>
    charge({ chargeId: `meter-${String(index)}`, kind: 'usage', quantity: '3', unitCost: '0.041', cost: '0.123' }),
  )
  // 300 x 0.123 = 36.90
  const result = tieOut(
    [distributorInvoice({ total: '36.90' }, meters)],
    [clientInvoice([line({ quantity: '1', unitCost: '36.90', cost: '36.90' })])],
  )
  expect(result.verdict).toBe('ties-out')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '36.90' })
})

test('metered consumption that was not billed is usage', () => {
  const result = tieOut(
    [distributorInvoice({ total: '36.90' }, [charge({ kind: 'usage', quantity: 'unknown', cost: '36.90' })])],
    [],
  )
  expect(invoiceClasses(result)).toEqual({ usage: '36.90' })
})

test('a line of $0 ties out with a line that costs nothing, and shows a list price read as cost for what it is', () => {
  const free = [distributorInvoice({ total: '0.00' }, [charge({ quantity: '17', cost: '0.00' })])]
  expect(tieOut(free, [clientInvoice([line({ quantity: '17', unitCost: '0.00', cost: '0.00' })])]).verdict).toBe(
    'ties-out',
  )
  expect(invoiceClasses(tieOut(free, [clientInvoice([seventeenBilled])]))).toEqual({
    'ties-out': '374.00',
    'price-moved': '-374.00',
  })
})

test('a charge without a quantity ties out by its cost, and cannot be explained when it differs', () => {
  const flat = (cost: string) => [
    distributorInvoice({ total: cost }, [charge({ quantity: 'unknown', unitCost: 'unknown', cost })]),
  ]
  expect(tieOut(flat('22.00'), [clientInvoice([line({})])]).verdict).toBe('ties-out')
  expect(invoiceClasses(tieOut(flat('25.00'), [clientInvoice([line({})])]))).toEqual({
    'ties-out': '22.00',
    unexplained: '3.00',
  })
})

test('a charge whose cost is unknown is not checked: it stands in the gap to the header, never as 0', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '44.00' }, [
        charge({ chargeId: 'a' }),
        charge({ chargeId: 'b', subscriptionId: 'sub-2', cost: 'unknown' }),
      ]),
    ],
    [clientInvoice([line({}), line({ subscriptionId: 'sub-2' })])],
  )
  expect(result.verdict).toBe('could-not-be-checked')
  expect(result.controls[0]?.chargesWithoutCost).toEqual(['b'])
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '22.00', unexplained: '22.00' })
})

test('a client line whose cost is unknown leaves the charge unchecked', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.00' }, [charge({})])],
    [clientInvoice([line({ cost: 'unknown', unitCost: 'unknown' })])],
  )
  expect(result.verdict).toBe('could-not-be-checked')
  expect(invoiceClasses(result)).toEqual({ unexplained: '22.00' })
  expect(result.coverage.clientLinesCompared).toBe(0)
})

test('a service charge without a company waits for a client; one of an ignored company is our own cost', () => {
  const support = (companyId: string | undefined) => [
    distributorInvoice({ total: '99.00' }, [
      charge({ kind: 'service-charge', companyId, subscriptionId: undefined, productId: undefined, cost: '99.00' }),
    ]),
  ]
  expect(invoiceClasses(tieOut(support(undefined), []))).toEqual({ 'service-charge-without-client': '99.00' })
  const own = tieOut(support('company-ourselves'), [], {
    notBilledCompanies: [{ connectionId, companyId: 'company-ourselves', reason: 'our own tenant' }],
  })
  expect(invoiceClasses(own)).toEqual({ 'internal-use': '99.00' })
  expect(own.findings[0]?.sentence).toContain('99.00 USD is our own cost: our own tenant.')
})

test('a company that is no client of ours is leakage, and the sentence says why', () => {
  const result = tieOut([distributorInvoice({ total: '22.00' }, [charge({ companyId: 'company-new' })])], [])
  expect(invoiceClasses(result)).toEqual({ 'bought-not-billed': '22.00' })
  expect(result.findings[0]?.sentence).toContain('because the company is mapped to no client')
})

test('a credit of the distributor is a correction, and one with a positive cost is flagged instead of guessed at', () => {
  const credit = (cost: string) =>
    tieOut([distributorInvoice({ total: cost }, [charge({ kind: 'service-credit', cost })])], [])
  expect(invoiceClasses(credit('-10.00'))).toEqual({ 'credit-or-reissue': '-10.00' })
  expect(credit('-10.00').findings[0]?.caveats).not.toContain('credit-with-positive-cost')
  expect(credit('10.00').findings[0]?.caveats).toContain('credit-with-positive-cost')
})

test('a kind of charge that we do not know is kept, flagged and unexplained', () => {
  const result = tieOut(
    [
      distributorInvoice({ total: '5.00' }, [
        charge({ kind: 'unknown', rawKind: 'spiff', subscriptionId: undefined, cost: '5.00' }),
      ]),
    ],
    [],
  )
  expect(invoiceClasses(result)).toEqual({ unexplained: '5.00' })
  expect(result.findings[0]?.caveats).toContain('unknown-charge-kind')
})

test('charges and costs in different currencies are not compared', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.00' }, [charge({})])],
    [clientInvoice([line({ costCurrency: 'EUR', cost: '20.00' })])],
  )
  expect(result.verdict).toBe('could-not-be-checked')
  expect(invoiceClasses(result)).toEqual({ exchange: '22.00' })
})

test('a client line that no charge stands behind costs 0 in the control total, with its revenue beside', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.00' }, [charge({})])],
    [clientInvoice([line({}), line({ subscriptionId: 'sub-9', amount: '30.00' })])],
  )
  expect(result.verdict).toBe('differs')
  expect(invoiceClasses(result)).toEqual({ 'ties-out': '22.00', 'billed-not-bought': '0.00' })
  expect(result.findings.find((each) => each.class === 'billed-not-bought')).toMatchObject({
    subscriptionId: 'sub-9',
    revenue: [{ currency: 'USD', amount: '30.00' }],
  })
})

test('an invoice that is not among those given is refused', () => {
  expect(() => tieOut([], [])).toThrow('invoice-1 of pax8-main is not among those given')
})
