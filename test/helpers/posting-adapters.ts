import type { AdapterRegistry, LedgerAdapter } from '../../src/app/adapters.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import type { LedgerGateway } from '../../src/ledgers/gateway.ts'

/** The program's adapters, with each gateway put into another: a test stands between the program and the ledger. */
export function adaptersWith(wrap: (gateway: LedgerGateway) => LedgerGateway): AdapterRegistry {
  return registryOf((adapter) => ({ ...adapter, connect: (settings, tools) => wrap(adapter.connect(settings, tools)) }))
}

/** The program's adapters, whose requests go through this: a test stands between them and the network. */
export function adaptersThrough(fetch: typeof globalThis.fetch): AdapterRegistry {
  return registryOf((adapter) => ({
    ...adapter,
    connect: (settings, tools) => adapter.connect(settings, { ...tools, fetch }),
  }))
}

function registryOf(change: (adapter: LedgerAdapter) => LedgerAdapter): AdapterRegistry {
  return {
    ...adapterRegistry,
    ledgers: new Map([...adapterRegistry.ledgers].map(([id, adapter]) => [id, change(adapter)])),
  }
}
