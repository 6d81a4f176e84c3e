import { sql } from 'kysely'
import { decrypt, encrypt } from '../support/encryption.ts'
import type { Encrypted } from '../support/encryption.ts'
import { Failure } from '../support/failure.ts'
import type { Transaction } from './database.ts'
import type { KeyRing } from './key-ring.ts'

/** Which secret: of which connection, under which name. */
export interface SecretName {
  readonly connectionId: string
  readonly name: string
}

interface SecretRow {
  readonly organizationId: string
  readonly connectionId: string
  readonly name: string
  readonly keyId: string
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  readonly authenticationTag: Uint8Array
}

/** Stores a secret, encrypted with the ring's current key, in place of the one before. */
export async function saveSecret(
  transaction: Transaction,
  secret: SecretName & { readonly value: string },
  options: { keys: KeyRing; now: Date },
): Promise<void> {
  const organizationId = await currentOrganization(transaction)
  const context = [organizationId, secret.connectionId, secret.name]
  const { keyId, nonce, ciphertext, authenticationTag } = encrypt(secret.value, { key: options.keys.current, context })
  await sql`insert into secret
      (organization_id, connection_id, name, key_id, nonce, ciphertext, authentication_tag, updated_at)
    values (current_organization_id(), ${secret.connectionId}, ${secret.name}, ${keyId}, ${nonce}, ${ciphertext},
      ${authenticationTag}, ${options.now})
    on conflict (organization_id, connection_id, name) do update set
      key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext,
      authentication_tag = excluded.authentication_tag, updated_at = excluded.updated_at`.execute(transaction)
}

/**
 * The secret in plain text, or `undefined` when there is none.
 * @throws {SecretKeyUnknown} when it was encrypted with a key that is not in the ring.
 * @throws {DecryptionFailed} when the stored value was changed.
 */
export async function readSecret(
  transaction: Transaction,
  secret: SecretName,
  keys: KeyRing,
): Promise<string | undefined> {
  const { rows } = await sql<SecretRow>`${selectSecrets}
    where connection_id = ${secret.connectionId} and name = ${secret.name}`.execute(transaction)
  return rows[0] === undefined ? undefined : open(rows[0], keys)
}

/** Whether there is such a secret, without opening it. */
export async function hasSecret(transaction: Transaction, secret: SecretName): Promise<boolean> {
  const { rows } = await sql`select 1 from secret
    where connection_id = ${secret.connectionId} and name = ${secret.name}`.execute(transaction)
  return rows.length > 0
}

export async function deleteSecret(transaction: Transaction, secret: SecretName): Promise<void> {
  await sql`delete from secret where connection_id = ${secret.connectionId} and name = ${secret.name}`.execute(
    transaction,
  )
}

/**
 * Encrypts the organization's secrets anew with the ring's current key, where they are not yet. Afterwards older keys
 * are no longer needed for it.
 * @returns how many were changed.
 */
export async function rotateSecrets(transaction: Transaction, options: { keys: KeyRing; now: Date }): Promise<number> {
  const { rows } = await sql<SecretRow>`${selectSecrets}
    where key_id <> ${options.keys.current.id} order by connection_id, name for update`.execute(transaction)
  for (const row of rows) {
    const { connectionId, name } = row
    await saveSecret(transaction, { connectionId, name, value: open(row, options.keys) }, options)
  }
  return rows.length
}

const selectSecrets = sql`select organization_id as "organizationId", connection_id as "connectionId", name,
  key_id as "keyId", nonce, ciphertext, authentication_tag as "authenticationTag" from secret`

function open(row: SecretRow & Encrypted, keys: KeyRing): string {
  const key = keys.all.find(({ id }) => id === row.keyId)
  if (key === undefined) throw new SecretKeyUnknown(row, keys)
  return decrypt(row, { key, context: [row.organizationId, row.connectionId, row.name] })
}

async function currentOrganization(transaction: Transaction): Promise<string> {
  const { rows } = await sql<{ id: string | null }>`select current_organization_id() as id`.execute(transaction)
  const id = rows[0]?.id
  if (typeof id !== 'string') throw new TypeError('Secrets are read and written for an organization.')
  return id
}

export class SecretKeyUnknown extends Failure {
  override readonly code = 'secrets.key-unknown'
  constructor(secret: { connectionId: string; name: string; keyId: string }, keys: KeyRing) {
    super(
      `The secret ${secret.name} of ${secret.connectionId} was encrypted with the key ${secret.keyId}, which is not in ` +
        `${keys.origin} (${keys.all.map(({ id }) => id).join(', ')} there). Restore that key, or connect again to store the secret anew.`,
    )
  }
}
