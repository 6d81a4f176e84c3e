import type { AdapterRegistry } from '../app/adapters.ts'
import { ledgers } from '../ledgers/registry.ts'
import { sources } from '../sources/registry.ts'

/** Hands the adapters to the use cases, which know their ports only. */
export const adapterRegistry: AdapterRegistry = {
  sources: new Map(sources.map((source) => [source.id, source])),
  ledgers: new Map(ledgers.map((ledger) => [ledger.id, ledger])),
}
