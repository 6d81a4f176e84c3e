import { expect, test } from 'vitest'
import { compareNames } from './compare-names.ts'

test('names stand where a person looks for them, whatever their accents and capitals', () => {
  const names = ['Zebra Ltd', 'celik Bau', 'Client 10', 'Åkerman', 'Çelik', 'Client 9', 'Acorn']
  expect(names.sort(compareNames)).toEqual([
    'Acorn',
    'Åkerman',
    'Çelik',
    'celik Bau',
    'Client 9',
    'Client 10',
    'Zebra Ltd',
  ])
})
