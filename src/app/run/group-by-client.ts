import type { BillingConfig } from '../../domain/billing-config.ts'

/** By {@link companyKeyOf}: the clients that a distributor's company is, or was in a closed month. */
export type ClientsByCompany = ReadonlyMap<string, readonly string[]>

export function companyKeyOf(connectionId: string, companyId: string | undefined): string {
  return `${connectionId}\n${companyId ?? ''}`
}

/**
 * A company that was another client's in a closed month belongs to both: the engine takes of it what is the client's in
 * the month that it works out.
 * @param configs The run's own, then those in force for the closed months.
 */
export function clientsByCompany(configs: readonly BillingConfig[]): ClientsByCompany {
  const clients = new Map<string, string[]>()
  for (const { clientId, companies } of configs.flatMap((config) => config.clients)) {
    for (const { connectionId, companyId } of companies) {
      const key = companyKeyOf(connectionId, companyId)
      const others = clients.get(key)
      if (others === undefined) clients.set(key, [clientId])
      else if (!others.includes(clientId)) others.push(clientId)
    }
  }
  return clients
}

/** Hands each client what was read of its companies, in the order in which it was read. */
export function groupByClient<T>(
  clients: ClientsByCompany,
  things: readonly T[],
  companiesOf: (thing: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const own = new Set(companiesOf(thing).flatMap((company) => clients.get(company) ?? []))
    for (const clientId of own) {
      const group = groups.get(clientId)
      if (group === undefined) groups.set(clientId, [thing])
      else group.push(thing)
    }
  }
  return groups
}
