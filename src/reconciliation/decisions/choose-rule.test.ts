import { describe, expect, test } from 'vitest'
import type { ChargeConditions, ChargeRule } from '../../domain/charge-rule.ts'
import { billingMonth } from '../../domain/period.ts'
import { charge, connectionId } from '../../../test/helpers/reconciliation-scene.ts'
import { chooseRule } from './choose-rule.ts'

const april = billingMonth('2026-04')
const fee = charge({ kind: 'service-charge', description: 'Platform fee', productId: undefined, sku: 'FEE-1' })
const behind = (each = fee, vendorName?: string) => [{ charge: each, vendorName }]

function rule(
  name: string,
  conditions: Omit<ChargeConditions, 'connectionId'>,
  rest: Partial<ChargeRule> = {},
): ChargeRule {
  const from = '2026-01-01'
  return { id: name, name, kind: 'accept', from, conditions: { connectionId, ...conditions }, ...rest }
}

const chosen = (rules: readonly ChargeRule[], charges = behind(), period = april): string | undefined =>
  chooseRule(rules, charges, period)?.name

describe('of several rules', () => {
  test('the one with the most conditions decides, in whatever order they come', () => {
    const wide = rule('a wide one', { type: 'service-charge' })
    const narrow = rule('b narrow one', { type: 'service-charge', description: 'Platform fee' })
    expect([chosen([wide, narrow]), chosen([narrow, wide])]).toEqual(['b narrow one', 'b narrow one'])
  })

  test('of two that are as narrow, the one whose name comes first', () => {
    const [a, b] = [rule('a', { sku: 'FEE-1' }), rule('b', { description: 'Platform fee' })]
    expect([chosen([a, b]), chosen([b, a])]).toEqual(['a', 'a'])
  })

  test('one that is not about the charge is not chosen for being narrow', () => {
    const other = rule('other', { type: 'service-charge', description: 'Onboarding', sku: 'FEE-1' })
    expect(chosen([other, rule('wide', { type: 'service-charge' })])).toBe('wide')
  })
})

describe('no rule', () => {
  test('decides on a difference without charges, which is about nothing that the distributor wrote', () => {
    expect(chooseRule([rule('all', {})], [], april)).toBeUndefined()
  })

  test('decides where only some of the charges behind a difference fit', () => {
    const both = [...behind(), ...behind(charge({ kind: 'service-charge', description: 'Onboarding' }))]
    expect(chosen([rule('platform', { description: 'Platform fee' })], both)).toBeUndefined()
    expect(chosen([rule('fees', { type: 'service-charge' })], both)).toBe('fees')
  })

  test('decides on a month before its own; its own month is the first', () => {
    const fromApril = rule('from April', { type: 'service-charge' }, { from: '2026-04-01' })
    expect(chosen([fromApril], behind(), billingMonth('2026-03'))).toBeUndefined()
    expect(chosen([fromApril])).toBe('from April')
  })

  test('of one distributor decides on a charge of another', () => {
    const elsewhere = rule('elsewhere', { type: 'service-charge' })
    expect(chosen([{ ...elsewhere, conditions: { ...elsewhere.conditions, connectionId: 'other' } }])).toBeUndefined()
  })

  test('knows a vendor that the distributor does not name', () => {
    const microsoft = rule('microsoft', { vendor: 'Microsoft' })
    expect(chosen([microsoft])).toBeUndefined()
    expect(chosen([microsoft], behind(fee, 'Microsoft'))).toBe('microsoft')
  })

  test('takes a text that only begins alike: each is as the distributor writes it', () => {
    expect(chosen([rule('begins', { description: 'Platform' })])).toBeUndefined()
  })
})
