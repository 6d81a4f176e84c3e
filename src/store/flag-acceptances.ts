import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** That a person let one flag of a month stand. */
export interface FlagAcceptance {
  readonly id: string
  readonly periodStart: PlainDate
  /** Undefined for a flag of the whole month. */
  readonly clientId: string | undefined
  readonly flagSha256: string
  readonly code: string
  readonly message: string
  readonly reason: string
  readonly acceptedBy: string
  readonly acceptedAt: Date
}

/** Stores an acceptance; false where the flag is accepted already. */
export async function saveFlagAcceptance(transaction: Transaction, acceptance: FlagAcceptance): Promise<boolean> {
  const { id, periodStart, clientId, flagSha256, code, message, reason, acceptedBy, acceptedAt } = acceptance
  const { rows } = await sql`
    insert into flag_acceptance
      (organization_id, id, period_start, client_id, flag_sha256, code, message, reason, accepted_by, accepted_at)
    values (current_organization_id(), ${id}, ${periodStart}, ${clientId ?? null}, ${flagSha256}, ${code}, ${message},
      ${reason}, ${acceptedBy}, ${acceptedAt})
    on conflict (organization_id, period_start, coalesce(client_id, ''), flag_sha256) where withdrawn_at is null
    do nothing returning id`.execute(transaction)
  return rows.length > 0
}

/** Those of a month that are in force. */
export async function listFlagAcceptances(
  transaction: Transaction,
  periodStart: PlainDate,
): Promise<readonly FlagAcceptance[]> {
  const { rows } = await sql<Omit<FlagAcceptance, 'clientId'> & { readonly clientId: string | null }>`
    select id, period_start as "periodStart", client_id as "clientId", flag_sha256 as "flagSha256", code, message, reason,
      accepted_by as "acceptedBy", accepted_at as "acceptedAt"
    from flag_acceptance where period_start = ${periodStart} and withdrawn_at is null
    order by accepted_at, id`.execute(transaction)
  return rows.map((row) => ({ ...row, clientId: row.clientId ?? undefined }))
}

/** Takes an acceptance back; undefined where there is none in force. */
export async function withdrawFlagAcceptance(
  transaction: Transaction,
  { id, periodStart, by, at, reason }: WithdrawnAcceptance,
): Promise<{ readonly code: string; readonly clientId: string | null } | undefined> {
  const { rows } = await sql<{ code: string; clientId: string | null }>`
    update flag_acceptance set withdrawn_at = ${at}, withdrawn_by = ${by}, withdrawn_reason = ${reason}
    where id = ${id}::uuid and period_start = ${periodStart} and withdrawn_at is null
    returning code, client_id as "clientId"`.execute(transaction)
  return rows[0]
}

export interface WithdrawnAcceptance {
  readonly id: string
  readonly periodStart: PlainDate
  readonly by: string
  readonly at: Date
  readonly reason: string
}
