import { crc32 as referenceCrc } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import { rowsXlsx } from './rows-xlsx.ts'

interface Row {
  readonly name: string
  readonly amount: string
}
const columns: readonly Column<Row>[] = [
  { id: 'name', head: 'Client & co', text: ({ name }) => name },
  { id: 'amount', head: 'Amount', text: ({ amount }) => amount, isFigure: true },
]

/** Reads an archive from its directory, as any program does, and holds each file to its check sum. */
function filesOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22
  expect(view.getUint32(end, true)).toBe(0x06054b50)
  const files = new Map<string, string>()
  let at = view.getUint32(end + 16, true)
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    expect(view.getUint32(at, true)).toBe(0x02014b50)
    const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true)]
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const local = view.getUint32(at + 42, true)
    expect(view.getUint32(local, true)).toBe(0x04034b50)
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const content = bytes.subarray(begin, begin + size)
    expect(referenceCrc(content)).toBe(crc)
    files.set(name, new TextDecoder().decode(content))
    at += 46 + nameLength
  }
  return files
}

const sheetOf = (rows: readonly Row[]): string => filesOf(rowsXlsx(rows, columns)).get('xl/worksheets/sheet1.xml') ?? ''

test('a workbook holds amounts as numbers with the digits that they have, and text as text', () => {
  const rows = [
    { name: '=HYPERLINK("x") & <b>', amount: '-18204.10' },
    { name: '00123', amount: '30.2345' },
    { name: 'nothing', amount: '' },
    { name: 'too long for a number', amount: '12345678901234567.89' },
    { name: 'not known', amount: 'unknown' },
  ]
  const files = filesOf(rowsXlsx(rows, columns))
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet).toContain('<c s="2"><v>-18204.10</v></c>')
  expect(sheet).toContain('<c s="3"><v>30.2345</v></c>')
  expect(sheet).toContain('=HYPERLINK(&quot;x&quot;) &amp; &lt;b&gt;</t>')
  // A number of more digits than a spreadsheet keeps would come back as another one.
  expect(sheet).toContain('>12345678901234567.89</t>')
  expect(sheet).toContain('>00123</t>')
  expect(sheet).not.toContain('<f>')
  const styles = files.get('xl/styles.xml') ?? ''
  expect([...styles.matchAll(/formatCode="(.*?)"/g)].map(([, code]) => code)).toEqual(['#,##0.00', '#,##0.0000'])
})

test('whatever the rows hold, the archive is whole and each text can be read again', () => {
  const row = fc.record({
    name: fc.string({ unit: 'binary-ascii' }),
    amount: fc.bigInt(-(10n ** 13n), 10n ** 13n).map((cents) => `${String(cents / 100n)}.00`),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const sheet = sheetOf(rows)
      expect([...sheet.matchAll(/<v>(.*?)<\/v>/g)].map(([, digits]) => digits)).toEqual(
        rows.map(({ amount }) => amount),
      )
      // Nothing that XML could not hold, and no mark-up out of a name.
      expect(sheet).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u)
      expect([...sheet.matchAll(/<is>/g)]).toHaveLength(rows.filter(({ name }) => name !== '').length + columns.length)
    }),
    { numRuns: 50 },
  )
})
