import { realpath } from 'node:fs/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { hasCode } from './file-errors.ts'

/** How to reach a server on this machine. */
export interface ServerAddress {
  readonly port: number
  readonly password: string
}

/** `ours`: it serves this cluster. `not-yet`: it starts or stops. `silent`: nobody answers. `other`: someone else does. */
export type ServerAnswer = 'ours' | 'not-yet' | 'silent' | 'other'

const connectMilliseconds = 5_000

/** The address as a URL; TLS stays off, as nothing leaves the machine. */
export function serverUrl(address: ServerAddress, role: string, database: string): string {
  const password = encodeURIComponent(address.password)
  return `postgresql://${role}:${password}@127.0.0.1:${String(address.port)}/${database}?sslmode=disable`
}

export function connectAsAdmin(address: ServerAddress): Client {
  return new Client({
    connectionString: serverUrl(address, 'postgres', 'postgres'),
    application_name: `seatledger ${String(process.pid)}`,
    connectionTimeoutMillis: connectMilliseconds,
    keepAlive: true,
  })
}

/** Asks whoever listens on a port whether it is the server of this cluster; only that one accepts the password. */
export async function askServer(address: ServerAddress, cluster: string): Promise<ServerAnswer> {
  const client = connectAsAdmin(address)
  // A server that is shut down meanwhile also reports it here; the query's own failure already tells.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('data_directory') as directory")
    const [row] = z.array(z.object({ directory: z.string() })).parse(rows)
    return row !== undefined && (await realpath(row.directory)) === cluster ? 'ours' : 'other'
  } catch (error) {
    return meaningOf(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function meaningOf(error: unknown): ServerAnswer {
  if (hasCode(error, 'ECONNREFUSED')) return 'silent'
  // Starting up, shutting down, or just told to; too many connections (a member's place will be free soon).
  if (['57P03', '57P01', '57P02', '53300', 'ECONNRESET'].some((code) => hasCode(error, code))) return 'not-yet'
  return isCutOff(error) ? 'not-yet' : 'other'
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && /terminated|timeout/i.test(error.message)
}
