import type { CompanySubscriptions } from '../../store/subscription-evidence.ts'
import { chunksOf } from '../../support/parallel.ts'
import { companyKeyOf, type ClientsByCompany } from './group-by-client.ts'

/**
 * What is worked in one go, and all of a run's evidence that is in memory at a time: some clients with every
 * subscription that one of their companies ever held, or subscriptions of companies that are none of the run's clients.
 */
export interface RunLot {
  readonly clientIds: readonly string[]
  readonly subscriptions: readonly { readonly connectionId: string; readonly subscriptionIds: readonly string[] }[]
}

/** Larger ones cost the collector more than they save the database: a lot's lines and reasons live until it is stored. */
const clientsPerLot = 50
const subscriptionsPerLot = 400

/** Which subscriptions each company held at any time, and which clients it is. */
export interface Holders {
  readonly held: readonly CompanySubscriptions[]
  readonly clients: ClientsByCompany
}

/** Lots of these clients, in their order; then, so that nothing is overlooked, of all that others held. */
export function lotsOf(clientIds: readonly string[], holders: Holders): RunLot[] {
  const wanted = new Set(clientIds)
  const byClient = new Map<string, CompanySubscriptions[]>(clientIds.map((clientId) => [clientId, []]))
  const others: CompanySubscriptions[] = []
  for (const company of holders.held) {
    const clients = holders.clients.get(companyKeyOf(company.connectionId, company.companyId)) ?? []
    if (!clients.some((clientId) => wanted.has(clientId))) others.push(company)
    for (const clientId of clients) byClient.get(clientId)?.push(company)
  }
  const own = chunksOf(clientIds, clientsPerLot).map((piece) => ({
    clientIds: piece,
    subscriptions: subscriptionsOf(piece.flatMap((clientId) => byClient.get(clientId) ?? [])),
  }))
  const rest = subscriptionsOf(others).flatMap(({ connectionId, subscriptionIds }) =>
    chunksOf(subscriptionIds, subscriptionsPerLot).map((piece) => ({
      clientIds: [],
      subscriptions: [{ connectionId, subscriptionIds: piece }],
    })),
  )
  return [...own, ...rest]
}

function subscriptionsOf(companies: readonly CompanySubscriptions[]): RunLot['subscriptions'] {
  const byConnection = new Map<string, Set<string>>()
  for (const { connectionId, subscriptionIds } of companies) {
    const ids = byConnection.get(connectionId) ?? new Set()
    for (const id of subscriptionIds) ids.add(id)
    byConnection.set(connectionId, ids)
  }
  return [...byConnection].map(([connectionId, ids]) => ({ connectionId, subscriptionIds: [...ids] }))
}
