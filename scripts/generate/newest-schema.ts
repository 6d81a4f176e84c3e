import { Client } from 'pg'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { migrate } from '../../src/store/migrate.ts'
import { systemClock } from '../../src/support/clock.ts'

/** Makes a database in `dataDirectory` with nothing but the newest schema, for as long as `work` takes. */
export async function withNewestSchema<T>(dataDirectory: string, work: (client: Client) => Promise<T>): Promise<T> {
  const settings = { fsync: 'off', full_page_writes: 'off' }
  const server = await openEmbeddedPostgres({ dataDirectory, clock: systemClock, settings })
  const client = new Client({ connectionString: server.url })
  try {
    await client.connect()
    await migrate(client, { clock: systemClock })
    return await work(client)
  } finally {
    await client.end()
    await server.release()
  }
}
