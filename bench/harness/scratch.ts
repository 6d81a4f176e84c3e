import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppContext } from '../../src/app/context.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createOrganization, listOrganizations } from '../../src/store/organizations.ts'
import { systemClock, type Clock } from '../../src/support/clock.ts'

/** Runs with a fresh data directory, and takes it away afterwards. */
export async function withScratchDirectory<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'seatledger-bench-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Opens the embedded database of a directory as any command does, durable, and its one organization. */
export async function withContext<Result>(
  dataDirectory: string,
  work: (context: AppContext) => Promise<Result>,
  clock: Clock = systemClock,
): Promise<Result> {
  const database = await openDatabase({ dataDirectory, clock })
  try {
    const [there] = await listOrganizations(database)
    const organization = there ?? (await createOrganization(database, { name: 'Benchmark MSP', timeZone: 'UTC' }))
    return await work({ database, organization, actor: 'bench' })
  } finally {
    await database.close()
  }
}
