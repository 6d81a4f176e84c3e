import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidConfig } from './config-problem.ts'
import { readBillingConfig } from './read-billing-config.ts'
import { isTemplateProblem, parseTextTemplate } from './text-template.ts'
import { textNames } from '../domain/quantity-rules.ts'

const config = (house: string, line = ''): string => `seatledger: 1
house: { currency: USD${house} }
catalog:
  - { item: work, name: Work }
clients:
  - client: bear-creek-winery
    name: Bear Creek Winery
    ledger: { connection: quickbooks-online, customer: "24" }
    lines:
      - { line: work, item: work, syncsQuantity: true${line} }
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

describe('quantity rules in the billing config', () => {
  test('are read at each place, numbers as they were typed', () => {
    const house = ', minimumQuantity: 2.50, committedFloor: true, dayCount: 30-360'
    const read = readBillingConfig(config(house, ', shape: stretches, overagePrice: { hold: 3.50 }'), 'billing.yaml', 1)
    expect(read.house.rules).toMatchObject({
      minimumQuantity: { units: 250n, scale: 2 },
      committedFloor: true,
      dayCount: '30-360',
    })
    expect(read.clients[0]?.lines[0]?.rules).toMatchObject({
      shape: 'stretches',
      overagePrice: { policy: 'hold', unitPrice: { units: 350n, scale: 2, currency: 'USD' } },
    })
  })

  test.each([
    [', minimumQuantity: -1', '2 house.minimumQuantity: must not be negative'],
    [', quantityStep: 0', '2 house.quantityStep: must be above zero'],
    [', quantityStep: 0.000001', '2 house.quantityStep: must not have more than 5 decimal places'],
    [', dayCount: 31', '2 house.dayCount: must be one of actual, fixed-30, 30-360'],
    [', minimumQuantity: 5, maximumQuantity: 4', '2 house.maximumQuantity: must not be below minimumQuantity, 5'],
    [
      ', includedQuantity: 5, maximumQuantity: 5',
      '2 house.maximumQuantity: must be above includedQuantity, 5; nothing would ever be billed',
    ],
    [
      ', quantityBasis: peak, shape: folded',
      '2 house.shape: has no effect under quantityBasis peak, which bills one quantity for the whole period',
    ],
    [
      ", text: '{item} {quantitty}'",
      '2 house.text: uses {quantitty}, which is none of {item}, {line}, {quantity}, {units}, {period}, {from}, {to}, {days}, {of}, {month}, {unitPrice}; did you mean {quantity}?',
    ],
    [", text: '{item'", '2 house.text: has a { without its }'],
    [', minimumQuantiy: 5', '2 house.minimumQuantiy: is not a key of this format; did you mean "minimumQuantity"?'],
  ])('%s is refused at its place', (house, problem) => {
    expect(problemsOf(config(house))).toEqual([problem])
  })

  test('on a line that states its quantity are refused, since nothing would heed them', () => {
    const text = config('').replace(
      'syncsQuantity: true',
      'syncsQuantity: false, quantity: 1, unitPrice: 5, minimumQuantity: 2',
    )
    expect(problemsOf(text)).toEqual([
      '10 clients[0].lines[0].minimumQuantity: has no effect on a line that states its quantity; take it out',
    ])
  })
})

describe('a text template', () => {
  test('is taken apart into texts and names', () => {
    expect(parseTextTemplate('{item}: {quantity} x {period}', textNames)).toEqual([
      { name: 'item' },
      ': ',
      { name: 'quantity' },
      ' x ',
      { name: 'period' },
    ])
  })

  test('of any text is parts that make it up again, or a problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'item', 'days', ' ', 'x') }), (text) => {
        const parsed = parseTextTemplate(text, textNames)
        if (isTemplateProblem(parsed)) return
        expect(parsed.map((part) => (typeof part === 'string' ? part : `{${part.name}}`)).join('')).toBe(text)
      }),
    )
  })
})
