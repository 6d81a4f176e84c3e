import { setImmediate } from 'node:timers/promises'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Period } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { ClientDryRun } from '../../billing/dry-run.ts'
import { engineVersion } from '../../billing/engine-version.ts'
import { withOrganization } from '../../store/database.ts'
import { evidenceUntil } from '../../store/evidence-until.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { loadRunEvidence } from '../run/load-run-evidence.ts'
import { openStoredRun } from '../run/open-stored-run.ts'
import { workClient } from '../run/work-client.ts'

/** What a supposition changes about what was held and what it cost; nothing where it is the config that changes. */
export type ChangeTimeline = (timeline: SubscriptionTimeline) => SubscriptionTimeline

/**
 * Works a month for all clients of a config, from everything known now, and stores nothing. A month that is billed
 * already is worked as if it were not: the question is what a config, or a cost, does to it.
 */
export async function workMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  config: BillingConfig,
  period: Period,
  changeTimeline: ChangeTimeline = (timeline) => timeline,
): Promise<ReadonlyMap<string, ClientDryRun>> {
  const now = context.database.clock.now()
  const run = {
    id: '',
    number: 0,
    period,
    evidenceUntil: await withOrganization(context.database, context.organization.id, (tx) => evidenceUntil(tx, now)),
    asOf: plainDateIn(context.organization.timeZone, now),
    configVersion: config.version,
    engineVersion,
    clients: undefined,
    state: 'preparing' as const,
    sha256: undefined,
    requestedBy: context.actor,
    createdAt: now,
  }
  const evidence = await loadRunEvidence(context, adapters, run, config)
  const runContext = openStoredRun(run, config, evidence)
  const supplies = await evidence.suppliesOf(config.clients.map(({ clientId }) => clientId))
  const results = new Map<string, ClientDryRun>()
  for (const supply of supplies) {
    // Between two clients the server answers whoever else asks: a large month takes seconds.
    await setImmediate()
    const earlier = supply.billed.filter(({ invoice }) => invoice.billingPeriod.start !== period.start)
    const changed = { ...supply, timelines: supply.timelines.map(changeTimeline), billed: earlier }
    results.set(supply.clientId, workClient(runContext, changed))
  }
  return results
}
