import { expect, test } from 'vitest'
import {
  charge,
  cost,
  fixed,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
} from '../../test/helpers/billing-scenario.ts'
import type { InvoiceLine } from '../domain/invoice.ts'
import { explainLine } from './explain.ts'
import { prepareDryRun } from './prepare-dry-run.ts'

const october = scenario({
  items: [
    {
      itemId: 'i-1',
      name: 'Seats',
      covers: [{ connectionId: 'pax8', productId: 'p-1', commitmentTerm: undefined, billingTerm: undefined }],
      ledgerItems: new Map(),
      rules: {},
    },
    { itemId: 'i-2', name: 'Rest', covers: [], ledgerItems: new Map(), rules: {} },
  ],
  lines: [
    synced('seats'),
    manual('rental', '2', '49.50', { itemId: 'i-2' }),
    fixed('bundle', '500.00', { itemId: 'i-2', componentItemIds: [], from: '2026-10-16' }),
    passThrough('rest', { itemId: 'i-2', takesRest: true, rules: { price: cost('10') } }),
  ],
  charges: [charge('1', '86.456', { productId: 'p-9' })],
  timelines: [
    timeline('s-1', [
      { from: '2025-01-01', quantity: '17' },
      { from: '2026-10-05', quantity: '16' },
      { from: '2026-10-20', quantity: '19', cost: '27.00' },
    ]),
  ],
})

const lines: readonly InvoiceLine[] = prepareDryRun(october).invoices[0]?.lines ?? []

test('every kind of line has a sentence', () => {
  expect(lines.map((line) => explainLine(line, 'USD').sentence)).toEqual([
    // 17 x 30.228 x 19 / 31 = 314.9562; 30.228 x 15 / 31 = 14.6264; 19 x 32.40 x 12 / 31 = 238.2967
    '17 seats, in force 19 of 31 days, at 30.228 (cost 25.19 x 1.20, house rule) = 314.9562 -> 314.96',
    '1 seat removed 5 Oct, 15 of 31 days not used, at 30.228 (cost 25.19 x 1.20, house rule) = -14.6264 -> -14.63',
    '19 seats, in force 12 of 31 days, at 32.40 (cost 27.00 x 1.20, house rule) = 238.2967 -> 238.30',
    '2 seats for 1 Oct to 31 Oct, at 49.50 = 99.00',
    'The monthly amount, in force 16 of 31 days, at 500.00 = 258.0645 -> 258.06',
    'Charged by the distributor for 1 Oct to 31 Oct (cost 86.456 x 1.10, line rule) = 95.1016 -> 95.10',
  ])
})

test('a sentence ends with the line’s own amount, and so does the arithmetic', () => {
  for (const line of lines) {
    const { sentence, rows } = explainLine(line, 'USD')
    expect(sentence.endsWith(line.amount)).toBe(true)
    expect(rows.at(-1)?.result).toBe(line.amount)
  }
})

test('the arithmetic names what was held, the price, the days and the one rounding', () => {
  expect(lines.slice(1, 2).flatMap((line) => explainLine(line, 'USD').rows)).toEqual([
    { what: 'quantity', working: 'change -1 (s-1)', result: '-1', source: 'daily (house rule)' },
    { what: 'unit price', working: '25.19 x 1.20', result: '30.228', source: 'cost + 20 %, house rule' },
    {
      what: 'share',
      working: '5 Oct 2026 to 19 Oct 2026: 15 of 31 days',
      result: '0.4838709677',
      source: 'actual days of the billing period',
    },
    {
      what: 'amount',
      working: '-1 x 30.228 x 15 / 31 = -14.6264516129, rounded half-up',
      result: '-14.63',
      source: 'rounded once, on the amount (house rule)',
    },
  ])
})
