import type { BillingConfig } from '../../domain/billing-config.ts'
import { nearestWord } from '../../support/nearest-word.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import type { AppContext } from '../context.ts'

/** A connection that a config names and that is not there. */
export interface UnknownConnection {
  readonly kind: Connection['kind']
  readonly connectionId: string
  /** Which one is not there, which ones are, and what to do: a whole sentence or several. */
  readonly message: string
}

/**
 * The connections that a config names and that are not there (yet: a config may be written before anything is
 * connected). Clients that need one are blocked by a run.
 */
export async function unknownConnections(
  { database, organization }: AppContext,
  config: BillingConfig,
): Promise<readonly UnknownConnection[]> {
  const connections = await withOrganization(database, organization.id, (tx) => listConnections(tx))
  const named = { ledger: ledgersNamed(config), source: sourcesNamed(config) }
  return (['ledger', 'source'] as const).flatMap((kind) => {
    const known = connections.filter((connection) => connection.kind === kind).map(({ id }) => id)
    return [...named[kind]]
      .filter((id) => !known.includes(id))
      .sort()
      .map((connectionId) => ({ kind, connectionId, message: inWords(kind, connectionId, known) }))
  })
}

function ledgersNamed({ clients, items }: BillingConfig): ReadonlySet<string> {
  return new Set([
    ...clients.map(({ ledger }) => ledger.connectionId),
    ...items.flatMap(({ ledgerItems }) => [...ledgerItems.keys()]),
  ])
}

function sourcesNamed({ clients, items }: BillingConfig): ReadonlySet<string> {
  return new Set([
    ...clients.flatMap(({ companies }) => companies.map(({ connectionId }) => connectionId)),
    ...items.flatMap(({ covers }) => covers.map(({ connectionId }) => connectionId)),
  ])
}

function inWords(kind: Connection['kind'], connectionId: string, known: readonly string[]): string {
  const there = known.length === 0 ? 'there is none yet' : `there is: ${known.join(', ')}`
  const meant = nearestWord(connectionId, known)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const next = 'Name one that is there, or make it with `seatledger connect`'
  const make = kind === 'ledger' ? `${next}.` : `${next} or \`seatledger import\`.`
  return `The config names the ${kind} "${connectionId}", which is not connected; ${there}.${hint} ${make}`
}
