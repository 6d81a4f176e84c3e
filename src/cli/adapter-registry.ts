import type { AdapterRegistry } from '../app/adapters.ts'
import { ledgers } from '../ledgers/registry.ts'
import { sources } from '../sources/registry.ts'

/** Hands the adapters to the use cases, which know their ports only. */
export const adapterRegistry: AdapterRegistry = {
  sources: new Map(sources.map((source) => [source.id, source])),
  ledgers: new Map(ledgers.map((ledger) => [ledger.id, ledger])),
  // Threads run what was compiled: the oldest Node that we support cannot read TypeScript.
  runThread: import.meta.url.endsWith('.js') ? new URL('run-thread.js', import.meta.url) : undefined,
}
