import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/support/package-root.ts'

/**
 * The path of a vendor's published document or sample. They may not be copied into this project, so they are looked for
 * in the folder that `SEATLEDGER_SPECS` names, then beside the project. `undefined` when the file is not there: a test
 * that needs it says on the console what it could not check.
 */
export function sharedSpecs(...parts: readonly string[]): string | undefined {
  const folders = [process.env['SEATLEDGER_SPECS'], join(packageRoot, '..', 'shared', 'specs')]
  for (const folder of folders) {
    if (folder === undefined || folder === '') continue
    const path = join(folder, ...parts)
    if (existsSync(path)) return path
  }
  return undefined
}
