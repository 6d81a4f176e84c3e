import type { ClientBase } from 'pg'
import { z } from 'zod'
import { DatabaseNotSupported } from './failures.ts'

const oldestSupported = 140000

const versionRows = z.tuple([z.object({ number: z.coerce.number(), text: z.string() })])

/** @throws {DatabaseNotSupported} for a PostgreSQL before version 14. */
export async function checkServerVersion(client: ClientBase, place: string): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  )
  const [version] = versionRows.parse(rows)
  if (version.number >= oldestSupported) return
  throw new DatabaseNotSupported(
    `The server at ${place} is PostgreSQL ${version.text}; SeatLedger needs version 14 or later. Upgrade it or name another one.`,
  )
}
