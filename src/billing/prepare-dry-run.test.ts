import { describe, expect, test } from 'vitest'
import {
  bearCreekWinery,
  client,
  cost,
  expectLines,
  scenario,
  seatAdded,
  seatRemoved,
  synced,
  timeline,
} from '../../test/helpers/billing-scenario.ts'
import { explainLine } from './explain.ts'
import { prepareDryRun } from './prepare-dry-run.ts'

test('a seat added on 12 April is billed 19 of 30 days when the line prorates daily', () => {
  const { invoices } = prepareDryRun(
    bearCreekWinery({ seats: 17, unitPrice: '22.00', proration: 'daily', changes: [seatAdded('2026-04-12')] }),
  )
  expectLines(invoices[0], [
    { quantity: 17, servicePeriod: ['2026-04-01', '2026-05-01'], amount: '374.00' },
    { quantity: 1, servicePeriod: ['2026-04-12', '2026-05-01'], amount: '13.93' },
  ])
})

describe('Bear Creek Winery: Carla joins on 12 April, Sandra leaves on 15 April', () => {
  const changes = [seatAdded('2026-04-12'), seatRemoved('2026-04-15')]
  const month = { seats: 17, unitPrice: '22.00', changes }

  test('whole-at-start bills the 17 seats of 1 April', () => {
    const { invoices } = prepareDryRun(bearCreekWinery({ ...month, proration: 'whole-at-start' }))
    expectLines(invoices[0], [{ quantity: 17, amount: '374.00' }])
  })

  test('whole-at-end bills the 17 seats of 30 April', () => {
    const { invoices } = prepareDryRun(bearCreekWinery({ ...month, proration: 'whole-at-end' }))
    expectLines(invoices[0], [{ quantity: 17, amount: '374.00' }])
  })

  test('daily bills Carla 19 days and credits Sandra 16', () => {
    // 22.00 x 19 / 30 = 13.9333; 22.00 x 16 / 30 = 11.7333
    const { invoices } = prepareDryRun(bearCreekWinery({ ...month, proration: 'daily' }))
    expectLines(invoices[0], [
      { quantity: 17, servicePeriod: ['2026-04-01', '2026-05-01'], amount: '374.00' },
      { quantity: 1, servicePeriod: ['2026-04-12', '2026-05-01'], amount: '13.93' },
      { quantity: -1, servicePeriod: ['2026-04-15', '2026-05-01'], amount: '-11.73' },
    ])
    expect(invoices[0]?.total).toBe('376.20')
  })

  test('each line says what the other bases would bill', () => {
    // 17 + 19/30 - 16/30 = 17.1 seat-months; the most on one day are 18: 18 x 22.00 = 396.00
    const { invoices } = prepareDryRun(bearCreekWinery({ ...month, proration: 'daily' }))
    expect(invoices[0]?.lines[0]?.reasons.byBasis).toEqual([
      { basis: 'whole-at-start', quantity: '17', amount: '374.00' },
      { basis: 'whole-at-end', quantity: '17', amount: '374.00' },
      { basis: 'peak', quantity: '18', amount: '396.00' },
      { basis: 'daily', quantity: '17.1', amount: '376.20' },
      { basis: 'as-billed', quantity: 'unknown', amount: 'unknown' },
    ])
  })
})

test('a line explains itself in a sentence whose numbers are the line’s own', () => {
  const rules = { price: cost('20'), since: '2026-03-01' }
  const { invoices } = prepareDryRun(
    scenario({
      clients: [client('bear-creek', [synced('line-1')], { rules })],
      timelines: [
        timeline('s-1', [
          { from: '2025-01-01', quantity: '17' },
          { from: '2026-10-14', quantity: '18' },
        ]),
      ],
    }),
  )
  const [base, added] = invoices[0]?.lines ?? []
  expect(added && explainLine(added, 'USD').sentence).toBe(
    '1 seat added 14 Oct, in force 18 of 31 days, at 30.228 (cost 25.19 x 1.20, client rule since 1 Mar) = 17.5517 -> 17.55',
  )
  expect(base && explainLine(base, 'USD').sentence).toBe(
    '17 seats for 1 Oct to 31 Oct, at 30.228 (cost 25.19 x 1.20, client rule since 1 Mar) = 513.876 -> 513.88',
  )
})
