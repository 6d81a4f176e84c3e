import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import { createHttpApp } from '../../src/http/server.ts'
import type { Database } from '../../src/store/database.ts'
import type { KeyRing } from '../../src/store/key-ring.ts'
import { encryptionKey, generateEncryptionKey } from '../../src/support/encryption.ts'

/** Cheap, so that signing in costs the tests little. */
export const testPasswordCost = { cost: 16, blockSize: 8, parallel: 1 }

/** The page's server over a database, without a network and without the built page. */
export function createTestApp(database: Database, keys: KeyRing = newKeys()): ReturnType<typeof createHttpApp> {
  return createHttpApp(
    () => Promise.resolve({ ready: true, reason: undefined }),
    () => ({ database, keys, adapters: adapterRegistry, passwordCost: testPasswordCost, isSecure: false }),
    new Map(),
  )
}

/** For a database without secrets: any key will do. */
function newKeys(): KeyRing {
  const current = encryptionKey(generateEncryptionKey())
  return { current, all: [current], origin: 'the test' }
}
