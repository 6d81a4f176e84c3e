import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateEncryptionKey } from '../../src/support/encryption.ts'
import { runFakeCli, type CliOutcome, type FakeCliOptions } from './fake-cli.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** A place where commands work: a database with one organization, a key, a data directory. */
export interface CliHome {
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  readonly test: TestDatabase
  run(args: readonly string[], options?: FakeCliOptions): Promise<CliOutcome>
  close(): Promise<void>
}

export async function openCliHome(options: { readonly timeZone?: string } = {}): Promise<CliHome> {
  const test = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'seatledger-cli-'))
  const environment = {
    DATABASE_URL: test.url,
    SEATLEDGER_DATA: directory,
    SEATLEDGER_KEY: generateEncryptionKey(),
  }
  const run = (args: readonly string[], more: FakeCliOptions = {}): Promise<CliOutcome> =>
    runFakeCli(args, { ...more, environment: { ...environment, ...more.environment } })
  const made = await run(['init', '--name', 'Harborlight IT', '--time-zone', options.timeZone ?? 'America/Denver'])
  if (made.exit !== 0) throw new Error(`The organization for the test was not made: ${made.err}`)
  return {
    directory,
    environment,
    test,
    run,
    close: async () => {
      await test.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
