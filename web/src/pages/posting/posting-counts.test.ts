import { expect, test } from 'vitest'
import { countStates } from './posting-counts.ts'

test('what needs a person is counted first, and a voided invoice is not counted as posted', () => {
  expect(
    countStates([
      { state: 'posted', voidedAt: undefined },
      { state: 'posted', voidedAt: '2026-11-02T09:00:00Z' },
      { state: 'needs-person', voidedAt: undefined },
      { state: 'posted', voidedAt: undefined },
    ]),
  ).toEqual([
    { state: 'needs-person', count: 1 },
    { state: 'posted', count: 2 },
    { state: 'voided', count: 1 },
  ])
})
