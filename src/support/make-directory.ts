import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it that are missing, each readable by its owner alone; one that is there stays as it
 * is. Step by step and not with `recursive`, which goes round for ever where the system says of a directory that is
 * there that nothing can be made in it because it is missing, as below `/proc`.
 * @throws the system's own error; `ENOTDIR` also for a file in the place of the directory.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return requireDirectory(path)
    const parent = dirname(path)
    if (!hasCode(error, 'ENOENT') || parent === path || (await isThere(parent))) throw error
    await makeDirectory(parent)
    await makeOnce(path)
  }
}

async function makeOnce(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it in between.
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

async function requireDirectory(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) return
  throw Object.assign(new Error(`${path} is a file and not a directory`), { code: 'ENOTDIR' })
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
