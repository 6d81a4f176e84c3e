import { Client } from 'pg'
import { z } from 'zod'
import { listOrganizations } from '../../src/store/organizations.ts'
import type { TestDatabase } from './test-database.ts'

/** Of each table: how many rows it has, and a digest of all that stands in them. */
export type TableContents = Readonly<Record<string, string>>

/** What the program keeps for itself and not for the operator: turns taken at an outside API, tokens and waiting jobs. */
const bookkeeping = ['rate_limit_bucket', 'migration']

/**
 * What every table holds, so that "nothing is half-applied" can be shown of all of them at once.
 * @param except tables that the action may change.
 */
export async function tableContents(test: TestDatabase, except: readonly string[] = []): Promise<TableContents> {
  const [organization] = await listOrganizations(test.database)
  if (organization === undefined) throw new Error('There is no organization whose rows could be seen.')
  const client = new Client({ connectionString: test.url })
  await client.connect()
  try {
    // Row-level security binds the tables' owner too.
    await client.query("select set_config('seatledger.organization_id', $1, false)", [organization.id])
    const contents: Record<string, string> = {}
    for (const table of await tablesOf(client)) {
      if (!except.includes(table) && !bookkeeping.includes(table)) contents[table] = await digestOf(client, table)
    }
    return contents
  } finally {
    await client.end()
  }
}

async function tablesOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query(
    "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
  )
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name)
}

async function digestOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query(
    `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest
     from ${client.escapeIdentifier(table)} t`,
  )
  return z.object({ digest: z.string() }).parse(rows[0]).digest
}
