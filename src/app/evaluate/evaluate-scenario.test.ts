import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { evaluateScenario } from './evaluate-scenario.ts'
import { readScenario } from './read-scenario.ts'
import { InvalidScenario } from './scenario-problem.ts'

const october = `scenario: 1
month: 2026-10
config:
  house: { currency: USD, quantityBasis: daily, price: { markupPercent: 20 } }
  catalog:
    - { item: m365, name: M365, ledgerItems: { books: '1' }, covers: [{ source: pax8, product: p-1 }] }
  clients:
    - client: bear-creek
      name: Bear Creek Winery
      companies: [{ source: pax8, company: c-1 }]
      ledger: { connection: books, customer: '1' }
      lines: [{ line: m365, item: m365, syncsQuantity: true }]
subscriptions:
  - subscription: s-1
    changes:
      - { from: 2025-01-01, quantity: 17, unitCost: 25.19 }
      - { from: 2026-10-14, quantity: 18, recorded: 2026-10-20 }
billed:
  - { month: 2026-09, asOf: 2026-10-01 }
`

const evaluate = (text: string) => evaluateScenario(readScenario(text, 'case.yaml'))
const linesOf = (text: string) =>
  evaluate(text).run.invoices.flatMap(({ lines }) => lines.map(({ quantity, amount }) => [quantity, amount]))

/** @returns The refusal's lines, without the first. */
async function refusalOf(text: string): Promise<string[]> {
  const failure = await failureOf(Promise.resolve().then(() => readScenario(text, 'case.yaml')))
  expect(failure).toBeInstanceOf(InvalidScenario)
  return failure.message.split('\n').slice(1)
}

describe('a scenario is worked as a run would be', () => {
  // 17 x 30.228 = 513.876; 1 x 30.228 x 18 / 31 = 17.5517
  test('a seat added within the month', () => {
    expect(linesOf(october)).toEqual([
      ['17', '513.88'],
      ['1', '17.55'],
    ])
  })

  test('what became known after its day is not seen', () => {
    expect(linesOf(october.replace('month: 2026-10\n', 'month: 2026-10\nasOf: 2026-10-19\n'))).toEqual([
      ['17', '513.88'],
    ])
  })

  test('an earlier month may be billed from the scenario itself, or stated', () => {
    const previous = (text: string) => evaluate(text).run.clients[0]?.previousTotal
    const stated = `{ month: 2026-09, lines: [{ line: m365, quantity: 16, unitPrice: 30, amount: 480.00 }] }`
    expect(previous(october)).toBe('513.88')
    expect(previous(october.replace('{ month: 2026-09, asOf: 2026-10-01 }', stated))).toBe('480.00')
  })

  test('a billing period need not be a calendar month', () => {
    // From 15 Oct to 14 Nov there are 31 days: 18 x 30.228 = 544.104
    const period = 'period: { from: 2026-10-15, until: 2026-11-15 }'
    const text = october.replace('month: 2026-10\n', `${period}\n`).replace(', recorded: 2026-10-20', '')
    expect(linesOf(text)).toEqual([['18', '544.10']])
  })

  test('charges count that stand on an invoice of the month', () => {
    const text = october
      .replace(
        'lines: [{ line: m365, item: m365, syncsQuantity: true }]',
        'lines: [{ line: rest, item: m365, model: pass-through, takesRest: true }]',
      )
      .replace(
        'billed:',
        `charges:
  - { charge: a, cost: 10.00 }
  - { charge: b, cost: 5.00, invoiceDate: 2026-11-04 }
billed:`,
      )
    expect(linesOf(text)).toEqual([['1', '12.00']])
  })
})

describe('what is expected is compared', () => {
  const expecting = (block: string): readonly unknown[] =>
    evaluate(`${october}expect:\n${block}`).differences?.map(({ where, expected, found }) => [
      where,
      expected,
      found,
    ]) ?? []

  test('numbers by their value, and nothing that is left out', () => {
    const lines = '[{ quantity: 17.0, amount: 513.880 }, { quantity: 1, from: 2026-10-14, until: 2026-11-01 }]'
    expect(expecting(`  clients: [{ total: 531.43, lines: ${lines}, anomalies: [] }]\n  anomalies: []\n`)).toEqual([])
  })

  test('each difference is told with its place', () => {
    const block =
      '  clients: [{ outcome: blocked, total: 531.44, lines: [{ quantity: 16 }], anomalies: [sync-stale] }]\n'
    expect(expecting(block)).toEqual([
      ['bear-creek, outcome', 'blocked', 'ready'],
      ['bear-creek, total', '531.44', '531.43'],
      ['bear-creek, number of lines', '1', '2'],
      ['bear-creek, line 1, quantity', '16', '17'],
      ['bear-creek, anomalies', 'sync-stale', 'none'],
    ])
  })

  test('a scenario that expects nothing differs in nothing', () => {
    expect(evaluate(october).differences).toBeUndefined()
  })
})

describe('a scenario that cannot be worked is refused with file, line and key', () => {
  test.each([
    [
      'a mistyped key',
      '    changes:',
      '    change:',
      'case.yaml:15: subscriptions[0].change: is not a key of this format; did you mean "changes"?',
    ],
    [
      'a mistyped key of the config',
      'ledgerItems',
      'ledgerItem',
      'case.yaml:6: config.catalog[0].ledgerItem: is not a key of this format; did you mean "ledgerItems"?',
    ],
    [
      'an item that the catalog lacks',
      'item: m365, syncs',
      'item: m366, syncs',
      'case.yaml:12: config.clients[0].lines[0].item: names the catalog item "m366", which the catalog does not have',
    ],
    [
      'changes out of order',
      '2026-10-14',
      '2024-10-14',
      'case.yaml:17: subscriptions[0].changes[1].from: must not come before 2025-01-01, the change before it',
    ],
    [
      'a change written as a difference',
      'quantity: 18',
      'quantity: +18',
      'case.yaml:17: subscriptions[0].changes[1].quantity: is the quantity that holds from this day on, not what is added to it: write it without +',
    ],
    [
      'a first change without a quantity',
      'quantity: 17, ',
      '',
      'case.yaml:16: subscriptions[0].changes[0]: needs quantity, as the first change; `unknown` is one',
    ],
    ['no period', 'month: 2026-10\n', '', 'case.yaml:1: needs either month or period'],
    [
      'a day that no calendar has',
      '2025-01-01',
      '2025-02-30',
      'case.yaml:16: subscriptions[0].changes[0].from: must be a day of the calendar, written YYYY-MM-DD',
    ],
    [
      'a company that must be named',
      'company: c-1 }]',
      'company: c-1 }, { source: pax8, company: c-2 }]',
      'case.yaml:14: subscriptions[0]: needs company: the config does not name exactly one',
    ],
  ])('%s', async (_what, found, wrong, message) => {
    const text = october.replace(found, wrong)
    expect(text).not.toBe(october)
    expect(await refusalOf(text)).toContain(message)
  })

  test('no text makes the reader fail in another way', () => {
    const broken = fc.tuple(fc.nat(october.length), fc.nat(12), fc.string({ maxLength: 12 }))
    fc.assert(
      fc.property(broken, ([at, cut, put]) => {
        const text = october.slice(0, at) + put + october.slice(at + cut)
        try {
          evaluate(text)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidScenario)
        }
      }),
    )
  })
})
