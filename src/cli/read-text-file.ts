import { readFile } from 'node:fs/promises'
import { InvalidInput, messageOf } from '../support/failure.ts'

/**
 * The text of a file that was named on the command line.
 * @throws {InvalidInput} that says what is wrong with reading it.
 */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readBytes(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    // Read on leniently, names would get replacement characters, and those would stand on invoices.
    throw new InvalidInput(`${file} is not UTF-8 text. Save it as UTF-8, and give the same command again.`, {
      cause: error,
    })
  }
}

/** The bytes of such a file. @throws {InvalidInput} that says what is wrong with reading it. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new InvalidInput(`${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
