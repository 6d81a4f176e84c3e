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

/** The name that a payload is kept under: the hash of its bytes. */
export function rawPayloadHash(payload: { readonly body: string }): string {
  return sha256(payload.body)
}

/** Keeps a payload; the same bytes again are one row. */
export async function saveRawPayload(transaction: Transaction, payload: RawPayloadRow, now: Date): Promise<void> {
  const hash = rawPayloadHash(payload)
  // PostgreSQL's text holds no NUL; a body with one is not text that any of our sources sends, and is kept escaped.
  const body = payload.body.replaceAll('\u0000', '\\u0000')
  await sql`insert into raw_payload
      (organization_id, sha256, connection_id, stream, request, media_type, body, first_seen_at)
    values (current_organization_id(), ${hash}, ${payload.connectionId}, ${payload.stream}, ${payload.request},
      ${payload.mediaType}, ${body}, ${now})
    on conflict do nothing`.execute(transaction)
}
