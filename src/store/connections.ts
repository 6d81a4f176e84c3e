import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** A distributor or a ledger that the organization is connected to, without its secrets. */
export interface Connection {
  readonly id: string
  readonly kind: 'source' | 'ledger'
  /** The adapter in the registry. */
  readonly adapter: string
  readonly settings: unknown
}

interface ConnectionRow {
  readonly id: string
  readonly kind: 'source' | 'ledger'
  readonly adapter: string
  readonly settings: string
}

/** Adds the connection, or replaces its settings: connecting again keeps everything that was read through it. */
export async function saveConnection(transaction: Transaction, connection: Connection, now: Date): Promise<void> {
  const settings = JSON.stringify(connection.settings)
  await sql`insert into connection (organization_id, id, kind, adapter, settings, created_at)
    values (current_organization_id(), ${connection.id}, ${connection.kind}, ${connection.adapter}, ${settings}, ${now})
    on conflict (organization_id, id) do update set settings = excluded.settings`.execute(transaction)
}

export async function findConnection(transaction: Transaction, id: string): Promise<Connection | undefined> {
  const { rows } = await sql<ConnectionRow>`
    select id, kind, adapter, settings from connection where id = ${id}`.execute(transaction)
  return rows[0] === undefined ? undefined : toConnection(rows[0])
}

export async function listConnections(
  transaction: Transaction,
  kind?: Connection['kind'],
): Promise<readonly Connection[]> {
  const { rows } = await sql<ConnectionRow>`
    select id, kind, adapter, settings from connection
    where ${kind ?? null}::text is null or kind = ${kind ?? null} order by id`.execute(transaction)
  return rows.map(toConnection)
}

function toConnection(row: ConnectionRow): Connection {
  const settings: unknown = JSON.parse(row.settings)
  return { id: row.id, kind: row.kind, adapter: row.adapter, settings }
}
