import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/**
 * Takes back the approvals of one invoice of a period, with the intents of which nothing was sent. A worker that has
 * taken an intent holds its row, so either it is seen here as sent, or the worker finds it gone.
 * @returns how many there were; `sent` where something of it is in a ledger or may be, and nothing was changed.
 */
export async function withdrawApprovals(
  transaction: Transaction,
  which: {
    readonly periodStart: PlainDate
    readonly clientId: string
    readonly invoiceSha256: string
    readonly by: string
    readonly at: Date
    readonly reason: string
  },
): Promise<number | 'sent'> {
  const { periodStart, clientId, invoiceSha256, by, at, reason } = which
  const { rows } = await sql<{ id: string }>`
    select approval.id from approval join run on run.id = approval.run_id
    where run.period_start = ${periodStart} and client_id = ${clientId} and invoice_sha256 = ${invoiceSha256}
      and withdrawn_at is null
    for update of approval`.execute(transaction)
  const ids = rows.map(({ id }) => id)
  const postings = await sql<{ state: string; attempts: number }>`
    select state, attempts from posting where approval_id = any(${ids}::uuid[]) for update`.execute(transaction)
  const isUnsent = ({ state, attempts }: { state: string; attempts: number }): boolean =>
    state === 'rejected' || (state === 'intended' && attempts === 0)
  if (!postings.rows.every(isUnsent)) return 'sent'
  await sql`delete from posting where approval_id = any(${ids}::uuid[]) and state = 'intended'`.execute(transaction)
  await sql`update approval set withdrawn_at = ${at}, withdrawn_by = ${by}, withdraw_reason = ${reason}
    where id = any(${ids}::uuid[])`.execute(transaction)
  return ids.length
}
