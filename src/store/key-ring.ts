import { randomUUID } from 'node:crypto'
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encryptionKey, EncryptionKeyInvalid, generateEncryptionKey } from '../support/encryption.ts'
import type { EncryptionKey } from '../support/encryption.ts'
import { Failure, messageOf } from '../support/failure.ts'
import { makeDirectory } from '../support/make-directory.ts'
import { hasCode } from './embedded/file-errors.ts'

/** The key that encrypts, and older ones that can still be read with while secrets are moved to it. */
export interface KeyRing {
  readonly current: EncryptionKey
  readonly all: readonly EncryptionKey[]
  /** Where the keys came from, for messages. */
  readonly origin: string
}

export interface KeyRingOptions {
  /** The value of `SEATLEDGER_KEY`: one or more keys, the current one first, separated by white space or commas. */
  readonly key?: string | undefined
  /** The value of `SEATLEDGER_KEY_FILE`: a file with the same content. */
  readonly keyFile?: string | undefined
  /** Where `secret.key` is when neither of the two is given. */
  readonly dataDirectory: string
}

/**
 * Reads the keys that secrets are encrypted with. They are never in the database, so that a copy of it opens nothing.
 * @throws {KeyMissing} when there is no key yet; {@link createKeyFile} makes one.
 * @throws {KeyFileNotSafe} when other users of the machine may read the file.
 */
export async function loadKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  if (options.key !== undefined) return parseKeyRing(options.key, 'SEATLEDGER_KEY')
  const path = keyFilePath(options)
  return parseKeyRing(await readKeyFile(path), path)
}

/** Creates the key file unless there is one, and reads it. An existing key is never replaced: it opens what is stored. */
export async function ensureKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  if (options.key === undefined) await createKeyFile(keyFilePath(options))
  return loadKeyRing(options)
}

function keyFilePath(options: KeyRingOptions): string {
  return options.keyFile ?? join(options.dataDirectory, 'secret.key')
}

async function createKeyFile(path: string): Promise<void> {
  await makeDirectory(dirname(path))
  const unfinished = `${path}.${randomUUID()}`
  await writeFile(unfinished, `${generateEncryptionKey()}\n`, { mode: 0o600, flag: 'wx' })
  // Linked into place whole, so that two processes that start at once agree on one key.
  await link(unfinished, path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error
  })
  await rm(unfinished)
}

async function readKeyFile(path: string): Promise<string> {
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new KeyFileNotSafe(path)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new KeyMissing(
      `The key that opens stored secrets cannot be read from ${path}: ${messageOf(error)}. ` +
        'Restore the file, or set SEATLEDGER_KEY; on a new installation run "seatledger init".',
      { cause: error },
    )
  }
}

function parseKeyRing(text: string, origin: string): KeyRing {
  try {
    const [current, ...older] = text
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .map(encryptionKey)
    if (current === undefined) throw new EncryptionKeyInvalid('There is no key.')
    return { current, all: [current, ...older], origin }
  } catch (error) {
    throw new EncryptionKeyInvalid(`${origin}: ${messageOf(error)}`, { cause: error })
  }
}

export class KeyMissing extends Failure {
  override readonly code = 'secrets.key-missing'
}

export class KeyFileNotSafe extends Failure {
  override readonly code = 'secrets.key-file-not-safe'
  constructor(path: string) {
    super(`Other users of this machine may read ${path}, which opens all stored secrets. Run: chmod 600 ${path}`)
  }
}
