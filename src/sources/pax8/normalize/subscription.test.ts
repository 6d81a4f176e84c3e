import { describe, expect, test } from 'vitest'
import { decimal } from '../../../money/decimal.ts'
import { money } from '../../../money/money.ts'
import { parseJson } from '../../../support/json.ts'
import type { SourceProblem } from '../../source.ts'
import { normalizeHistory } from './subscription-history.ts'
import { normalizeListedSubscription, normalizeSubscription } from './subscription.ts'

const seats = `"id":"S-1","companyId":"C-1","productId":"P-1","productName":"Microsoft 365 Business Standard","quantity":17,
  "startDate":"2026-01-01T08:30:00Z","billingStart":"2026-01-01","createdDate":"2025-12-20","status":"Active",
  "price":12.50,"partnerCost":10.0050,"currencyCode":"USD","billingTerm":"Monthly"`

function read(fields: string): { readonly state: unknown; readonly problems: string[] } {
  const problems: SourceProblem[] = []
  const state = normalizeSubscription(parseJson(`{${seats}${fields}}`), 'S-1', problems)
  return { state, problems: problems.map(({ code, field }) => `${code} ${field ?? ''}`) }
}

test('cost is what the partner pays, list price what the client pays, both to the last digit', () => {
  expect(read('').state).toMatchObject({
    quantity: decimal('17'),
    unitCost: money('10.0050', 'USD'),
    listPrice: money('12.50', 'USD'),
    startDate: '2026-01-01',
    createdDate: '2025-12-20',
  })
})

test('numbers written as texts are numbers; numbers in words are unknown and told', () => {
  const problems: SourceProblem[] = []
  const row = parseJson(
    '{"id":"S-1","companyId":"C-1","productId":"P-1","quantity":"17","price":"1,250.00","partnerCost":" 9.87 ","currencyCode":"usd","status":"Active","billingTerm":"Monthly"}',
  )
  expect(normalizeSubscription(row, 'S-1', problems)).toMatchObject({
    quantity: decimal('17'),
    unitCost: money('9.87', 'USD'),
    listPrice: 'unknown',
  })
  expect(problems.map(({ message }) => message)).toEqual([
    'Subscription S-1 has "1,250.00" as price, where a number is expected; it counts as unknown.',
  ])
})

test.each([
  ['Active', 'active'],
  ['Activated', 'active'],
  ['PendingManual', 'pending'],
  ['PendingAutomated', 'pending'],
  ['PendingActivation', 'pending'],
  ['WaitingForDetails', 'pending'],
  ['PendingCancel', 'cancelling'],
  ['Cancelled', 'cancelled'],
  ['Trial', 'trial'],
  ['Converted', 'converted'],
])('the status %s is %s', (rawStatus, status) => {
  const row = parseJson(`{${seats.replace('"Active"', `"${rawStatus}"`)}}`)
  expect(normalizeSubscription(row, 'S-1', [])).toMatchObject({ status, rawStatus })
})

test('an active one with an end date stays active until that day', () => {
  const { state, problems } = read(',"endDate":"2026-06-30T06:00:00.000-0600"')
  expect(state).toMatchObject({ status: 'active', endDate: '2026-06-30' })
  expect(problems).toEqual([])
})

describe('the commitment', () => {
  test.each([
    [',"commitmentTerm":{"id":"K","term":"1-Year","endDate":"2026-12-31T00:00:00Z"}', '1-year', '2026-12-31'],
    [',"commitment":{"id":"K","term":"Annual","endDate":null}', '1-year', undefined],
    [',"commitment":{"term":"Monthly","endDate":"2026-04-23T00:00:00.000Z"}', 'monthly', '2026-04-23'],
    [',"commitment":"3 Year"', '3-year', undefined],
    [',"commitmentTerm":null,"commitment":null', undefined, undefined],
  ])('%s', (fields, commitmentTerm, commitmentEnd) => {
    expect(read(fields)).toMatchObject({ state: { commitmentTerm, commitmentEnd }, problems: [] })
  })

  test('two that contradict each other are told, and the documented one counts', () => {
    const { state, problems } = read(',"commitmentTerm":{"term":"1-Year"},"commitment":{"term":"3-Year"}')
    expect(state).toMatchObject({ commitmentTerm: '1-year' })
    expect(problems).toEqual(['value-unreadable commitment'])
  })

  test('a row that says "none" lacks no detail, a row that says nothing does', () => {
    const listed = (fields: string): unknown => normalizeListedSubscription(parseJson(`{${seats}${fields}}`), [])
    expect(listed(',"commitmentTerm":null')).toMatchObject({ lacksDetail: false })
    expect(listed('')).toMatchObject({ lacksDetail: true })
  })
})

test('an amount in an unknown currency is unknown', () => {
  const problems: SourceProblem[] = []
  const row = parseJson(`{${seats.replace('"USD"', '"QQQ"')}}`)
  expect(normalizeSubscription(row, 'S-1', problems)).toMatchObject({ unitCost: 'unknown', listPrice: 'unknown' })
  expect(problems.map(({ code, field }) => [code, field])).toEqual([['unknown-enum', 'currencyCode']])
})

test('an answer about another subscription is not taken for the one asked for', () => {
  const problems: SourceProblem[] = []
  expect(normalizeSubscription(parseJson(`{${seats}}`), 'S-2', problems)).toBeUndefined()
  expect(problems.map(({ code }) => code)).toEqual(['not-asked-for'])
})

test('a row without its company is kept raw only, and named', () => {
  const problems: SourceProblem[] = []
  expect(normalizeListedSubscription(parseJson('{"id":"S-9","productId":"P-1"}'), problems)).toBeUndefined()
  expect(problems).toMatchObject([{ code: 'record-unreadable', recordId: 'S-9', field: 'companyId' }])
})

describe('the history', () => {
  const asked = { subscriptionId: 'S-1', readAt: '2026-05-01T02:00:00.000Z' }
  const row = (
    fields: string,
  ): string => `{"companyId":"C-1","productId":"P-1","status":"Active","billingTerm":"Monthly",
    "currencyCode":"USD","price":12.5,${fields}}`
  const history = (rows: readonly string[]): ReturnType<typeof normalizeHistory> =>
    normalizeHistory(
      rows.map((text) => parseJson(row(text))),
      asked,
      [],
    )

  test('rows come oldest first, those of one day in the order in which Pax8 recorded them', () => {
    const { rows } = history([
      '"quantity":20,"startDate":"2026-06-01T00:00:00Z","createdDate":"2026-04-02T00:00:00Z"',
      '"quantity":19,"startDate":"2026-04-12T00:00:00Z","createdDate":"2026-04-12T09:00:00Z"',
      '"quantity":18,"startDate":"2026-04-12T00:00:00Z","createdDate":"2026-04-12T08:00:00Z"',
      '"quantity":17,"startDate":"2026-01-01T00:00:00Z","createdDate":"2026-01-01T00:00:00Z"',
    ])
    expect(rows.map(({ ordinal, effective, state }) => [ordinal, effective, state.quantity])).toEqual([
      [0, '2026-01-01', decimal('17')],
      [1, '2026-04-12', decimal('18')],
      [2, '2026-04-12', decimal('19')],
      [3, '2026-06-01', decimal('20')],
    ])
  })

  test('rows of one created date are taken newest first, as Pax8 lists them', () => {
    const created = '"createdDate":"2026-01-01"'
    const { rows } = history([
      `"quantity":18,"startDate":"2026-01-01",${created}`,
      `"quantity":17,"startDate":"2026-01-01",${created}`,
    ])
    expect(rows.map(({ state }) => state.quantity)).toEqual([decimal('17'), decimal('18')])
  })

  test('a row keeps its key when Pax8 writes the same instant and number otherwise', () => {
    const [a] = history([
      '"quantity":17,"startDate":"2026-01-01T00:00:00Z","createdDate":"2025-12-31T18:00:00.000-0600"',
    ]).rows
    const [b] = history([
      '"quantity":17.0,"startDate":"2025-12-31T18:00:00-06:00","createdDate":"2026-01-01T00:00:00Z"',
    ]).rows
    expect(a?.rowKey).toBe('S-1|2026-01-01T00:00:00.000Z|2026-01-01T00:00:00.000Z||17|12.5|Active')
    expect(b?.rowKey).toBe(a?.rowKey)
  })

  test('two rows that differ only in the product are both kept', () => {
    const same = '"quantity":17,"startDate":"2026-01-01","createdDate":"2026-01-01"'
    const [newer, older] = [row(same).replace('"P-1"', '"P-2"'), row(same)]
    const { rows } = normalizeHistory([parseJson(newer), parseJson(older)], asked, [])
    expect(new Set(rows.map(({ rowKey }) => rowKey)).size).toBe(2)
    expect(rows.map(({ state }) => state.productId)).toEqual(['P-1', 'P-2'])
  })

  test('a row without any date is kept raw only, and told', () => {
    const problems: SourceProblem[] = []
    expect(normalizeHistory([parseJson(row('"quantity":1'))], asked, problems).rows).toEqual([])
    expect(problems.map(({ code }) => code)).toContain('record-unreadable')
  })
})
