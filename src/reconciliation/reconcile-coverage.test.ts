import { expect, test } from 'vitest'
import { invoiceClasses } from '../../test/helpers/reconciliation-classes.ts'
import {
  charge,
  clientInvoice,
  connectionId,
  distributorInvoice,
  line,
  seventeenBilled,
  tieOut,
} from '../../test/helpers/reconciliation-scene.ts'

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
    'A difference is called rounding up to one step of 2 decimal places for each charge compared (the source does not say how it rounds).',
  )
  const perUnit = tieOut(invoices, posted, {
    sourceRoundings: [{ connectionId, per: 'unit', places: 2, rounding: 'down', basis: 'it cuts off' }],
  })
  expect(invoiceClasses(perUnit)).toEqual({ 'ties-out': '374.00', rounding: '0.12' })
})

test('a rounding to the nearest allows half a cent a charge, so a whole cent is unexplained', () => {
  const result = tieOut(
    [distributorInvoice({ total: '22.01' }, [charge({ cost: '22.01' })])],
    [clientInvoice([line({})])],
    { sourceRoundings: [{ connectionId, per: 'line', places: 2, rounding: 'half-up', basis: 'its contract' }] },
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
