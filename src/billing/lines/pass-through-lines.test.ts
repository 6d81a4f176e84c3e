import { describe, expect, test } from 'vitest'
import {
  charge,
  expectLines,
  hold,
  passThrough,
  scenario,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** Each amount below was worked out by hand; the working stands beside it. */
function run(
  charges: readonly Charge[],
  rules: BillingRules = {},
): ReturnType<typeof prepareDryRun>['clients'][number] {
  const sketch: Scenario = { charges, lines: [passThrough('azure', { takesRest: true, rules })] }
  const [client] = prepareDryRun(scenario(sketch)).clients
  return client ?? expect.fail()
}

const september = { start: '2026-09-01', end: '2026-10-01' }
const usage = (id: string, amount: string, product = 'p-1'): Charge =>
  charge(id, amount, { kind: 'usage', productId: product, productName: 'Azure plan', servicePeriod: september })

describe('charges passed through', () => {
  test('at a margin, at list less a percentage, and less a discount', () => {
    // 86.46 / 0.80 = 108.075; 100.00 x 0.90 = 90.00; 86.46 x 1.20 x 0.95 = 98.5644
    const listed = charge('c-1', '86.46', { listAmount: money('100.00', 'USD') })
    expectLines(run([listed], { price: { policy: 'margin', percent: decimal('20') } }).invoice, [
      { quantity: 1, amount: '108.08' },
    ])
    expectLines(run([listed], { price: { policy: 'list-less', percent: decimal('10') } }).invoice, [
      { quantity: 1, amount: '90.00' },
    ])
    const discounted = run([listed], { discounts: [{ percent: decimal('5') }] }).invoice
    expectLines(discounted, [{ quantity: 1, amount: '98.56' }])
    expect(explainLine(discounted?.lines[0] ?? expect.fail(), 'USD').sentence).toBe(
      'Charged by the distributor for 1 Oct to 31 Oct (cost 86.46 x 1.20 x 0.95, house rule) = 98.5644 -> 98.56',
    )
  })

  test('prices of one unit say nothing about a charge: the next rule is used', () => {
    // 10.00 x 1.20 = 12.00
    expectLines(run([charge('c-1', '10.00')], { price: hold('3.00') }).invoice, [{ quantity: 1, amount: '12.00' }])
    const amount = { policy: 'markup-amount', amount: money('4', 'USD') } as const
    expectLines(run([charge('c-1', '10.00')], { price: amount }).invoice, [{ quantity: 1, amount: '12.00' }])
  })

  test('usage is a line for each charge, or collapsed into one that is rounded once', () => {
    // 0.333 x 1.20 = 0.3996 each; three of them 1.1988 -> 1.20, but itemised 0.40 + 0.40 + 0.40
    const charges = [usage('u-1', '0.333'), usage('u-2', '0.333'), usage('u-3', '0.333'), usage('u-4', '5', 'p-2')]
    expectLines(run(charges).invoice, [
      { quantity: 1, amount: '0.40' },
      { quantity: 1, amount: '0.40' },
      { quantity: 1, amount: '0.40' },
      { quantity: 1, amount: '6.00' },
    ])
    const collapsed = run([...charges, charge('c-9', '10.00')], { usage: 'collapse' }).invoice
    expectLines(collapsed, [
      { quantity: 1, amount: '12.00' },
      { quantity: 1, amount: '1.20', cost: '0.999', servicePeriod: ['2026-09-01', '2026-10-01'] },
      { quantity: 1, amount: '6.00', cost: '5.00' },
    ])
    expect(collapsed?.lines[1]?.description).toBe('Azure plan: usage, 1 Sep 2026 to 30 Sep 2026')
    expect(collapsed?.lines[1]?.covers.map(({ chargeId }) => chargeId)).toEqual(['u-1', 'u-2', 'u-3'])
  })

  test('a proration below zero is passed on, or kept by us and named', () => {
    // -12.40 x 1.20 = -14.88
    const charges = [charge('c-1', '-12.40', { kind: 'prorate' }), charge('c-2', '20.00')]
    expectLines(run(charges).invoice, [
      { quantity: 1, amount: '-14.88' },
      { quantity: 1, amount: '24.00' },
    ])
    const kept = run(charges, { negativeProrations: 'drop' })
    expectLines(kept.invoice, [{ quantity: 1, amount: '24.00' }])
    expect(kept.anomalies.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'proration-kept',
        'note',
        'Charge c-1 "Charge c-1" of -12.40 USD is a credit that "Item i-1" (line azure) does not pass on.',
      ],
    ])
  })

  test('the working names a charge as it stands on the distributor invoice where its id is nothing to look up', () => {
    const id = '1c000000-0000-4000-8000-00000000000'
    const about = { description: 'Azure plan' }
    const firstStep = (charges: readonly Charge[], rules: BillingRules = {}): string | undefined => {
      const [line] = run(charges, rules).invoice?.lines ?? []
      expect(line?.covers.map(({ chargeId }) => chargeId)).toEqual(charges.map(({ chargeId }) => chargeId))
      return line?.reasons.steps[0]?.working
    }
    expect(firstStep([{ ...usage(`${id}1`, '86.46'), ...about }])).toBe(
      'charge "Azure plan" of 86.46 USD, invoiced on 2026-10-04 (usage, quantity 1)',
    )
    expect(firstStep([{ ...usage('4711', '86.46'), ...about }])).toBe('charge 4711 (usage, quantity 1)')
    const both = [`${id}1`, `${id}2`].map((each) => ({ ...usage(each, '86.46'), ...about }))
    expect(firstStep(both, { usage: 'collapse' })).toBe(
      '2 charges (usage), the first of them "Azure plan" of 86.46 USD, invoiced on 2026-10-04',
    )
  })

  test('a minimum charge lifts what the charges come to', () => {
    // 24.00, and 26.00 to the minimum
    expectLines(run([charge('c-2', '20.00')], { minimumCharge: money('50', 'USD') }).invoice, [
      { quantity: 1, amount: '24.00' },
      { quantity: 1, amount: '26.00' },
    ])
  })
})
