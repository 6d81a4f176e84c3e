import { readFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/support/package-root.ts'

/** A text file of the project. */
export interface ProjectFile {
  /** Below the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Every file that git knows or would take, whose path matches. */
export async function projectFiles(matching: RegExp): Promise<readonly ProjectFile[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z']
  const { stdout } = await promisify(execFile)('git', args, { cwd: packageRoot, maxBuffer: 16_000_000 })
  const paths = stdout.split('\0').filter((path) => path !== '' && matching.test(path))
  const files = await Promise.all(paths.map(readIfThere))
  return files.filter((file) => file !== undefined)
}

/** A file that is deleted and not committed yet is listed and not there. */
async function readIfThere(path: string): Promise<ProjectFile | undefined> {
  try {
    return { path, text: await readFile(join(packageRoot, path), 'utf8') }
  } catch {
    return undefined
  }
}
