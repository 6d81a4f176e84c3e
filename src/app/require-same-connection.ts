import { findConnection, type Connection } from '../store/connections.ts'
import type { Transaction } from '../store/database.ts'
import { InvalidInput } from '../support/failure.ts'

/**
 * Connecting again under a name renews the connection; it must not quietly become another one. Evidence and postings
 * hang on the name: under other books, invoices would be looked for where they never were.
 * @param identity settings that must be the same as before, such as the company's id.
 * @throws {InvalidInput} when the name stands for something else.
 */
export async function requireSameConnection(
  transaction: Transaction,
  { id, kind, adapter }: Omit<Connection, 'settings'>,
  identity: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const there = await findConnection(transaction, id)
  if (there === undefined) return
  if (there.kind !== kind || there.adapter !== adapter) {
    throw new InvalidInput(
      `The name "${id}" already stands for a connection to ${there.adapter}. Choose another one with --name.`,
    )
  }
  for (const [name, value] of Object.entries(identity)) {
    const before = settingOf(there.settings, name)
    if (before === undefined || before === value) continue
    throw new InvalidInput(
      `"${id}" is connected to ${name} ${words(before)}, and you have granted access to ${name} ${words(value)}. ` +
        'What was posted belongs to the first. Grant access to that one, or connect this one under another --name.',
    )
  }
}

function settingOf(settings: unknown, name: string): unknown {
  if (typeof settings !== 'object' || settings === null) return undefined
  return Object.entries(settings).find(([key]) => key === name)?.[1]
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
