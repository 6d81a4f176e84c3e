import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zipArchive, type ArchivedFile } from './zip-archive.ts'

const files: readonly ArchivedFile[] = [
  { name: 'close-2026-04/totals.csv', content: Buffer.from('a,b\r\n'.repeat(500)) },
  { name: 'close-2026-04/Żółw.txt', content: Buffer.from('Grüße') },
  { name: 'close-2026-04/empty', content: Buffer.alloc(0) },
]

test('any archive is read back by its own directory, each file as it went in', () => {
  const file = fc.record({ name: fc.string({ minLength: 1, unit: 'grapheme' }), content: fc.uint8Array() })
  fc.assert(
    fc.property(fc.array(file, { maxLength: 5 }), (some) => {
      expect(read(zipArchive(some))).toEqual(some.map(({ name, content }) => [name, Buffer.from(content)]))
    }),
  )
})

test('the same files give the same bytes', () => {
  expect(zipArchive(files)).toEqual(zipArchive(files))
})

test('a file has the check value of its content that everybody else finds', () => {
  // The CRC-32 of the digits 1 to 9 is the check value that its catalogues list.
  expect(zipArchive([{ name: 'digits', content: Buffer.from('123456789') }]).readUInt32LE(14)).toBe(0xcbf43926)
})

/** Reads as the format says: from the end record to the directory, and from there to each file. */
function read(archive: Buffer): [string, Buffer][] {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end)).toBe(0x06054b50)
  let at = archive.readUInt32LE(end + 16)
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [size, nameLength, start] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ]
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    at += 46 + nameLength
    expect(archive.readUInt32LE(start)).toBe(0x04034b50)
    const data = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
    return [name, inflateRawSync(archive.subarray(data, data + size))]
  })
}
