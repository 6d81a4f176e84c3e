import { expect, test } from 'vitest'
import { NotFound } from '../../support/failure.ts'
import { columnsWithoutCost, smallMapping } from './fixtures/charges-file.ts'
import { InvalidMapping, openMapping, readMapping, readyMappings } from './open-mapping.ts'

const read = (mapping: object) => () => readMapping(JSON.stringify(mapping), 'test')

test('every mapping that comes with the program can be used', async () => {
  const names = await readyMappings()
  expect(names).toContain('adobe')
  for (const name of names) expect((await openMapping(name)).id).toBe(name)
})

test('a mapping that is not there is told with those that are', async () => {
  await expect(openMapping('adbe')).rejects.toThrow(NotFound)
  await expect(openMapping('adbe')).rejects.toThrow('adobe')
})

test.each([
  ['a word that it does not know', { ...smallMapping, collumns: {} }, 'collumns'],
  ['a field that no charge has', { ...smallMapping, columns: { ...smallMapping.columns, colour: 'X' } }, 'colour'],
  ['no amount', { ...smallMapping, columns: columnsWithoutCost }, '"cost"'],
  ['two amounts', { ...smallMapping, columns: { ...smallMapping.columns, costWithTax: 'Total' } }, 'not both'],
  [
    'an amount with tax and no tax',
    { ...smallMapping, columns: { ...columnsWithoutCost, costWithTax: 'Total' } },
    'must say where "tax" is',
  ],
  ['no word on the end of a period', { ...smallMapping, periodEnd: undefined }, 'inclusive'],
  ['a currency that is none', { ...smallMapping, constants: { currency: 'EURO' } }, 'ISO 4217'],
  ['a kind that is none', { ...smallMapping, valueMaps: { 'charge.kind': { A: 'licence' } } }, 'no kind of charge'],
  ['a date format that is none', { ...smallMapping, dateFormats: ['dd/MM/yy'] }, 'yyyy'],
  ['a constant beside its column', { ...smallMapping, constants: { currency: 'USD', cost: '1' } }, 'repeats'],
  ['a decimal comma in JSON', { ...smallMapping, format: 'json', decimal: ',' }, 'point'],
])('a mapping with %s is refused', (_what, mapping, said) => {
  expect(read(mapping)).toThrow(InvalidMapping)
  expect(read(mapping)).toThrow(said)
})

test('a mapping that is not JSON is refused', () => {
  expect(() => readMapping('{', 'mine.json')).toThrow('The mapping "mine.json" is not JSON')
})
