import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { ClientSupply } from '../../billing/dry-run-input.ts'

/** What the distributors tell of one client. */
export type SyncedSupply = Required<Omit<ClientSupply, 'billed' | 'carried' | 'earlierTotals'>>

/**
 * Hands each client what was read of its companies. A company that was another client's in a closed month goes to both:
 * the engine takes of it what is the client's in the month that it works out.
 * @param configs The run's own, then those in force for the closed months.
 */
export function groupByClient(
  configs: readonly BillingConfig[],
  read: {
    readonly timelines: readonly SubscriptionTimeline[]
    readonly charges: readonly Charge[]
    readonly earlierCharges: readonly Charge[]
  },
): ReadonlyMap<string, SyncedSupply> {
  const groups = new Map<string, Group>()
  const holders = new Map<string, Group[]>()
  for (const { clientId, companies } of configs.flatMap((config) => config.clients)) {
    const group = groups.get(clientId) ?? { clientId, timelines: [], charges: [], earlierCharges: [] }
    groups.set(clientId, group)
    for (const company of companies) hold(holders, companyKey(company.connectionId, company.companyId), group)
  }
  const holdersOf = (connectionId: string, companyId: string | undefined): readonly Group[] =>
    holders.get(companyKey(connectionId, companyId ?? '')) ?? []
  for (const timeline of read.timelines) {
    const companies = new Set(timeline.steps.map(({ companyId }) => companyId))
    const own = new Set([...companies].flatMap((companyId) => holdersOf(timeline.connectionId, companyId)))
    for (const group of own) group.timelines.push(timeline)
  }
  for (const charge of read.charges) {
    for (const group of holdersOf(charge.connectionId, charge.companyId)) group.charges.push(charge)
  }
  for (const charge of read.earlierCharges) {
    for (const group of holdersOf(charge.connectionId, charge.companyId)) group.earlierCharges.push(charge)
  }
  return groups
}

interface Group extends SyncedSupply {
  readonly timelines: SubscriptionTimeline[]
  readonly charges: Charge[]
  readonly earlierCharges: Charge[]
}

function companyKey(connectionId: string, companyId: string): string {
  return `${connectionId}\n${companyId}`
}

function hold(holders: Map<string, Group[]>, key: string, group: Group): void {
  const others = holders.get(key)
  if (others === undefined) holders.set(key, [group])
  else if (!others.includes(group)) others.push(group)
}
