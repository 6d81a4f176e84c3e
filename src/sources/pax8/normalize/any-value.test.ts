import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson, stringifyJson } from '../../../support/json.ts'
import type { SourceProblem } from '../../source.ts'
import { chargeRows } from '../charge-rows.ts'
import * as wire from '../wire.ts'
import { normalizeCompany, normalizeContact } from './company.ts'
import { normalizeInvoice } from './distributor-invoice.ts'
import { normalizeOrder } from './order.ts'
import { normalizePricePlan, normalizeProduct } from './product.ts'
import { normalizeHistory } from './subscription-history.ts'
import { normalizeListedSubscription, normalizeSubscription } from './subscription.ts'
import { normalizeUsageLine, normalizeUsageSummary } from './usage.ts'

type Normalize = (value: unknown, problems: SourceProblem[]) => unknown

const context = {
  connectionId: 'main',
  invoiceId: 'I',
  invoiceDate: '2026-05-01',
  currency: 'USD',
  convention: 'exclusive',
} as const

const normalizers: readonly (readonly [string, readonly string[], Normalize])[] = [
  ['company', Object.keys(wire.companyWire.shape), normalizeCompany],
  ['contact', Object.keys(wire.contactWire.shape), (value, problems) => normalizeContact(value, 'C', problems)],
  ['product', Object.keys(wire.productWire.shape), (value, problems) => normalizeProduct(value, 'X', problems)],
  ['price plan', Object.keys(wire.pricingWire.shape), (value, problems) => normalizePricePlan(value, 'P', problems)],
  ['listed subscription', Object.keys(wire.subscriptionWire.shape), normalizeListedSubscription],
  [
    'subscription',
    Object.keys(wire.subscriptionWire.shape),
    (value, problems) => normalizeSubscription(value, 'X', problems),
  ],
  [
    'history',
    Object.keys(wire.subscriptionWire.shape),
    (value, problems) =>
      normalizeHistory([value], { subscriptionId: 'S', readAt: '2026-05-01T00:00:00.000Z' }, problems).rows[0],
  ],
  ['order', Object.keys(wire.orderWire.shape), normalizeOrder],
  ['invoice', Object.keys(wire.invoiceWire.shape), (value, problems) => normalizeInvoice(value, 'main', problems)],
  [
    'charge',
    Object.keys(wire.invoiceItemWire.shape),
    (value, problems) => chargeRows(context)([{ value, identity: 'r' }], problems)[0],
  ],
  [
    'usage summary',
    Object.keys(wire.usageSummaryWire.shape),
    (value, problems) => normalizeUsageSummary(value, 'S', problems),
  ],
  [
    'usage line',
    Object.keys(wire.usageLineWire.shape),
    (value, problems) => normalizeUsageLine(value, { usageSummaryId: 'U', usageDate: '2026-05-01' }, problems),
  ],
]

/** Values as they could arrive: any JSON, and what nearly is a number, a date, an id or a word that we know. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    'X',
    'USD',
    'Active',
    'Monthly',
    'subscription',
    '12.50',
    '-0',
    '1e400',
    '2026-05-01',
    '2026-02-30T25:00Z',
    '',
  ),
)

function rowOf(fields: readonly string[]): fc.Arbitrary<unknown> {
  const named = fc.record(Object.fromEntries(fields.map((field) => [field, anyValue])), { requiredKeys: [] })
  return fc.oneof({ weight: 9, arbitrary: named }, { weight: 1, arbitrary: fc.jsonValue() })
}

describe('whatever arrives in any field, a row ends as a record or as a problem, and never as a crash', () => {
  test.each(normalizers)('%s', (_name, fields, normalize) => {
    fc.assert(
      fc.property(rowOf(fields), (row) => {
        const problems: SourceProblem[] = []
        const record = normalize(parseJson(JSON.stringify(row)), problems)
        if (record === undefined) expect(problems).not.toEqual([])
        for (const { message } of problems) expect(message.length).toBeLessThan(1000)
      }),
      { numRuns: 300 },
    )
  })
})

test('a quantity or an amount that arrives is in the record to the last digit, or it is told', () => {
  const ids = { id: 'X', companyId: 'C', productId: 'P', currencyCode: 'USD', status: 'Active', billingTerm: 'Monthly' }
  fc.assert(
    fc.property(fc.constantFrom('quantity', 'price', 'partnerCost'), anyValue, (field, value) => {
      const problems: SourceProblem[] = []
      const row = parseJson(JSON.stringify({ ...ids, [field]: value }))
      const state = normalizeSubscription(row, 'X', problems)
      const read = { quantity: state?.quantity, price: state?.listPrice, partnerCost: state?.unitCost }[field]
      if (read === 'unknown') expect(problems.some((problem) => problem.field === field)).toBe(true)
      else expect(Number(String(read?.units)) / 10 ** (read?.scale ?? 0)).toBeCloseTo(Number(value), 6)
    }),
  )
})

test('a decimal of any length up to forty digits arrives as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 10 }), (units, scale) => {
      const digits = units.toString().padStart(scale + 1, '0')
      const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
      const row = parseJson(`{"id":"X","companyId":"C","productId":"P","currencyCode":"USD","price":${text}}`)
      expect(stringifyJson(row)).toContain(text)
      expect(normalizeSubscription(row, 'X', [])?.listPrice).toEqual({ units, scale, currency: 'USD' })
    }),
  )
})
