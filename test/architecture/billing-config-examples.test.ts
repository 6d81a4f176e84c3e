import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { billingConfigJsonSchema } from '../../scripts/generate/billing-config-json-schema.ts'
import { InvalidConfig } from '../../src/config/config-problem.ts'
import { readBillingConfig } from '../../src/config/read-billing-config.ts'
import { projectFiles } from './project-files.ts'

const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const satisfiesSchema = ajv.compile(JSON.parse(billingConfigJsonSchema()) as object)

/** As an editor reads it: YAML's own numbers and booleans. */
function schemaTakes(text: string): boolean {
  return satisfiesSchema(parse(text))
}

function programTakes(text: string): boolean {
  try {
    readBillingConfig(text, 'example.yaml', 1)
    return true
  } catch (error) {
    if (error instanceof InvalidConfig) return false
    throw error
  }
}

const pages = await projectFiles(/^(README|docs\/.*)\.md$/)
const examples = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^ *```yaml\n([\s\S]*?)^ *```/gm)].flatMap(([, block], index) =>
    block?.includes('seatledger:') === true ? [{ name: `${path}, example ${String(index + 1)}`, block }] : [],
  ),
)

test('the guides hold examples of every part of the billing config', () => {
  const all = examples.map(({ block }) => block).join('\n')
  const keys = [
    ...['house', 'currency', 'quantityBasis', 'price', 'rounding', 'taxable', 'since', 'markupPercent', 'hold'],
    ...['catalog', 'item', 'name', 'ledgerItems', 'covers', 'source', 'product', 'commitmentTerm', 'billingTerm'],
    ...['clients', 'client', 'companies', 'company', 'ledger', 'connection', 'customer', 'overrides', 'lines', 'line'],
    ...['syncsQuantity', 'quantity', 'unitPrice', 'month', 'model', 'amount', 'components', 'takesRest', 'from'],
    ...['until', 'description', 'ignore', 'products', 'reason'],
  ]
  expect(keys.filter((key) => !new RegExp(`\\b${key}:`).test(all))).toEqual([])
})

test.each(examples)('$name is taken by the program and by the JSON Schema', ({ block }) => {
  expect(() => readBillingConfig(block, 'example.yaml', 1)).not.toThrow()
  expect(schemaTakes(block), ajv.errorsText(satisfiesSchema.errors)).toBe(true)
})

const whole = examples.find(({ block }) => block.includes('takesRest'))?.block ?? ''

describe('the program and the JSON Schema both refuse', () => {
  test.each([
    ['a mistyped key', 'markupPercent: 20', 'markupPrecent: 20'],
    ['a negative markup', 'markupPercent: 20', 'markupPercent: -20'],
    ['a negative markup in quotes', 'markupPercent: 20', "markupPercent: '-20'"],
    ['a price that is no number', 'unitPrice: 120.00', 'unitPrice: much'],
    ['a basis that there is not', 'quantityBasis: daily', 'quantityBasis: weekly'],
    ['a flag that is neither true nor false', 'takesRest: true', 'takesRest: perhaps'],
    ['a day that no calendar has', 'from: 2026-04-01', 'from: 2026-02-30'],
    ['a month that no year has', 'month: 2026-10', 'month: 2026-13'],
    ['a currency that is none', 'currency: USD\n', 'currency: dollars\n'],
    ['another version of the format', 'seatledger: 1', 'seatledger: 2'],
    ['a bundle without components', 'components: [defender, backup]', 'components: []'],
    ['a manual line without a quantity', 'quantity: 6.5, ', ''],
    ['a short name with a blank in it', 'client: bear-creek-winery', 'client: bear creek winery'],
    ['a missing house', /^house:.*$/m, ''],
  ])('%s', (_what, found, wrong) => {
    const text = whole.replace(found, wrong)
    expect(text).not.toBe(whole)
    expect(programTakes(text)).toBe(false)
    expect(schemaTakes(text)).toBe(false)
  })
})

test('both take numbers and truth values as text too', () => {
  const quoted = whole
    .replace('markupPercent: 20', "markupPercent: '20'")
    .replace('takesRest: true', "takesRest: 'true'")
  expect(quoted).not.toBe(whole)
  expect([programTakes(quoted), schemaTakes(quoted)]).toEqual([true, true])
})
