import { expect, test } from 'vitest'
import { findEntries, type Entry } from './find-entries.ts'

const entries: readonly Entry[] = ['Review', 'Bear Creek Winery', 'Creekside Dental', 'October 2026'].map((text) => ({
  ...{ id: text, kind: 'Client', text },
  go: () => undefined,
}))
const found = (typed: string): readonly string[] => findEntries(entries, typed).map(({ text }) => text)

test('what begins with the typed comes first, then a word that does, then letters in their order', () => {
  expect(found('creek')).toEqual(['Creekside Dental', 'Bear Creek Winery'])
  expect(found('oct')).toEqual(['October 2026'])
  expect(found('bcw')).toEqual(['Bear Creek Winery'])
  expect(found('zebra')).toEqual([])
  expect(found(' ')).toHaveLength(4)
})
