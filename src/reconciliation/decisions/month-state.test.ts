import { expect, test } from 'vitest'
import {
  april,
  aprilFrom,
  bearCreek,
  charge,
  clientInvoice,
  distributorInvoice,
  may,
  scene,
  seventeenBilled,
} from '../../../test/helpers/reconciliation-scene.ts'
import type { Decision } from '../../domain/decision.ts'
import { reconcilePeriod } from '../reconcile-period.ts'
import type { PeriodTieOut } from '../tie-out.ts'
import { costsOf, monthState } from './month-state.ts'

/** 19 seats of 22.00 are charged, and 17 stand on the client's invoice: 44.00 too little. */
const nineteenCharged = [
  distributorInvoice({ total: '418.00' }, [charge({ quantity: '19', cost: '418.00', unitCost: '22.00' })]),
]
const underBilled = reconcilePeriod(scene(nineteenCharged, [clientInvoice([seventeenBilled])]))

function keyOf(tieOut: PeriodTieOut, name: string): string {
  const found = monthState(tieOut, []).findings.find(({ finding }) => finding.class === name)
  if (found === undefined) throw new Error(`The tie-out has no finding of class ${name}.`)
  return found.key
}

function decision(cost: string, change: Partial<Decision> = {}): Decision {
  const findingKey = keyOf(underBilled, 'under-billed')
  return { findingKey, month: april.start, kind: 'accept', cost, currency: 'USD', ...change }
}

test('a difference that nobody has decided on keeps the month open; what ties out does not', () => {
  const { findings, obstacles } = monthState(underBilled, [])
  expect(findings.map(({ finding, state }) => [finding.class, finding.cost, state])).toEqual([
    ['ties-out', '374.00', 'settled'],
    ['under-billed', '44.00', 'open'],
  ])
  expect(obstacles).toEqual([{ obstacle: 'undecided', findings: 1, cost: [{ currency: 'USD', amount: '44.00' }] }])
})

test('once it is decided on, nothing keeps the month open', () => {
  const { findings, obstacles } = monthState(underBilled, [decision('44.00')])
  expect(findings.map(({ state }) => state)).toEqual(['settled', 'decided'])
  expect(obstacles).toEqual([])
})

test('a decision holds for the amount that it was made on: with another one the difference is open again', () => {
  const { findings, obstacles } = monthState(underBilled, [decision('22.00')])
  expect(findings.map(({ state }) => state)).toEqual(['settled', 'changed'])
  expect(findings[1]?.decision?.cost).toBe('22.00')
  expect(obstacles.map(({ obstacle }) => obstacle)).toEqual(['undecided'])
})

test('a decision in another currency is no decision on this amount', () => {
  const { findings } = monthState(underBilled, [decision('44.00', { currency: 'EUR' })])
  expect(findings[1]?.state).toBe('changed')
})

test('a decision keeps its finding through the next tie-out of the same month', () => {
  const again = reconcilePeriod(scene([...nineteenCharged].reverse(), [clientInvoice([seventeenBilled])]))
  expect(monthState(again, [decision('44.00')]).obstacles).toEqual([])
})

test('what belongs to a later month is decided there', () => {
  const both = distributorInvoice({ total: '66.00' }, [
    charge({ chargeId: 'a', subscriptionId: 'sub-2', cost: '22.00' }),
    charge({ chargeId: 'b', subscriptionId: 'sub-2', quantity: '2', cost: '44.00', service: may }),
  ])
  const clients = [{ ...bearCreek, billedPeriods: [april, may] }]
  const tieOut = reconcilePeriod(scene([both], [], { clients }))
  const { findings, obstacles } = monthState(tieOut, [])
  expect(findings.map(({ finding, state }) => [finding.class, finding.cost, state])).toEqual([
    ['bought-not-billed', '22.00', 'open'],
    ['bought-not-billed', '44.00', 'later'],
  ])
  expect(obstacles).toEqual([{ obstacle: 'undecided', findings: 1, cost: [{ currency: 'USD', amount: '22.00' }] }])
})

test('what could not be checked keeps the month open, whatever was decided', () => {
  const part = distributorInvoice({ total: '418.00', items: 'part' }, nineteenCharged[0]?.charges ?? [])
  const tieOut = reconcilePeriod(scene([part], [clientInvoice([seventeenBilled])]))
  const { obstacles } = monthState(tieOut, [decision('44.00')])
  expect(obstacles.map(({ obstacle }) => obstacle)).toContain('could-not-be-checked')
})

test('an unexplained cent keeps the month open', () => {
  const off = distributorInvoice({ total: '418.01' }, nineteenCharged[0]?.charges ?? [])
  const tieOut = reconcilePeriod(scene([off], [clientInvoice([seventeenBilled])]))
  expect(monthState(tieOut, [decision('44.00')]).obstacles).toContainEqual({
    obstacle: 'unexplained',
    currency: 'USD',
    amount: '0.01',
  })
})

test('no distributor invoice at all is nothing checked, and the month stays open', () => {
  const { obstacles } = monthState(reconcilePeriod(scene([], [clientInvoice([seventeenBilled])])), [])
  expect(obstacles.map(({ obstacle }) => obstacle)).toContain('could-not-be-checked')
})

test('two findings never share a name', () => {
  const charges = ['a', 'b', 'c'].map((chargeId) =>
    charge({ chargeId, companyId: undefined, subscriptionId: undefined, productId: undefined, cost: '5.00' }),
  )
  const tieOut = reconcilePeriod(scene([distributorInvoice({ total: '15.00' }, charges)], []))
  const { findings } = monthState(tieOut, [])
  expect(new Set(findings.map(({ key }) => key)).size).toBe(findings.length)
  expect(costsOf(findings)).toEqual([{ currency: 'USD', amount: '15.00' }])
})

/** The same 44.00, once the charge says that its two seats were added on 16 April for 44.00 each full month. */
const prorated = reconcilePeriod(
  scene(
    [
      distributorInvoice({ total: '418.00' }, [
        charge({ quantity: '17', cost: '374.00' }),
        charge({ chargeId: 'b', kind: 'prorate', quantity: '4', cost: '44.00', service: aprilFrom('2026-04-16') }),
      ]),
    ],
    [clientInvoice([seventeenBilled])],
  ),
)

test('a difference that changes its class is undecided again, and shows the decision that its new one takes the place of', () => {
  const carried = decision('44.00', { kind: 'carry' })
  const { findings, obstacles, outdated } = monthState(prorated, [carried])
  expect(findings.map(({ finding, state, outdated: old }) => [finding.class, finding.cost, state, old])).toEqual([
    ['ties-out', '374.00', 'settled', []],
    ['proration', '44.00', 'changed', [carried]],
  ])
  expect(outdated).toEqual([])
  expect(obstacles.map(({ obstacle }) => obstacle)).toEqual(['undecided'])
})

test('what is carried for a difference that is gone keeps the month open, whatever class is left of it', () => {
  const tied = reconcilePeriod(
    scene(
      [distributorInvoice({ total: '374.00' }, [charge({ quantity: '17', cost: '374.00' })])],
      [clientInvoice([seventeenBilled])],
    ),
  )
  const carried = decision('44.00', { kind: 'carry' })
  const { findings, obstacles, outdated } = monthState(tied, [carried])
  expect(findings.map(({ state }) => state)).toEqual(['settled'])
  expect(outdated).toEqual([carried])
  expect(obstacles).toEqual([{ obstacle: 'outdated-decisions', decisions: 1 }])
  expect(monthState(tied, [decision('44.00')]).obstacles).toEqual([])
  expect(monthState(tied, [{ ...carried, month: may.start }]).obstacles).toEqual([])
})

test('usage that nobody was billed for and a credit that a client may get back keep the month open', () => {
  const drafts = [
    charge({ chargeId: 'a', kind: 'usage', subscriptionId: 'azure', productId: 'azure', cost: '5.00' }),
    charge({ chargeId: 'b', kind: 'service-credit', subscriptionId: 'sub-9', productId: 'x', cost: '-3.00' }),
    charge({ chargeId: 'c', kind: 'payment-credit', companyId: undefined, subscriptionId: undefined, cost: '-1.00' }),
  ]
  const { findings } = monthState(reconcilePeriod(scene([distributorInvoice({ total: '1.00' }, drafts)], [])), [])
  expect(findings.map(({ finding, state }) => [finding.class, finding.cost, state]).sort()).toEqual([
    ['credit-or-reissue', '-1.00', 'settled'],
    ['credit-or-reissue', '-3.00', 'open'],
    ['usage', '5.00', 'open'],
  ])
})

test('usage that a pass-through line takes is asked about once the invoice that could take it is posted without it', () => {
  const azure = charge({ kind: 'usage', subscriptionId: 'azure', productId: 'azure', cost: '5.00' })
  const invoice = distributorInvoice({ total: '5.00', invoiceDate: '2026-05-01' }, [azure])
  const stateWith = (billedPeriods: readonly (typeof april)[]) => {
    const clients = [{ ...bearCreek, billedPeriods, passesOn: { takesRest: true, products: [] } }]
    return monthState(reconcilePeriod(scene([invoice], [], { clients })), []).findings.map(({ state }) => state)
  }
  expect(stateWith([april])).toEqual(['later'])
  expect(stateWith([april, may])).toEqual(['open'])
})
