import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDecimal } from '../money/decimal.ts'
import { InvalidConfig } from './config-problem.ts'
import { readBillingConfig } from './read-billing-config.ts'

const bearCreek = `seatledger: 1
house:
  currency: USD
  price: { markupPercent: 20 }
catalog:
  - item: m365
    name: Microsoft 365 Business Standard
    ledgerItems: { quickbooks-online: "5" }
    covers:
      - { source: pax8, product: p-1, commitmentTerm: 1-Year, billingTerm: Monthly }
  - item: work
    name: Project work
clients:
  - client: bear-creek-winery
    name: Bear Creek Winery
    companies: [{ source: pax8, company: c-1 }]
    ledger: { connection: quickbooks-online, customer: "24" }
    lines:
      - { line: m365, item: m365, syncsQuantity: true, quantityBasis: daily, price: { hold: 22.10, until: 2027-01-01 } }
      - { line: project, item: work, syncsQuantity: false, quantity: 1.5, unitPrice: 120.00, month: 2026-03 }
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

describe('a billing config', () => {
  test('is read with its decimals exactly as they were typed', () => {
    const config = readBillingConfig(bearCreek, 'billing.yaml', 3)
    const [synced, manual] = config.clients[0]?.lines ?? []
    expect(config.version).toBe(3)
    expect(config.items[0]?.covers[0]).toEqual({
      connectionId: 'pax8',
      productId: 'p-1',
      commitmentTerm: '1-year',
      billingTerm: 'monthly',
    })
    expect(synced?.rules.price).toEqual({
      policy: 'hold',
      unitPrice: { units: 2210n, scale: 2, currency: 'USD' },
      until: '2027-01-01',
    })
    expect(manual?.syncsQuantity === false && formatDecimal(manual.quantity)).toBe('1.5')
    expect(config.house.rules.quantityBasis).toBe('whole-at-end')
  })

  test('with a mistyped key says which, where, and what was probably meant', () => {
    expect(problemsOf(bearCreek.replace('markupPercent', 'markupPrecent'))).toEqual([
      '4 house.price.markupPrecent: is not a key of this format; did you mean "markupPercent"?',
    ])
    expect(problemsOf(bearCreek.replace('syncsQuantity: true', 'syncQuantity: true'))).toContain(
      '19 clients[0].lines[0].syncQuantity: is not a key of this format; did you mean "syncsQuantity"?',
    )
    expect(problemsOf(bearCreek.replace('unitPrice: 120', 'unitPirce: 120'))).toEqual([
      '20 clients[0].lines[1].unitPirce: is not a key of this format; did you mean "unitPrice"?',
    ])
  })

  test('with a key that belongs elsewhere says so', () => {
    expect(problemsOf(bearCreek.replace('name: Project work', 'name: Project work\n    quantity: 2'))).toEqual([
      '13 catalog[1].quantity: does not belong here',
    ])
  })

  test('with a control character in a name is refused at its line: no database and no ledger takes it', () => {
    expect(problemsOf(bearCreek.replace('name: Bear Creek Winery', 'name: "Bear\\0Creek"'))).toEqual([
      '15 : holds a control character, which no invoice can show; take it out',
    ])
  })

  test('with a negative markup is refused', () => {
    expect(problemsOf(bearCreek.replace('markupPercent: 20', 'markupPercent: -20'))).toEqual([
      '4 house.price.markupPercent: must not be negative',
    ])
  })

  test('with two lines that claim one subscription is refused', () => {
    const twice = bearCreek.replace(
      '      - { line: project',
      '      - { line: again, item: m365, syncsQuantity: true }\n      - { line: project',
    )
    expect(problemsOf(twice)).toEqual([
      '20 clients[0].lines[1]: claims the subscriptions of "m365", which line "m365" claims already; take it out of one of them',
    ])
  })

  test('that names an item the catalog does not have is refused', () => {
    expect(problemsOf(bearCreek.replace('item: m365, syncs', 'item: m356, syncs'))).toEqual([
      '19 clients[0].lines[0].item: names the catalog item "m356", which the catalog does not have',
    ])
  })

  test('whose YAML is broken says on which line', () => {
    expect(problemsOf(bearCreek.replace('house:', 'house: [')).length).toBeGreaterThan(0)
    expect(problemsOf('a: 1\na: 2\n')[0]).toMatch(/^2 : /)
  })

  test('that is anything else never crashes the reader', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(problemsOf(text))))
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab:-[]{}*&!|>#"\'\n ')) }), (text) =>
        Array.isArray(problemsOf(text)),
      ),
    )
    fc.assert(fc.property(fc.json(), (text) => Array.isArray(problemsOf(text))))
  })
})
