import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectLines,
  fixed,
  hold,
  item,
  scenario,
  timeline,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { FixedLine } from '../../domain/billing-config.ts'
import { decimal, sumDecimals, equalDecimals } from '../../money/decimal.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount below was worked out by hand; the working stands beside it. */
function run(
  more: Partial<FixedLine>,
  timelines: NonNullable<Scenario['timelines']>,
  about: Scenario = {},
): ReturnType<typeof prepareDryRun>['clients'][number] {
  const bundle = fixed('bundle', '500.00', { itemId: 'i-3', componentItemIds: ['i-1', 'i-2'], ...more })
  const items = [item('i-1', [{ productId: 'p-1' }]), item('i-2', [{ productId: 'p-2' }]), item('i-3')]
  const [client] = prepareDryRun(scenario({ items, lines: [bundle], timelines, ...about })).clients
  return client ?? expect.fail()
}

const seats = (quantity: string, cost = '20.00'): ReturnType<typeof timeline> =>
  timeline('s-1', [{ from: '2025-01-01', quantity, cost }])
const backups = (quantity: string, cost = '5.00'): ReturnType<typeof timeline> =>
  timeline('s-2', [{ from: '2025-01-01', quantity, cost, product: 'p-2' }])

describe('a bundle', () => {
  test('has its amount shared out to its components by what they cost, to the cent', () => {
    // Cost 10 x 20.00 = 200.00 and 20 x 5.00 = 100.00: 500.00 x 2/3 = 333.33 and 500.00 x 1/3 = 166.67
    const { invoice } = run({}, [seats('10'), backups('20')])
    expectLines(invoice, [{ quantity: 1, amount: '500.00', cost: '300.00' }])
    expect(invoice?.lines[0]?.reasons.shares).toEqual([
      { itemId: 'i-1', quantity: '10', cost: '200.00', revenue: '333.33' },
      { itemId: 'i-2', quantity: '20', cost: '100.00', revenue: '166.67' },
    ])
  })

  test('of which a component’s cost is unknown is not shared out', () => {
    const { invoice } = run({}, [seats('10', 'unknown'), backups('20')])
    expect(invoice?.lines[0]?.reasons.shares).toBeUndefined()
    expectLines(invoice, [{ quantity: 1, amount: '500.00', cost: 'unknown' }])
  })

  test('shows its components as lines that bill nothing, where they are to be seen', () => {
    const { invoice } = run({ showComponents: true }, [seats('10'), backups('20')])
    expectLines(invoice, [
      { quantity: 1, amount: '500.00', cost: '300.00' },
      { quantity: 10, amount: '0.00', unitPrice: '0.00', cost: '0.00' },
      { quantity: 20, amount: '0.00', unitPrice: '0.00', cost: '0.00' },
    ])
    expect(invoice?.lines.map(({ description, ledgerItemId }) => [description, ledgerItemId])).toEqual([
      ['Item i-3', 'L-i-3'],
      ['Item i-1, in Item i-3', 'L-i-3'],
      ['Item i-2, in Item i-3', 'L-i-3'],
    ])
    expect(explainLine(invoice?.lines[1] ?? expect.fail(), 'USD').sentence).toBe(
      '10 in the bundle, billed with it = 0.00',
    )
  })

  test('bills the units above those included beside it, also for a part of the month', () => {
    // 10 included at 12 and from 14 October 13 held: 2 x 30.00 = 60.00; 1 x 30.00 x 18 / 31 = 17.4194
    const components = [
      { itemId: 'i-1', included: decimal('10'), overagePrice: hold('30.00') },
      { itemId: 'i-2', included: undefined, overagePrice: undefined },
    ]
    const steps = [
      { from: '2025-01-01', quantity: '12', cost: '20.00' },
      { from: '2026-10-14', quantity: '13' },
    ]
    const { invoice } = run({ components }, [timeline('s-1', steps), backups('20')])
    expectLines(invoice, [
      { quantity: 1, amount: '500.00', cost: '351.61' },
      { quantity: 2, amount: '60.00', unitPrice: '30.00', cost: '0.00' },
      { quantity: 1, amount: '17.42', unitPrice: '30.00', cost: '0.00', servicePeriod: ['2026-10-14', '2026-11-01'] },
    ])
    expect(invoice?.lines[1]?.description).toBe('Item i-1 (above 10 included)')
    // Each unit is covered by the bundle alone, so that the tie-out counts it once.
    expect(invoice?.lines.map(({ covers }) => covers.length)).toEqual([3, 0, 0])
  })

  test('bills nothing beside it while no more is held than is included', () => {
    const components = [{ itemId: 'i-1', included: decimal('10'), overagePrice: hold('30.00') }]
    expectLines(run({ components, componentItemIds: ['i-1'] }, [seats('10')]).invoice, [
      { quantity: 1, amount: '500.00' },
    ])
  })

  test('without an overage price uses the price rule of the house', () => {
    // 20.00 x 1.20 = 24.00 for each of 2
    const components = [{ itemId: 'i-1', included: decimal('10'), overagePrice: undefined }]
    expectLines(run({ components, componentItemIds: ['i-1'] }, [seats('12')]).invoice, [
      { quantity: 1, amount: '500.00' },
      { quantity: 2, amount: '48.00' },
    ])
  })

  test('is blocked when a quantity that decides about overage is unknown', () => {
    const components = [{ itemId: 'i-1', included: decimal('10'), overagePrice: hold('30.00') }]
    expect(run({ components, componentItemIds: ['i-1'] }, [seats('unknown')]).outcome).toBe('blocked')
    expect(run({}, [seats('unknown')]).outcome).toBe('ready')
  })

  test('whatever its components cost, their shares add up to its amount', () => {
    const costs = fc
      .integer({ min: 0, max: 999_999 })
      .map((cents) => `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`)
    fc.assert(
      fc.property(costs, costs, fc.integer({ min: 0, max: 9 }), (first, second, units) => {
        const { invoice } = run({}, [seats('1', first), backups(String(units), second)])
        const shares = invoice?.lines[0]?.reasons.shares
        if (shares === undefined) return true
        return equalDecimals(sumDecimals(shares.map(({ revenue }) => decimal(revenue))), decimal('500.00'))
      }),
      { numRuns: 100 },
    )
  })
})
