import { sql } from 'kysely'
import type { DecimalText } from '../domain/invoice.ts'
import type { LimitedRole } from '../domain/write-off-limit.ts'
import type { Period } from '../domain/period.ts'
import type { Transaction } from './database.ts'

/** How much of one month whoever holds a role may write off, in one currency. */
export interface WriteOffLimit {
  readonly role: LimitedRole
  readonly currency: string
  readonly amount: DecimalText
  readonly reason: string
  readonly setBy: string
  readonly setAt: Date
}

export async function saveWriteOffLimit(transaction: Transaction, limit: WriteOffLimit): Promise<void> {
  const { role, currency, amount, reason, setBy, setAt } = limit
  await sql`insert into write_off_limit (organization_id, role, currency, amount, reason, set_by, set_at)
    values (current_organization_id(), ${role}, ${currency}, ${amount}::numeric, ${reason}, ${setBy}, ${setAt})`.execute(
    transaction,
  )
}

/** The limits in force. */
export async function listWriteOffLimits(transaction: Transaction): Promise<readonly WriteOffLimit[]> {
  const { rows } = await sql<WriteOffLimit>`
    select distinct on (role, currency) role, currency, amount::text as amount, reason, set_by as "setBy",
      set_at as "setAt"
    from write_off_limit order by role, currency, id desc`.execute(transaction)
  return rows
}

/** Two write-offs of one person and month wait for each other, so that both together stay below the limit. */
export async function lockWriteOffs(transaction: Transaction, period: Period, actor: string): Promise<void> {
  const key = `write-off/${period.start}/${actor}/`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key} || current_organization_id()::text, 0))`.execute(
    transaction,
  )
}
