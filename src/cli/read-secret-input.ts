import { readFile } from 'node:fs/promises'
import { InvalidInput, messageOf } from '../support/failure.ts'
import type { CliIo } from './io.ts'

/** Where a secret may come from. Never from an argument: those stand in the list of processes and in the history. */
export interface SecretInput {
  /** What is asked at the terminal, and named in messages. */
  readonly what: string
  /** A file's path, or `-` for standard input. */
  readonly file: string | undefined
  /** The value of its environment variable. */
  readonly fromEnvironment: string | undefined
}

/**
 * The secret from the file that was named, else from the environment, else from a prompt that does not show it.
 * @throws {InvalidInput} when the file cannot be read or holds no secret; the secret is not repeated.
 * @throws {NotInteractive} where nobody can be asked.
 */
export async function readSecretInput(io: CliIo, { what, file, fromEnvironment }: SecretInput): Promise<string> {
  if (file !== undefined) return oneLine(await readNamed(io, file, what), file === '-' ? 'Standard input' : file, what)
  if (fromEnvironment !== undefined) return oneLine(fromEnvironment, 'The environment variable', what)
  return oneLine(await io.ask({ message: what, secret: true }), 'What was typed', what)
}

async function readNamed(io: CliIo, file: string, what: string): Promise<string> {
  if (file === '-') return io.readStandardInput()
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new InvalidInput(`The file with the ${what} cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

/** Editors end a file with a line break; a secret itself has none. */
function oneLine(text: string, place: string, what: string): string {
  const secret = text.trim()
  if (secret === '') throw new InvalidInput(`${place} holds no ${what}.`)
  if (/\s/.test(secret)) throw new InvalidInput(`${place} holds more than the ${what}: it must be one line alone.`)
  return secret
}
