import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChargesFileReading } from '../charges-file.ts'
import { readBytes, readText, smallHeader, smallMapping, smallRow } from './fixtures/charges-file.ts'

const formats = fc.constantFrom('csv', 'tsv', 'json', 'jsonl')

function plain(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member))
}

/** What an import relies on: nothing that is not told is missing, and all that is there can be stored. */
function expectSound(reading: ChargesFileReading): void {
  const isRefused = reading.problems.some(({ severity }) => severity === 'blocking')
  if (isRefused) return
  expect(reading.charges.length).toBe(reading.rowCount)
  expect(reading.charges.length).toBeGreaterThan(0)
  expect(reading.text).toBeDefined()
  expect(new Set(reading.charges.map(({ chargeId }) => chargeId)).size).toBe(reading.charges.length)
  const invoiceIds = new Set(reading.invoices.map(({ invoiceId }) => invoiceId))
  for (const charge of reading.charges) {
    expect(charge.cost).not.toBe('unknown')
    expect(invoiceIds.has(charge.invoiceId)).toBe(true)
    expect(plain(charge)).not.toMatch(/\\u0000/)
  }
}

test('any bytes are records or problems, whatever the format', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), formats, (bytes, format) => {
      expectSound(readBytes(bytes, { ...smallMapping, format }))
    }),
  )
})

test('bytes that begin like gzip are records or problems', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expectSound(readBytes(Uint8Array.from([0x1f, 0x8b, 8, 0, ...bytes])))
    }),
  )
})

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '2026-04-01', '31/12/2026', '1,000.00', '(5)', '-', '"', '\n', '\t', ',', '\0', '1e999', "'0"),
)

test('any cells in the right columns are records or problems, and no row vanishes', () => {
  const row = fc.dictionary(fc.constantFrom(...smallHeader.split(',')), cell, { maxKeys: 3 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
      const reading = readText([smallHeader, ...rows.map(smallRow)].join('\n'))
      expectSound(reading)
      const told = new Set(reading.problems.filter(({ severity }) => severity === 'blocking').map(({ line }) => line))
      if (told.size === 0) expect(reading.rowCount + reading.emptyRows).toBe(rows.length)
    }),
    { numRuns: 500 },
  )
})

test('any JSON is records or problems', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('json', 'jsonl'), (value, format) => {
      expectSound(readText(JSON.stringify(value), { ...smallMapping, format }))
    }),
  )
})

test('reading is a function of the bytes', () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 5 }), (names) => {
      const text = [smallHeader, ...names.map((name) => smallRow({ Customer: name }))].join('\n')
      expect(plain(readText(text).charges)).toBe(plain(readText(text).charges))
    }),
  )
})
