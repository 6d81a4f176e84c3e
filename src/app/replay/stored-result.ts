import type { BillingConfig } from '../../domain/billing-config.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { readBillingConfigVersion } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { listRunAnomalies, listRunInvoices } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { WorkedAgain } from './work-again.ts'

/** What a run came to, as it was stored. */
export async function storedResult({ database, organization }: AppContext, run: Run): Promise<WorkedAgain> {
  return withOrganization(database, organization.id, async (tx) => ({
    invoices: await listRunInvoices(tx, run.id),
    anomalies: await listRunAnomalies(tx, run.id),
  }))
}

/** The config that a run worked with. @throws {NotFound} */
export async function configOfRun({ database, organization }: AppContext, run: Run): Promise<BillingConfig> {
  const stored = await withOrganization(database, organization.id, (tx) =>
    readBillingConfigVersion(tx, run.configVersion),
  )
  if (stored === undefined) {
    throw new NotFound(`The config version ${String(run.configVersion)} of run ${String(run.number)} is not here.`)
  }
  return readStoredConfig(stored)
}
