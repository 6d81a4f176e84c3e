import { describe, expect, test } from 'vitest'
import type { Charge } from '../../../domain/distributor-invoice.ts'
import { decimal } from '../../../money/decimal.ts'
import { money } from '../../../money/money.ts'
import { parseJson } from '../../../support/json.ts'
import type { SourceProblem } from '../../source.ts'
import { chargeContentFields, chargeRows } from '../charge-rows.ts'
import { Sweep } from '../sweep.ts'

const context = {
  connectionId: 'main',
  invoiceId: 'I-1',
  invoiceDate: '2026-05-01',
  currency: 'USD',
  convention: 'exclusive',
} as const

/** The charges of an invoice whose items are given as JSON fields, and what was told about them. */
function charges(...items: readonly string[]): { readonly charges: readonly Charge[]; readonly told: string[] } {
  const sweep = new Sweep({ contentFields: chargeContentFields, pageSize: 200, before: undefined })
  const values = items.map((fields) => parseJson(`{"currencyCode":"USD",${fields}}`))
  const rows = sweep.add(values, { size: 200, number: 0, totalPages: 1, totalElements: values.length }, 0)
  const problems: SourceProblem[] = []
  const read = chargeRows(context)(rows, problems)
  return { charges: read, told: problems.map(({ code, field }) => `${code} ${field ?? ''}`) }
}

const seats =
  '"type":"subscription","term":"Monthly","quantity":17,"cost":10.005,"costTotal":170.085,"startPeriod":"2026-05-01","endPeriod":"2026-06-01"'

test('the cost is carried as Pax8 states it, to the last digit', () => {
  expect(charges(seats).charges).toMatchObject([
    { kind: 'subscription', quantity: decimal('17'), unitCost: money('10.005', 'USD'), cost: money('170.085', 'USD') },
  ])
})

test.each([
  ['"type":"service_charge"', 'service-charge'],
  ['"type":"Service Credit"', 'service-credit'],
  ['"type":"PAYMENT-CREDIT"', 'payment-credit'],
  ['"type":"one-time","term":"One-time"', 'one-time'],
  ['"type":"subscription","term":"Arrears"', 'usage'],
  ['"type":"prorate","term":"3 Year"', 'prorate'],
])('%s is a charge of the kind %s', (fields, kind) => {
  expect(charges(fields).charges[0]?.kind).toBe(kind)
})

test('a service charge may lack client, product, period and quantity: unknown, not zero, and nothing odd', () => {
  const read = charges('"type":"service-charge","description":"Migration of 3 mailboxes","costTotal":75')
  expect(read.charges).toMatchObject([
    { quantity: 'unknown', companyId: undefined, servicePeriod: undefined, cost: money('75', 'USD') },
  ])
  expect(read.told).toEqual([])
})

test('a subscription charge without quantity or cost is told', () => {
  const read = charges('"type":"subscription","chargeType":"per","startPeriod":"2026-05-01","endPeriod":"2026-06-01"')
  expect(read.charges).toMatchObject([{ quantity: 'unknown', cost: 'unknown' }])
  expect(read.told).toEqual(['missing-value quantity', 'missing-value costTotal'])
})

test('a credit with a cost above zero keeps its sign and is flagged; one below zero is as it should be', () => {
  const read = charges('"type":"service-credit","costTotal":12.00', '"type":"rebate","costTotal":-3.5')
  expect(read.charges.map(({ cost }) => cost)).toEqual([money('12.00', 'USD'), money('-3.5', 'USD')])
  expect(read.told).toEqual(['sign-unclear costTotal'])
})

test('only the first word of a rate type counts', () => {
  expect(charges(`${seats},"rateType":"tiered (Price dependant on quantity)"`).told).toEqual([])
  expect(charges(`${seats},"rateType":"by the moon"`).told).toEqual(['unknown-enum rateType'])
})

test('an unknown type and an unknown term are kept and told', () => {
  const read = charges('"type":"levy","term":"Fortnightly","costTotal":1')
  expect(read.charges).toMatchObject([{ kind: 'unknown', rawKind: 'levy', billingTerm: 'fortnightly' }])
  expect(read.told).toEqual(['unknown-enum term', 'unknown-enum type'])
})

test('an item without a currency takes that of its invoice, and says so', () => {
  const row = { value: parseJson('{"type":"one-time","costTotal":5}'), identity: 'x' }
  const problems: SourceProblem[] = []
  expect(chargeRows(context)([row], problems)).toMatchObject([{ currency: 'USD', cost: money('5', 'USD') }])
  expect(problems.map(({ code, field }) => [code, field])).toEqual([['missing-value', 'currencyCode']])
})

test('an item in a currency that nobody knows is kept raw only, never taken for another', () => {
  const row = { value: parseJson('{"type":"one-time","costTotal":5,"currencyCode":"QQQ"}'), identity: 'x' }
  const problems: SourceProblem[] = []
  expect(chargeRows(context)([row], problems)).toEqual([])
  expect(problems.map(({ code }) => code)).toEqual(['unknown-enum', 'record-unreadable'])
})

describe('the ends of periods', () => {
  test('a doubtful one follows what the other items of the invoice prove', () => {
    const doubtful = '"type":"prorate","quantity":1,"costTotal":1,"startPeriod":"2026-03-02","endPeriod":"2026-04-01"'
    const exclusive = charges(seats, doubtful).charges[1]
    const inclusive = charges(seats.replace('2026-06-01', '2026-05-31'), doubtful).charges[1]
    expect(exclusive?.servicePeriod).toEqual({ start: '2026-03-02', end: '2026-04-01' })
    expect(inclusive?.servicePeriod).toEqual({ start: '2026-03-02', end: '2026-04-02' })
  })

  test('one that fits no reading, and one that ends before it starts, are told', () => {
    const prorate = '"type":"prorate","quantity":1,"costTotal":1'
    const odd = charges(`${prorate},"startPeriod":"2026-04-20","endPeriod":"2026-05-14"`)
    expect(odd.told).toEqual(['odd-period endPeriod'])
    const reversed = charges(`${prorate},"startPeriod":"2026-04-20","endPeriod":"2026-04-01"`)
    expect(reversed.charges[0]?.servicePeriod).toBeUndefined()
    expect(reversed.told).toEqual(['odd-period endPeriod'])
  })
})

describe('the ids of items that have none', () => {
  const idsOf = (...items: string[]): (string | undefined)[] =>
    charges(...items).charges.map(({ chargeId }) => chargeId)

  test('two equal items of one invoice are two charges', () => {
    const [first, second] = idsOf(seats, seats)
    expect(first).toMatch(/^I-1\/[0-9a-f]{16}-1$/)
    expect(second).toBe(first?.replace(/-1$/, '-2'))
  })

  test('an item keeps its id when its digits, its renamed company or a new field change', () => {
    expect(idsOf(seats)).toEqual(idsOf(seats.replace('170.085', '170.0850')))
    expect(idsOf(seats)).toEqual(
      idsOf(`"companyName":"Bear Creek Winery","vendorName":"Microsoft","details":null,${seats}`),
    )
  })

  test('an item of another amount has another id', () => {
    expect(idsOf(seats)).not.toEqual(idsOf(seats.replace('170.085', '170.086')))
  })

  test('an id of its own is taken', () => {
    expect(idsOf(`"id":"7f0c",${seats}`)).toEqual(['7f0c'])
  })
})
