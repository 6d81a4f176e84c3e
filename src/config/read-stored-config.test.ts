import { expect, test } from 'vitest'
import { InvalidConfig } from './config-problem.ts'
import { readBillingConfig } from './read-billing-config.ts'
import { configValuesToStore, readStoredConfig } from './read-stored-config.ts'

const source = `# The house
seatledger: "1"
house: { currency: USD, price: { markupPercent: 20 } }
catalog:
  - { item: m365, name: M365, covers: [{ source: pax8, product: p-1, commitmentTerm: 1-Year }] }
clients:
  - client: bear-creek
    name: Bear Creek Winery
    companies: [{ source: pax8, company: c-1 }]
    ledger: { connection: books, customer: 7 }
    lines:
      - { line: seats, item: m365, syncsQuantity: true, price: { hold: 012.50 } }
      - { line: work, item: m365, syncsQuantity: false, quantity: 1.50, unitPrice: 99.90, description: "yes" }
`

test('a version reads the same from the JSON kept with it as from its text', () => {
  const fromText = readBillingConfig(source, 'text', 3)
  const configValues = configValuesToStore(source, 'text')
  // Under two names, so that the second is read as well and not remembered.
  expect(readStoredConfig({ version: 3, source, sha256: 'with JSON', configValues })).toEqual(fromText)
  expect(readStoredConfig({ version: 3, source, sha256: 'without', configValues: null })).toEqual(fromText)
})

test('a version that this release refuses is refused with the lines of its text', () => {
  const wrong = source.replace('markupPercent: 20', 'markupPercent: -5')
  const read = (): unknown =>
    readStoredConfig({ version: 3, source: wrong, sha256: 'wrong', configValues: configValuesToStore(wrong, 'text') })
  expect(read).toThrow(InvalidConfig)
  expect(read).toThrow(/version 3.*3/)
})

test('a version that was read is at hand, and another version of the same text is not it', () => {
  const stored = { version: 4, source, sha256: 'the same', configValues: configValuesToStore(source, 'text') }
  const config = readStoredConfig(stored)
  expect(readStoredConfig(stored)).toBe(config)
  expect(readStoredConfig({ ...stored, version: 5 })).toMatchObject({ version: 5 })
})
