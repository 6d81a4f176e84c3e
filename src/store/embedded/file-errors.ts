import { messageOf } from '../../support/failure.ts'
import { DiskFull } from '../failures.ts'
import { DataDirectoryNotAccessible } from './failures.ts'

/** Whether a thrown value is a system error with this code (`ENOENT`, `EEXIST`, …). */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Turns a failed file operation into one that says what to do; other values are returned as they are. */
export function explainFileError(error: unknown, path: string): unknown {
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) {
    return new DiskFull(`There is no space left on the disk of ${path}. Free some, then start again.`, { cause: error })
  }
  const isDenied = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].some((code) => hasCode(error, code))
  if (!isDenied) return error
  return new DataDirectoryNotAccessible(
    `The data directory cannot be used: ${messageOf(error)}. Run SeatLedger as the user who owns it, or name another one.`,
    { cause: error },
  )
}
