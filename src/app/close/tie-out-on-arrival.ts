import { monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { plainDateIn, type PlainDate } from '../../domain/plain-date.ts'
import { listBillingConfigVersions } from '../../store/billing-configs.ts'
import { listChargeRules } from '../../store/charge-rules.ts'
import { withOrganization } from '../../store/database.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { MonthClosed } from './close-failures.ts'
import { makeTieOut } from './make-tie-out.ts'

/**
 * Distributor invoices have come: ties out the open months that they bill, so that the remembered rules decide on what
 * they bring before anybody looks. An invoice bills the month that it is dated in and the one before. Without a rule in
 * force nothing is worked. Safe to repeat, which is what happens after a kill: the next tie-out decides the same.
 */
export async function tieOutOnArrival(
  context: AppContext,
  adapters: AdapterRegistry,
  invoiceDates: readonly PlainDate[],
): Promise<void> {
  for (const period of await monthsToTieOut(context, invoiceDates)) {
    try {
      await makeTieOut(context, adapters, period)
    } catch (error) {
      // Closed while it was worked: no rule decides on it any more.
      if (!(error instanceof MonthClosed)) throw error
    }
  }
}

async function monthsToTieOut(
  { database, organization }: AppContext,
  invoiceDates: readonly PlainDate[],
): Promise<readonly Period[]> {
  const months = new Map<string, Period>()
  for (const date of invoiceDates) {
    const month = monthOf(date)
    for (const each of [previousMonth(month), month]) months.set(each.start, each)
  }
  const today = plainDateIn(organization.timeZone, database.clock.now())
  return withOrganization(database, organization.id, async (tx) => {
    const rules = (await listChargeRules(tx)).filter(({ withdrawnAt }) => withdrawnAt === undefined)
    const configs = await listBillingConfigVersions(tx)
    return [...months.values()].filter(
      ({ start }) =>
        start <= today &&
        rules.some(({ from }) => from <= start) &&
        configs.some(({ effectiveFrom }) => effectiveFrom <= start),
    )
  })
}
