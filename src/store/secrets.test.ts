import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../test/helpers/failure-of.ts'
import { createTestDatabase } from '../../test/helpers/test-database.ts'
import type { TestDatabase } from '../../test/helpers/test-database.ts'
import { generateEncryptionKey } from '../support/encryption.ts'
import { withOrganization } from './database.ts'
import type { Transaction } from './database.ts'
import { ensureKeyRing, loadKeyRing } from './key-ring.ts'
import { createOrganization } from './organizations.ts'
import { deleteSecret, readSecret, rotateSecrets, saveSecret } from './secrets.ts'

const now = new Date('2026-04-01T00:00:00Z')
const secret = { connectionId: 'pax8', name: 'client-secret' }
let testDatabase: TestDatabase
let organizationId: string
let dataDirectory: string
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  organizationId = (await createOrganization(testDatabase.database, { name: 'North Wind IT', timeZone: 'UTC' })).id
  dataDirectory = await mkdtemp(join(tmpdir(), 'seatledger-keys-'))
})
afterAll(async () => {
  await testDatabase.close()
  await rm(dataDirectory, { recursive: true })
})

function inOrganization<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  return withOrganization(testDatabase.database, organizationId, work)
}

test('a secret is read again, and is nowhere in the database in plain text', async () => {
  const keys = await ensureKeyRing({ dataDirectory })
  await inOrganization((transaction) => saveSecret(transaction, { ...secret, value: 'hunter2-hunter2' }, { keys, now }))
  expect(await inOrganization((transaction) => readSecret(transaction, secret, keys))).toBe('hunter2-hunter2')
  const stored = await inOrganization(
    async (transaction) =>
      (
        await sql<{
          text: string
        }>`select encode(ciphertext, 'escape') || secret::text as text from secret`.execute(transaction)
      ).rows[0],
  )
  expect(stored?.text).not.toContain('hunter2')
})

test('the key is made once, in a file for its owner alone, and processes that start at once agree on it', async () => {
  const rings = await Promise.all(
    Array.from({ length: 8 }, () =>
      ensureKeyRing({ dataDirectory, keyFile: join(dataDirectory, 'new', 'secret.key') }),
    ),
  )
  expect(new Set(rings.map((ring) => ring.current.id)).size).toBe(1)
  const path = join(dataDirectory, 'new', 'secret.key')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await readFile(path, 'utf8')).trim()).toHaveLength(44)
})

test('a key file that others may read is refused', async () => {
  const keyFile = join(dataDirectory, 'open.key')
  await writeFile(keyFile, generateEncryptionKey())
  await chmod(keyFile, 0o644)
  const failure = await failureOf(loadKeyRing({ dataDirectory, keyFile }))
  expect(failure.code).toBe('secrets.key-file-not-safe')
  expect(failure.message).toContain(`chmod 600 ${keyFile}`)
})

test('a missing key is said to be missing, and none is made in its place', async () => {
  const keyFile = join(dataDirectory, 'lost.key')
  await expect(loadKeyRing({ dataDirectory, keyFile })).rejects.toMatchObject({ code: 'secrets.key-missing' })
  await expect(stat(keyFile)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the wrong key is named as the reason', async () => {
  const keys = await loadKeyRing({ dataDirectory, key: generateEncryptionKey() })
  const reading = inOrganization((transaction) => readSecret(transaction, secret, keys))
  const failure = await failureOf(reading)
  expect(failure.code).toBe('secrets.key-unknown')
  expect(failure.message).toContain('client-secret of pax8 was encrypted with the key')
})

test('a secret moved to another connection by hand is refused', async () => {
  const keys = await loadKeyRing({ dataDirectory })
  const reading = inOrganization(async (transaction) => {
    await sql`update secret set connection_id = 'moved' where connection_id = 'pax8'`.execute(transaction)
    return readSecret(transaction, { ...secret, connectionId: 'moved' }, keys)
  })
  await expect(reading).rejects.toMatchObject({ code: 'encryption.failed' })
})

test('a new key takes over: old secrets are read with the old key, moved, and then need it no more', async () => {
  const oldKey = (await readFile(join(dataDirectory, 'secret.key'), 'utf8')).trim()
  const newKey = generateEncryptionKey()
  const both = await loadKeyRing({ dataDirectory, key: `${newKey}, ${oldKey}` })
  const changed = await inOrganization((transaction) => rotateSecrets(transaction, { keys: both, now }))
  expect(changed).toBe(1)
  expect(await inOrganization((transaction) => rotateSecrets(transaction, { keys: both, now }))).toBe(0)
  const newOnly = await loadKeyRing({ dataDirectory, key: newKey })
  expect(await inOrganization((transaction) => readSecret(transaction, secret, newOnly))).toBe('hunter2-hunter2')
})

test('a deleted secret is gone', async () => {
  const keys = await loadKeyRing({ dataDirectory })
  await inOrganization((transaction) => deleteSecret(transaction, secret))
  expect(await inOrganization((transaction) => readSecret(transaction, secret, keys))).toBeUndefined()
})
