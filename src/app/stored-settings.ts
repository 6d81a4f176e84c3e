import { findConnection } from '../store/connections.ts'
import { withOrganization } from '../store/database.ts'
import type { AppContext } from './context.ts'

/**
 * What was stated when a connection was made, so that making it again needs to state only what changes. Empty where
 * there is no such connection yet.
 */
export async function storedSettings(
  { database, organization }: AppContext,
  { connectionId, adapter }: { readonly connectionId: string; readonly adapter: string },
): Promise<Readonly<Record<string, unknown>>> {
  const there = await withOrganization(database, organization.id, (tx) => findConnection(tx, connectionId))
  if (there?.adapter !== adapter || typeof there.settings !== 'object') return {}
  return { ...there.settings }
}
