/** One file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

const version = 20
const utf8Names = 0x0800
const localHead = 0x04034b50
const centralHead = 0x02014b50
const endHead = 0x06054b50
/** The first day that the format knows: an archive of the same content is the same to the byte. */
const firstDay = 0x0021

/**
 * An archive whose files are stored as they are, by the published format of PKWARE (APPNOTE 6.3). A spreadsheet of some
 * thousand rows is small enough without packing.
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const nameBytes = new TextEncoder().encode(name)
    const common = fields([
      ...[
        [version, 2],
        [utf8Names, 2],
        [0, 2],
        [0, 2],
        [firstDay, 2],
        [crc32(bytes), 4],
      ],
      ...[
        [bytes.length, 4],
        [bytes.length, 4],
        [nameBytes.length, 2],
        [0, 2],
      ],
    ] as const)
    const local = joined([fields([[localHead, 4]]), common, nameBytes, bytes])
    const rest = fields([
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [offset, 4],
    ])
    central.push(
      joined([
        fields([
          [centralHead, 4],
          [version, 2],
        ]),
        common,
        rest,
        nameBytes,
      ]),
    )
    parts.push(local)
    offset += local.length
  }
  const directory = joined(central)
  const count = entries.length
  const sizes = [
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2],
  ] as const
  return joined([...parts, directory, fields([[endHead, 4], ...sizes])])
}

/** Numbers of so many bytes, the lowest byte first. */
function fields(values: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  const size = values.reduce((sum, [, bytes]) => sum + bytes, 0)
  const view = new DataView(new ArrayBuffer(size))
  let at = 0
  for (const [value, bytes] of values) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The check sum that the format asks for. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
