import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { refreshLedgerFacts } from '../ledger-facts.ts'
import { openLedger } from '../open-connection.ts'
import { GatewayFailure } from '../../ledgers/errors.ts'
import type { KeyRing } from '../../store/key-ring.ts'

/** The lists of one ledger as they were read, or why they could not be. */
export interface LedgerSync {
  readonly connectionId: string
  readonly customers: number
  readonly items: number
  /** The lists read before then still count. */
  readonly failure: GatewayFailure | undefined
}

/**
 * Reads the customers, items and settings of a ledger afresh: what is new there, made inactive or closed since it was
 * connected must be known to the next dry run.
 * @throws {NotFound} when there is no such ledger connection, or it was disconnected.
 */
export async function syncLedger(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connectionId: string,
  signal: AbortSignal,
): Promise<LedgerSync> {
  const { gateway } = await openLedger(context, adapters, keys, connectionId)
  try {
    const { customers, items } = await refreshLedgerFacts(context, connectionId, gateway, signal)
    return { connectionId, customers: customers.length, items: items.length, failure: undefined }
  } catch (error) {
    if (error instanceof GatewayFailure) return { connectionId, customers: 0, items: 0, failure: error }
    throw error
  }
}
