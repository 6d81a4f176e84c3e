import type { Database } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listOrganizations } from '../../store/organizations.ts'
import { NotFound } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'

/** What a worker has in hand, whichever organization a job is for. */
export interface JobTools {
  readonly database: Database
  readonly adapters: AdapterRegistry
  readonly keys: KeyRing
}

/** @throws {NotFound} when the organization is no longer there. */
export async function contextOfJob(
  { database }: JobTools,
  { organizationId, actor }: { readonly organizationId: string; readonly actor: string },
): Promise<AppContext> {
  const organization = (await listOrganizations(database)).find(({ id }) => id === organizationId)
  if (organization === undefined) throw new NotFound(`The job is for an organization that is not here.`)
  return { database, organization, actor }
}
