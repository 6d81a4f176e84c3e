import type { BillingConfig } from '../../domain/billing-config.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { withOrganization } from '../../store/database.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { requireAfterCutOver } from '../cut-over/first-month.ts'
import type { RunRequest } from './prepare-run.ts'
import { requireBillingConfig } from './require-billing-config.ts'
import { MonthNotBegun, UnknownClients } from './run-failures.ts'

/**
 * The config that a requested run would work with. It is asked for before a run is put in for a worker too: nobody
 * should learn of a mistyped client from a job that has failed.
 * @throws {MonthNotBegun | MonthClosed | MonthBeforeCutOver | NoBillingConfig | UnknownClients}
 */
export async function requireRunRequest(context: AppContext, request: RunRequest): Promise<BillingConfig> {
  const { database, organization } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  if (request.period.start > today) throw new MonthNotBegun(request.period, today)
  const stored = await withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, request.period, 'no other run of it is made')
    await requireAfterCutOver(tx, request.period)
    return requireBillingConfig(tx, request.period)
  })
  const config = readStoredConfig(stored)
  const known = config.clients.map(({ clientId }) => clientId)
  const unknown = request.clientIds?.filter((clientId) => !known.includes(clientId)) ?? []
  if (unknown.length > 0) throw new UnknownClients(unknown, known)
  return config
}
