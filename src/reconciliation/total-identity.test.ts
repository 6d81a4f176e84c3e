import { expect, test } from 'vitest'
import { decimal, formatDecimal } from '../money/decimal.ts'
import { totalIdentity, type HeaderSums } from './total-identity.ts'

function found(
  more: Partial<Record<'total' | 'cost' | 'roundedCost' | 'tax' | 'listAmount' | 'carriedBalance', string>>,
) {
  const known = (text: string | undefined) => (text === undefined ? 'unknown' : decimal(text))
  const sums: HeaderSums = {
    currency: 'USD',
    total: known(more.total),
    cost: decimal(more.cost ?? '100.00'),
    roundedCost: decimal(more.roundedCost ?? more.cost ?? '100.00'),
    tax: known(more.tax),
    listAmount: known(more.listAmount),
    carriedBalance: known(more.carriedBalance),
    everyCostKnown: true,
  }
  const { identity, rows } = totalIdentity(sums)
  return [identity, ...rows.map((row) => `${row.class} ${formatDecimal(row.cost)}`)]
}

test('the total is the costs, the costs and tax, or these with the carried balance, each row by its name', () => {
  expect(found({ total: '100.00', tax: '8.00', carriedBalance: '50.00' })).toEqual(['cost'])
  expect(found({ total: '108.00', tax: '8.00' })).toEqual(['cost-and-tax', 'tax 8.00'])
  expect(found({ total: '150.00', tax: '8.00', carriedBalance: '50.00' })).toEqual([
    'cost-and-carried-balance',
    'carried-balance 50.00',
  ])
  expect(found({ total: '158.00', tax: '8.00', carriedBalance: '50.00' })).toEqual([
    'cost-and-tax-and-carried-balance',
    'tax 8.00',
    'carried-balance 50.00',
  ])
})

test('costs of more places that were rounded once, or one by one, leave a row of rounding', () => {
  expect(found({ total: '100.12', cost: '100.123' })).toEqual(['rounded-costs', 'rounding -0.003'])
  expect(found({ total: '100.15', cost: '100.123', roundedCost: '100.15' })).toEqual([
    'rounded-costs',
    'rounding 0.027',
  ])
  expect(found({ total: '108.12', cost: '100.123', tax: '8.00' })).toEqual([
    'rounded-costs-and-tax',
    'rounding -0.003',
    'tax 8.00',
  ])
})

test('a header that no sum accounts for leaves the whole gap unexplained', () => {
  expect(found({ total: '107.00', tax: '8.00', carriedBalance: '50.00' })).toEqual(['none', 'unexplained 7.00'])
  expect(found({})).toEqual(['total-unknown'])
})

test('a header that is the sum of list amounts is named, and its gap is not explained by that', () => {
  expect(found({ total: '120.00', listAmount: '120.00' })).toEqual(['list-amount', 'unexplained 20.00'])
  expect(found({ total: '128.00', listAmount: '120.00', tax: '8.00' })).toEqual([
    'list-amount-and-tax',
    'unexplained 28.00',
  ])
})
