import { describe, expect, test } from 'vitest'
import { InvalidConfig } from './config-problem.ts'
import { readBillingConfig } from './read-billing-config.ts'

/** The problems of a config whose house, fourth line on, has these keys. */
function problemsOf(keys: string, rest = ''): string[] {
  const text = `seatledger: 1\nhouse:\n  currency: USD\n${keys
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n${rest}`
  try {
    readBillingConfig(text, 'billing.yaml', 1)
    return []
  } catch (error) {
    if (error instanceof InvalidConfig) return error.problems.map((p) => `${String(p.line)} ${p.key}: ${p.message}`)
    throw error
  }
}

const withLine = (line: string): string => `catalog: [{ item: i, name: I }]
clients:
  - client: c
    name: C
    ledger: { connection: q }
    lines:
      - ${line}
`

describe('prices that are refused, each at its place', () => {
  test.each([
    ['price: { marginPercent: 100 }', '4 house.price.marginPercent: must be below 100'],
    ['price: { listLessPercent: 100.5 }', '4 house.price.listLessPercent: must not be above 100'],
    ['price: { markupAmount: -1 }', '4 house.price.markupAmount: must not be negative'],
    ['price: { marginPercent: 20, markupPercent: 20 }', '4 house.price.marginPercent: does not belong here'],
    ['price: 22.00', '4 house.price: must be cost, list, { markupPercent: 20 }'],
    ['price: { fixed: 22.00 }', '4 house.price: must be cost, list, { markupPercent: 20 }'],
    ['price: { tiers: volume, steps: [{ price: 5 }] }', '4 house.price.steps[0].unitPrice: is missing'],
    ['discounts: [10%]', '4 house.discounts[0]: must be { percent: 10 } or { amount: 5.00 }'],
    ['price: { tiers: volume, steps: [] }', '4 house.price.steps: must have at least one tier'],
    ['price: { tiers: stepped, steps: [{ unitPrice: 1 }] }', '4 house.price.tiers: must be one of volume, graduated'],
    [
      'price: { tiers: volume, steps: [{ upTo: 5, unitPrice: 1 }] }',
      '4 house.price.steps[0].upTo: must be left out on the last tier',
    ],
    [
      'price: { tiers: volume, steps: [{ unitPrice: 2 }, { unitPrice: 1 }] }',
      '4 house.price.steps[0]: has no upTo, which only the last tier may leave out',
    ],
    [
      'price:\n  tiers: volume\n  steps:\n    - { upTo: 9, unitPrice: 3 }\n    - { upTo: 5, unitPrice: 2 }\n    - { unitPrice: 1 }',
      '8 house.price.steps[1].upTo: must be above 9, where the tier before it ends',
    ],
    [
      'price: { tiers: volume, steps: [{ upTo: 0, unitPrice: 2 }, { unitPrice: 1 }] }',
      '4 house.price.steps[0].upTo: must be above zero',
    ],
    ['discounts: [{ percent: 101 }]', '4 house.discounts[0].percent: must not be above 100'],
    ['discounts: [{ amount: 5 }, { percent: 10 }]', '4 house.discounts[1]: is a percent after an amount'],
    ['minimumCharge: -5', '4 house.minimumCharge: must not be negative'],
    ['follow: soon', '4 house.follow: must be at-once, next-period, next-term or { noticeDays: 30 }'],
    ['follow: { noticeDays: 1.5 }', '4 house.follow.noticeDays: must be a whole number'],
    ['usage: sum', '4 house.usage: must be one of itemise, collapse'],
    ['negativeProrations: lose', '4 house.negativeProrations: must be one of keep, drop'],
    ['exchange: { rate: today }', '4 house.exchange.rate: must be'],
    ['exchange: { rate: 0 }', '4 house.exchange.rate: must be above zero'],
    ['exchange: { rate: period-end, from: EUR }', '4 house.exchange.from: has no effect with the rate of a day'],
  ])('%s', (keys, problem) => {
    expect(problemsOf(keys).join('\n')).toContain(problem)
  })

  test('a discount on a line that states its own price is told, not passed over', () => {
    const manual = '{ line: l, item: i, syncsQuantity: false, quantity: 1, unitPrice: 5, discounts: [{ percent: 10 }] }'
    expect(problemsOf('rounding: down', withLine(manual))).toEqual([
      '11 clients[0].lines[0].discounts: has no effect on a line that states its unitPrice; take one of the two out',
    ])
    const bundle = '{ line: l, item: i, model: fixed, amount: 5, components: [i], minimumCharge: 9 }'
    expect(problemsOf('rounding: down', withLine(bundle))).toEqual([
      '11 clients[0].lines[0].minimumCharge: has no effect on a line that states its amount; take one of the two out',
    ])
  })

  test('an overage price without included units, a component that is no item', () => {
    const without = '{ line: l, item: i, model: fixed, amount: 5, components: [{ item: i, overagePrice: cost }] }'
    expect(problemsOf('rounding: down', withLine(without)).join('\n')).toContain('components[0].included: is missing')
    const unknown = '{ line: l, item: i, model: fixed, amount: 5, components: [{ item: j, included: 3 }] }'
    expect(problemsOf('rounding: down', withLine(unknown)).join('\n')).toContain('names the catalog item "j"')
  })
})

describe('taxes that are refused, each at its place', () => {
  const codes = (...list: string[]): string => `tax:\n  codes:\n${list.map((code) => `    - ${code}`).join('\n')}`

  test.each([
    ['tax: us', '4 house.tax: must be ledger, none or { codes: [...] }'],
    ['tax: { codes: [] }', '4 house.tax.codes: must have at least one code'],
    [codes('{ code: A, percent: -1 }'), '6 house.tax.codes[0].percent: must not be negative'],
    [
      codes('{ code: A, percent: 1, from: 2026-02-01, until: 2026-01-01 }'),
      '6 house.tax.codes[0].until: must come after',
    ],
    [codes('{ code: A, percent: 1 }', '{ code: A, percent: 2 }'), '7 house.tax.codes[1]: states A a second time'],
    [codes('{ code: A, percent: 1, compound: true }'), '6 house.tax.codes[0].compound: has no tax before it'],
    [
      codes('{ code: A, percent: 1 }', '{ code: B, percent: 2, inclusive: true }'),
      '7 house.tax.codes[1].inclusive: differs from the codes before it',
    ],
    ['tax: none\ntaxable: true', '5 house.taxable: is true where tax is none'],
  ])('%s', (keys, problem) => {
    expect(problemsOf(keys).join('\n')).toContain(problem)
  })

  test('one code at two percentages that follow each other is taken', () => {
    expect(
      problemsOf(codes('{ code: A, percent: 1, until: 2026-01-01 }', '{ code: A, percent: 2, from: 2026-01-01 }')),
    ).toEqual([])
  })
})
