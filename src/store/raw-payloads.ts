import { sql } from 'kysely'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

export interface RawPayloadRow {
  readonly connectionId: string
  readonly stream: string
  readonly request: string
  readonly mediaType: string
  readonly body: string
}

/** Keeps a payload by the hash of its bytes; the same bytes again are one row. Returns the hash. */
export async function saveRawPayload(transaction: Transaction, payload: RawPayloadRow, now: Date): Promise<string> {
  const hash = sha256(payload.body)
  // PostgreSQL's text holds no NUL; a body with one is not text that any of our sources sends, and is kept escaped.
  const body = payload.body.replaceAll('\u0000', '\\u0000')
  await sql`insert into raw_payload
      (organization_id, sha256, connection_id, stream, request, media_type, body, first_seen_at)
    values (current_organization_id(), ${hash}, ${payload.connectionId}, ${payload.stream}, ${payload.request},
      ${payload.mediaType}, ${body}, ${now})
    on conflict do nothing`.execute(transaction)
  return hash
}

export async function readRawPayload(
  transaction: Transaction,
  hash: string,
): Promise<(RawPayloadRow & { readonly firstSeenAt: Date }) | undefined> {
  const { rows } = await sql<RawPayloadRow & { readonly firstSeenAt: Date }>`
    select connection_id as "connectionId", stream, request, media_type as "mediaType", body,
      first_seen_at as "firstSeenAt"
    from raw_payload where sha256 = ${hash}`.execute(transaction)
  return rows[0]
}
