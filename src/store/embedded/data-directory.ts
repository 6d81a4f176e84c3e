import { randomBytes, randomUUID } from 'node:crypto'
import { chown, link, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../support/failure.ts'
import { makeDirectory } from '../../support/make-directory.ts'
import { explainFileError, hasCode } from './file-errors.ts'
import { DataDirectoryNotAccessible } from './failures.ts'

/** Where the parts of an embedded server lie below the data directory. All paths are absolute, symbolic links resolved. */
export interface DataDirectory {
  readonly root: string
  /** PostgreSQL's own directory; only the server writes in it. */
  readonly cluster: string
  /** The server's log. */
  readonly log: string
  readonly passwordFile: string
  /** Held while a process starts, joins or stops the server. */
  readonly lockFile: string
}

/**
 * Creates the data directory, readable by its owner alone, unless it exists.
 * @throws {DataDirectoryNotAccessible} or {DiskFull} when that is not possible.
 */
export async function prepareDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await makeDirectory(path)
    const root = await realpath(path)
    return {
      root,
      cluster: join(root, 'postgres'),
      log: join(root, 'postgres.log'),
      passwordFile: join(root, 'postgres.password'),
      lockFile: join(root, 'postgres.lock'),
    }
  } catch (error) {
    throw explainNoDirectory(error, path)
  }
}

function explainNoDirectory(error: unknown, path: string): unknown {
  const next = 'Name another one with --data or SEATLEDGER_DATA.'
  if (hasCode(error, 'ENOTDIR')) {
    const message = `The data directory cannot be used: ${path} is a file, or lies below one. ${next}`
    return new DataDirectoryNotAccessible(message, { cause: error })
  }
  if (hasCode(error, 'ENOENT')) {
    const message = `The data directory ${path} is not there and cannot be made (${messageOf(error)}). ${next}`
    return new DataDirectoryNotAccessible(message, { cause: error })
  }
  return explainFileError(error, path)
}

/** Root may work in a directory of another user, who must be able to go on with it: what root creates is handed over. */
export async function giveToOwnerOf(root: string, path: string): Promise<void> {
  if (process.geteuid?.() !== 0) return
  const owner = await stat(root)
  if (owner.uid !== 0) await chown(path, owner.uid, owner.gid)
}

/** The password of the server's roles, for those who may read the data directory; made up before the first start. */
export async function ensurePassword(directory: DataDirectory): Promise<void> {
  const unfinished = `${directory.passwordFile}.${randomUUID()}`
  await writeFile(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  await giveToOwnerOf(directory.root, unfinished)
  // Linked into place whole, and never over a password that is already in use.
  await link(unfinished, directory.passwordFile).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error
  })
  await rm(unfinished)
}

export async function readPassword(directory: DataDirectory): Promise<string> {
  try {
    return (await readFile(directory.passwordFile, 'utf8')).trim()
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw explainFileError(error, directory.passwordFile)
    throw new DataDirectoryNotAccessible(
      `${directory.passwordFile} is missing, and the database in ${directory.cluster} cannot be opened without it. ` +
        'Restore the file from a backup of the data directory.',
      { cause: error },
    )
  }
}
