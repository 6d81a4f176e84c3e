import { escapeLiteral } from 'pg'
import type { Client } from 'pg'
import { z } from 'zod'
import { connectAsAdmin } from './ask-server.ts'
import type { ServerAddress } from './ask-server.ts'

/** Shared by everyone who uses the server, exclusive for the one who stops it. */
const membershipLock = '7311520040101'

/**
 * One process's stake in a running server: a lock inside the server, which ends with the process however that ends.
 * So the last one to leave is known without trusting files or process numbers.
 */
export interface ServerMembership {
  /** How many others were there when this one joined. */
  readonly others: number
  /** @returns whether this was the last one. Then nobody can join any more until the server has stopped. */
  leave(): Promise<boolean>
  /** Ends the connection, and with it all locks. */
  close(): Promise<void>
}

/** Joins the server and makes sure that the program's own role and database are there. */
export async function joinServer(address: ServerAddress, options: { onLost: () => void }): Promise<ServerMembership> {
  const client = connectAsAdmin(address)
  let isOpen = true
  client.on('error', () => undefined)
  client.on('end', () => {
    if (isOpen) options.onLost()
    isOpen = false
  })
  const close = async (): Promise<void> => {
    isOpen = false
    await client.end().catch(() => undefined)
  }
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1::bigint)', [membershipLock])
    await ensureApplicationDatabase(client, address.password)
    return { others: (await countMembers(client)) - 1, leave: () => leave(client), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function leave(client: Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1::bigint)', [membershipLock])
  const { rows } = await client.query('select pg_try_advisory_lock($1::bigint) as last', [membershipLock])
  return z.tuple([z.object({ last: z.boolean() })]).parse(rows)[0].last
}

async function countMembers(client: Client): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::integer as members from pg_locks
     where locktype = 'advisory' and granted and classid::bigint << 32 | objid::bigint = $1::bigint and objsubid = 1`,
    [membershipLock],
  )
  return z.tuple([z.object({ members: z.number() })]).parse(rows)[0].members
}

// The program works as the owner of one database and not as a superuser, so that the server's rules hold for it too.
async function ensureApplicationDatabase(client: Client, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_database where datname = 'seatledger'")
  if (rowCount === 1) return
  await client.query('select pg_advisory_lock($1::bigint + 1)', [membershipLock])
  try {
    const role = await client.query("select from pg_roles where rolname = 'seatledger'")
    if (role.rowCount === 0) await client.query(`create role seatledger login password ${escapeLiteral(password)}`)
    const database = await client.query("select from pg_database where datname = 'seatledger'")
    if (database.rowCount === 0) await client.query('create database seatledger owner seatledger')
  } finally {
    await client.query('select pg_advisory_unlock($1::bigint + 1)', [membershipLock])
  }
}
