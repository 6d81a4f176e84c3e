import type { Period } from '../../domain/period.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { withOrganization } from '../../store/database.ts'
import { Remembered } from '../../support/remembered.ts'
import type { AppContext } from '../context.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'

/** The names of a month's clients and catalog items, by id, as its billing config has them. */
export interface MonthNames {
  readonly clients: ReadonlyMap<string, string>
  readonly items: ReadonlyMap<string, string>
}

// A text never changes under its hash; the newest few are enough, since operators work on the same months.
const remembered = new Remembered<MonthNames>(8)

/** @throws {NoBillingConfig} */
export async function monthNames({ database, organization }: AppContext, period: Period): Promise<MonthNames> {
  const stored = await withOrganization(database, organization.id, (tx) => requireBillingConfig(tx, period))
  const known = remembered.get(stored.sha256)
  if (known !== undefined) return known
  const config = readStoredConfig(stored)
  const names = {
    clients: new Map(config.clients.map(({ clientId, name }) => [clientId, name])),
    items: new Map(config.items.map(({ itemId, name }) => [itemId, name])),
  }
  remembered.keep(stored.sha256, names)
  return names
}
