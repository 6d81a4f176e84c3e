import { describe, expect, test } from 'vitest'
import { InvalidConfig } from './config-problem.ts'
import { readBillingConfig } from './read-billing-config.ts'

const config = (house: string, client = ''): string => `seatledger: 1
house: { currency: USD${house} }
catalog:
  - { item: work, name: Work }
clients:
  - client: bear-creek-winery
    name: Bear Creek Winery
    ledger: { connection: quickbooks-online, customer: "24" }${client}
`

function problemsOf(text: string): string[] {
  try {
    readBillingConfig(text, 'billing.yaml', 1)
    return []
  } catch (error) {
    if (error instanceof InvalidConfig) return error.problems.map((p) => `${String(p.line)} ${p.key}: ${p.message}`)
    throw error
  }
}

describe('true-ups in the billing config', () => {
  test('are off where nobody states a window', () => {
    expect(readBillingConfig(config(''), 'billing.yaml', 1).house.rules.trueUps).toBeUndefined()
  })

  test('are read key by key at each place', () => {
    const read = readBillingConfig(
      config(', trueUps: { window: 3, below: 1.50 }', '\n    trueUps: { as: hold }'),
      'billing.yaml',
      1,
    )
    expect(read.house.rules.trueUps).toEqual({ window: 3, below: { units: 150n, scale: 2 } })
    expect(read.clients[0]?.rules.trueUps).toEqual({ as: 'hold' })
  })

  test.each([
    ['{ window: -1 }', '2 house.trueUps.window: must be a whole number, at most 9999'],
    ['{ window: 25 }', '2 house.trueUps.window: must be at most 24 months'],
    ['{ below: -0.01 }', '2 house.trueUps.below: must not be negative'],
    ['{ as: later }', '2 house.trueUps.as: must be one of bill, credit, hold, ignore'],
    [
      '{ as: ignore, below: 1 }',
      '2 house.trueUps.below: says nothing beside `as: ignore`, which ignores differences of any size; leave one of them out',
    ],
    ['{ windwo: 3 }', '2 house.trueUps.windwo: is not a key of this format; did you mean "window"?'],
  ])('%s is refused', (trueUps, problem) => {
    expect(problemsOf(config(`, trueUps: ${trueUps}`))).toEqual([problem])
  })
})

describe('thresholds in the billing config', () => {
  test('may be stated by the house and by a client', () => {
    const text = config(', thresholds: { totalChangePercent: 10 }', '\n    thresholds: { trueUpAbove: 250.00 }')
    const read = readBillingConfig(text, 'billing.yaml', 1)
    expect(read.house.thresholds).toEqual({ totalChangePercent: 10 })
    expect(read.clients[0]?.thresholds).toEqual({ trueUpAbove: { units: 25000n, scale: 2 } })
  })

  test.each([
    ['{ totalChangeLeast: -5 }', '2 house.thresholds.totalChangeLeast: must not be negative'],
    ['{ termEndDays: soon }', '2 house.thresholds.termEndDays: must be a whole number, at most 9999'],
    [
      '{ totalChangePercnt: 5 }',
      '2 house.thresholds.totalChangePercnt: is not a key of this format; did you mean "totalChangePercent"?',
    ],
  ])('%s is refused', (thresholds, problem) => {
    expect(problemsOf(config(`, thresholds: ${thresholds}`))).toEqual([problem])
  })
})
