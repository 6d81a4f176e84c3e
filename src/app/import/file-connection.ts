import { findConnection, saveConnection } from '../../store/connections.ts'
import type { Transaction } from '../../store/database.ts'
import { InvalidInput } from '../../support/failure.ts'
import { fileAdapter } from '../adapters.ts'
import { NotAFileConnection } from './import-failures.ts'

/** @throws {InvalidInput} when the text cannot name a connection. */
export function requireConnectionName(connectionId: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(connectionId)) return
  throw new InvalidInput(
    `"${connectionId.slice(0, 60)}" cannot name a connection; use lower-case letters, digits and dashes, at most 40.`,
  )
}

/** True when it is there. @throws {NotAFileConnection} when it is connected to something else. */
export async function isFileConnection(tx: Transaction, connectionId: string): Promise<boolean> {
  const connection = await findConnection(tx, connectionId)
  if (connection === undefined) return false
  if (connection.kind === 'source' && connection.adapter === fileAdapter) return true
  throw new NotAFileConnection(
    `"${connectionId}" is connected to ${connection.adapter}; give the files a connection of their own with another name.`,
  )
}

/** Makes the connection where it is not there yet. @throws {NotAFileConnection} */
export async function openFileConnection(tx: Transaction, connectionId: string, now: Date): Promise<void> {
  if (await isFileConnection(tx, connectionId)) return
  await saveConnection(tx, { id: connectionId, kind: 'source', adapter: fileAdapter, settings: {} }, now)
}
