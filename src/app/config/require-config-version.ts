import { readBillingConfigVersion, type BillingConfigVersion } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'

/** The config version of this number. @throws {NotFound} */
export async function requireConfigVersion(
  { database, organization }: AppContext,
  number: number,
): Promise<BillingConfigVersion> {
  const version = await withOrganization(database, organization.id, (tx) => readBillingConfigVersion(tx, number))
  if (version !== undefined) return version
  throw new NotFound(`There is no config version ${String(number)}. \`seatledger config history\` lists them.`)
}
