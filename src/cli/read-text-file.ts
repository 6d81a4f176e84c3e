import { readFile } from 'node:fs/promises'
import { InvalidInput, messageOf } from '../support/failure.ts'

/** The text of a file that was named on the command line. @throws {InvalidInput} that says what is wrong with reading it. */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new InvalidInput(`${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
