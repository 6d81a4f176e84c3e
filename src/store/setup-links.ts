import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** Keeps the hash of the one set-up link that counts; the one before it counts no more. */
export async function saveSetupLink(transaction: Transaction, tokenSha256: string, expiresAt: Date): Promise<void> {
  await sql`insert into setup_link (organization_id, token_sha256, expires_at)
    values (current_organization_id(), ${tokenSha256}, ${expiresAt})
    on conflict (organization_id) do update set token_sha256 = excluded.token_sha256, expires_at = excluded.expires_at`.execute(
    transaction,
  )
}

/** Uses the link up: true once, for the token that it was made with, before it expires. */
export async function takeSetupLink(transaction: Transaction, tokenSha256: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ expiresAt: Date }>`
    delete from setup_link where token_sha256 = ${tokenSha256} and expires_at > ${now}
    returning expires_at as "expiresAt"`.execute(transaction)
  return rows.length === 1
}
