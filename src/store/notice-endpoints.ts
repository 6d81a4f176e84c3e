import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/** Where one source tells us that something new is there. */
export interface NoticeEndpoint {
  readonly connectionId: string
  readonly secretSha256: string
  readonly url: string
  /** The distributor's id of it; undefined: it has not answered yet. */
  readonly remoteId: string | undefined
  readonly topic: string | undefined
  readonly madeBy: string
  readonly madeAt: Date
  readonly notices: number
  readonly lastNoticeAt: Date | undefined
}

interface EndpointRow extends Omit<NoticeEndpoint, 'remoteId' | 'topic' | 'lastNoticeAt'> {
  readonly remoteId: string | null
  readonly topic: string | null
  readonly lastNoticeAt: Date | null
}

/** Before the distributor is told of it: from now on only a notice with this secret counts. */
export async function intendNoticeEndpoint(
  transaction: Transaction,
  endpoint: Pick<NoticeEndpoint, 'connectionId' | 'secretSha256' | 'url' | 'madeBy' | 'madeAt'>,
): Promise<void> {
  const { connectionId, secretSha256, url, madeBy, madeAt } = endpoint
  await sql`insert into notice_endpoint (organization_id, connection_id, secret_sha256, url, made_by, made_at)
    values (current_organization_id(), ${connectionId}, ${secretSha256}, ${url}, ${madeBy}, ${madeAt})
    on conflict (organization_id, connection_id) do update set secret_sha256 = excluded.secret_sha256,
      url = excluded.url, remote_id = null, topic = null, made_by = excluded.made_by, made_at = excluded.made_at`.execute(
    transaction,
  )
}

export async function noteNoticeEndpointMade(
  transaction: Transaction,
  made: {
    readonly connectionId: string
    readonly secretSha256: string
    readonly remoteId: string
    readonly topic: string
  },
): Promise<void> {
  await sql`update notice_endpoint set remote_id = ${made.remoteId}, topic = ${made.topic}
    where connection_id = ${made.connectionId} and secret_sha256 = ${made.secretSha256}`.execute(transaction)
}

export async function deleteNoticeEndpoint(transaction: Transaction, connectionId: string): Promise<boolean> {
  const { rows } = await sql<{ connectionId: string }>`
    delete from notice_endpoint where connection_id = ${connectionId} returning connection_id as "connectionId"`.execute(
    transaction,
  )
  return rows.length === 1
}

/** Counts a notice that was verified. */
export async function noteNotice(transaction: Transaction, connectionId: string, now: Date): Promise<void> {
  await sql`update notice_endpoint set notices = notices + 1, last_notice_at = ${now}
    where connection_id = ${connectionId}`.execute(transaction)
}

export async function listNoticeEndpoints(transaction: Transaction): Promise<readonly NoticeEndpoint[]> {
  const { rows } = await sql<EndpointRow>`
    select connection_id as "connectionId", secret_sha256 as "secretSha256", url, remote_id as "remoteId", topic,
      made_by as "madeBy", made_at as "madeAt", notices, last_notice_at as "lastNoticeAt"
    from notice_endpoint order by connection_id`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    remoteId: row.remoteId ?? undefined,
    topic: row.topic ?? undefined,
    lastNoticeAt: row.lastNoticeAt ?? undefined,
  }))
}
