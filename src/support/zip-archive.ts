import { crc32, deflateRawSync } from 'node:zlib'

/** One file of an archive; its name has `/` between folders. */
export interface ArchivedFile {
  readonly name: string
  readonly content: Uint8Array
}

const localHeader = 0x04034b50
const centralHeader = 0x02014b50
const endOfCentralDirectory = 0x06054b50
/** Names are UTF-8. */
const flags = 0x0800
const deflated = 8
/** Version 2.0 of the format, which has folders and deflate. */
const version = 20
/** The first day that the format can name: the same files give the same bytes, whenever the archive is made. */
const noTime = 0
const firstDate = (1 << 5) | 1

/**
 * A ZIP archive (APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16) of up to 65,535 files and 4 GB: what any computer opens.
 * @throws {RangeError} beyond that, which would need the format's 64-bit form.
 */
export function zipArchive(files: readonly ArchivedFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const entry = entryOf(file)
    directory.push(centralRecord(entry, offset))
    parts.push(entry.local, entry.bytes)
    offset += entry.local.length + entry.bytes.length
  }
  const records = Buffer.concat(directory)
  if (files.length > 0xffff || offset + records.length > 0xffffffff) {
    throw new RangeError('The archive is too large for a ZIP file without 64-bit sizes.')
  }
  return Buffer.concat([...parts, records, endRecord(files.length, records.length, offset)])
}

interface Entry {
  readonly name: Buffer
  readonly bytes: Buffer
  /** What stands in both headers: flags, method, date, checksum, sizes, length of the name. */
  readonly shared: Buffer
  readonly local: Buffer
}

function entryOf({ name, content }: ArchivedFile): Entry {
  const nameBytes = Buffer.from(name, 'utf8')
  const bytes = deflateRawSync(content)
  const shared = Buffer.alloc(26)
  shared.writeUInt16LE(version, 0)
  shared.writeUInt16LE(flags, 2)
  shared.writeUInt16LE(deflated, 4)
  shared.writeUInt16LE(noTime, 6)
  shared.writeUInt16LE(firstDate, 8)
  shared.writeUInt32LE(crc32(content), 10)
  shared.writeUInt32LE(bytes.length, 14)
  shared.writeUInt32LE(content.length, 18)
  shared.writeUInt16LE(nameBytes.length, 22)
  return { name: nameBytes, bytes, shared, local: Buffer.concat([signature(localHeader), shared, nameBytes]) }
}

/** The record of a file in the directory at the end; `offset` is where its own header begins. */
function centralRecord({ name, shared }: Entry, offset: number): Buffer {
  const made = Buffer.alloc(2)
  made.writeUInt16LE(version)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([signature(centralHeader), made, shared, rest, name])
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(18)
  record.writeUInt16LE(count, 4)
  record.writeUInt16LE(count, 6)
  record.writeUInt32LE(size, 8)
  record.writeUInt32LE(offset, 12)
  return Buffer.concat([signature(endOfCentralDirectory), record])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
