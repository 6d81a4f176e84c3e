import { findConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { examineConnection, type ConnectionTools } from '../doctor/examine-connections.ts'
import type { HealthFinding } from '../doctor/finding.ts'

/** How one connection stands. @throws {NotFound} */
export async function examineNamedConnection(
  context: AppContext,
  connectionId: string,
  tools: ConnectionTools,
): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const there = await withOrganization(database, organization.id, (tx) => findConnection(tx, connectionId))
  if (there === undefined) throw new NotFound(`There is no connection "${connectionId.slice(0, 60)}".`)
  return examineConnection(context, there, tools)
}
