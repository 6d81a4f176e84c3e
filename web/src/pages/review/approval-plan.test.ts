import { expect, test } from 'vitest'
import type { ClientResult } from '../../api/review.ts'
import { chooseSpotChecks, planApproval } from './approval-plan.ts'

function client(clientId: string, change: Partial<ClientResult> = {}): ClientResult {
  return {
    ...{ runNumber: 1, clientId, clientName: clientId, outcome: 'ready', currency: 'USD', total: '10.10' },
    ...{ previousTotal: '10.10', lineCount: 1, sha256: 'a', approval: undefined },
    flags: { blocking: 0, warning: 0, note: 0 },
    ...change,
  }
}

test('what blocks or is decided is never among those approved, and the rest is summed by currency', () => {
  const plan = planApproval([
    client('a'),
    client('b', { total: '0.05', runNumber: 2, flags: { blocking: 0, warning: 2, note: 0 } }),
    client('c', { currency: 'EUR' }),
    client('d', { outcome: 'blocked' }),
    client('e', { flags: { blocking: 1, warning: 0, note: 0 } }),
    client('f', { approval: { by: 'Ada', at: '2026-11-01T08:00:00Z', note: undefined } }),
    client('g', { outcome: 'already-billed' }),
    client('h', { outcome: 'nothing-to-bill' }),
  ])
  expect(plan.clients.map(({ clientId }) => clientId)).toEqual(['a', 'b', 'c'])
  expect(plan.totals).toEqual([
    { amount: '10.15', currency: 'USD' },
    { amount: '10.10', currency: 'EUR' },
  ])
  expect([...plan.byRun]).toEqual([
    [1, ['a', 'c']],
    [2, ['b']],
  ])
  expect(plan.flagged).toBe(1)
})

test('three of more than twenty are looked at, never one of them twice', () => {
  const many = Array.from({ length: 21 }, (_, index) => client(String(index)))
  expect(chooseSpotChecks(many.slice(1), () => 0)).toEqual([])
  expect(chooseSpotChecks(many, () => 0).map(({ clientId }) => clientId)).toEqual(['0', '1', '2'])
  expect(chooseSpotChecks(many, () => 0.999).map(({ clientId }) => clientId)).toEqual(['20', '19', '18'])
})
