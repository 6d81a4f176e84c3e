import type { AdapterRegistry, LedgerAdapter } from '../../src/app/adapters.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import type { LedgerGateway } from '../../src/ledgers/gateway.ts'

/** The program's adapters, with each gateway put into another: a test stands between the program and the ledger. */
export function adaptersWith(wrap: (gateway: LedgerGateway) => LedgerGateway): AdapterRegistry {
  const wrapped = (adapter: LedgerAdapter): LedgerAdapter => ({
    ...adapter,
    connect: (settings, tools) => wrap(adapter.connect(settings, tools)),
  })
  return {
    ...adapterRegistry,
    ledgers: new Map([...adapterRegistry.ledgers].map(([id, adapter]) => [id, wrapped(adapter)])),
  }
}
