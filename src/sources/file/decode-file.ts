import { gunzipSync } from 'node:zlib'
import { InvalidInput, messageOf } from '../../support/failure.ts'
import type { TableMapping } from './mapping-schema.ts'

/** More than this in one file is refused before it fills the memory: a gzip of a few kilobytes can hold gigabytes. */
const mostBytes = 256 * 1024 * 1024

/** The file's bytes are not the text that the mapping says they are. */
export class FileNotText extends InvalidInput {
  override readonly code = 'file.not-text'
}

/**
 * The text of a file that may be packed with gzip. An encoding is never guessed: a byte order mark states it, valid
 * UTF-8 proves itself, and anything else must be named in the mapping.
 * @throws {FileNotText} with what to do.
 */
export function decodeFile(bytes: Uint8Array, encoding: TableMapping['encoding']): string {
  const plain = isGzip(bytes) ? unpack(bytes) : bytes
  if (plain.byteLength > mostBytes) throw new FileNotText('The file is larger than 256 MB; split it.')
  const text = decode(plain, encoding === 'auto' ? encodingOf(plain) : encoding)
  if (text.includes('\u0000')) throw new FileNotText('The file holds NUL characters, so it is no text file.')
  return text
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    throw new FileNotText(`The file starts like gzip and cannot be unpacked: ${messageOf(error)}`, { cause: error })
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'windows-1252'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    throw new FileNotText(
      `The file is not ${encoding} text. If a spreadsheet saved it in another encoding, save it as CSV UTF-8, or name ` +
        'the encoding in the mapping ("encoding": "windows-1252").',
      { cause: error },
    )
  }
}
