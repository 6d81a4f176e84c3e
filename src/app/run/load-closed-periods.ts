import type { BillingConfig } from '../../domain/billing-config.ts'
import { previousMonth, type Period } from '../../domain/period.ts'
import type { ClosedPeriod } from '../../billing/dry-run-input.ts'
import { longestWindow } from '../../billing/true-ups/true-up-rules.ts'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { billingConfigFor } from '../../store/billing-configs.ts'
import { withOrganization } from '../../store/database.ts'
import type { Run } from '../../store/runs.ts'
import type { AppContext } from '../context.ts'

/**
 * The months before a run that its config has looked at again, each with the config in force for it as it was known when
 * the run was made: versions count up, so that none recorded after the run's own is looked at. None where no window is
 * set.
 */
export async function loadClosedPeriods(
  { database, organization }: AppContext,
  run: Pick<Run, 'period' | 'configVersion'>,
  config: BillingConfig,
): Promise<readonly ClosedPeriod[]> {
  const months = monthsBefore(run.period, longestWindow(config))
  if (months.length === 0) return []
  // A proposed config has no number yet; beside it, the newest of the past counts.
  const newest = run.configVersion === 0 ? undefined : run.configVersion
  const known = new Map<number, BillingConfig>([[config.version, config]])
  return withOrganization(database, organization.id, async (tx) => {
    const closed: ClosedPeriod[] = []
    for (const billingPeriod of months) {
      const stored = await billingConfigFor(tx, billingPeriod.start, newest)
      if (stored === undefined) {
        closed.push({ billingPeriod, config: undefined, configRecordedAt: undefined })
        continue
      }
      const { version, recordedAt } = stored
      const read = known.get(version) ?? readStoredConfig(stored)
      known.set(version, read)
      closed.push({ billingPeriod, config: read, configRecordedAt: recordedAt.toISOString() })
    }
    return closed
  })
}

/** The newest first. */
function monthsBefore(period: Period, count: number): readonly Period[] {
  const months: Period[] = []
  let month = period
  for (let index = 0; index < count; index += 1) {
    month = previousMonth(month)
    months.push(month)
  }
  return months
}
