import { expect, test } from 'vitest'
import type { Overview, TieOutGlance } from '../../api/overview.ts'
import { closeSteps } from './close-steps.ts'

const overview: Overview = {
  ...{ month: '2026-10', runIsOld: undefined, figures: [], needsYou: [], comingUp: [], closed: undefined },
  run: { number: 4, createdAt: '2026-11-01T08:00:00Z', requestedBy: 'Ada' },
  counts: { ready: 3, approved: 3, blocked: 0, unmapped: 0, postings: { posted: 3 } },
  health: [{ code: 'snapshot.age', state: 'good', subject: 'pax8', message: 'fresh', nextStep: undefined }],
}
const tieOut: TieOutGlance = {
  ...{ verdict: 'ties-out', obstacles: [], gaps: [], currencies: [], states: { open: 0, changed: 0, decided: 2 } },
  arrivals: [{ state: 'there', words: 'here' }],
}
const tones = (one: Overview, other: TieOutGlance | undefined): readonly string[] =>
  closeSteps(one, other).map(({ name, tone }) => `${name} ${tone}`)

test('a month with all done can be closed, and each step says so', () => {
  expect(tones(overview, tieOut)).toEqual([
    'Sync done',
    'Map done',
    'Dry run done',
    'Review done',
    'Post done',
    "Distributor's bill done",
    'Tie-out done',
    'Close changed',
  ])
})

test('before there is a run nothing counts as done that was not looked at', () => {
  const counts = { ready: 0, approved: 0, blocked: 0, unmapped: 0, postings: {} }
  expect(tones({ ...overview, run: undefined, counts, health: [] }, undefined)).toEqual([
    'Sync blocks',
    'Map unchanged',
    'Dry run blocks',
    'Review unchanged',
    'Post unchanged',
    "Distributor's bill busy",
    'Tie-out busy',
    'Close unchanged',
  ])
})

test('what is blocked, refused or unmapped stands in the way, with what would unblock it', () => {
  const counts = { ready: 3, approved: 2, blocked: 1, unmapped: 2, postings: { posted: 1, rejected: 1 } }
  const steps = closeSteps({ ...overview, counts }, { ...tieOut, obstacles: [{ words: '2 invoices are not posted' }] })
  expect(steps.filter(({ tone }) => tone === 'blocks').map(({ name, words }) => `${name}: ${words}`)).toEqual([
    'Map: 2 unmapped',
    'Review: 2 of 3 approved, 1 blocked',
    'Post: 1 of 2 posted',
    'Close: 1 in the way',
  ])
  expect(steps.at(-1)?.unblock).toBe('2 invoices are not posted')
})
