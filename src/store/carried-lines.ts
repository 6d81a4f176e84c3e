import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/**
 * Which of these lines stand on an invoice that reached, or may have reached, a ledger; by the id in their line key.
 * @param intendedUntil Invoices whose posting was begun later do not count; left out: all do.
 */
export async function billedCarriedIds(
  transaction: Transaction,
  lines: readonly { readonly carriedId: string; readonly clientId: string }[],
  intendedUntil?: Date,
): Promise<ReadonlyMap<string, BilledOn>> {
  if (lines.length === 0) return new Map()
  const begun =
    intendedUntil === undefined
      ? sql`posting.voided_at is null`
      : sql`posting.intended_at <= ${intendedUntil}
      and (posting.voided_at is null or posting.voided_at > ${intendedUntil})`
  const { rows } = await sql<BilledOn & { readonly carriedId: string }>`
    select carried.id as "carriedId", posting.period_start as "periodStart", posting.sequence
    from unnest(${lines.map(({ carriedId }) => carriedId)}::text[], ${lines.map(({ clientId }) => clientId)}::text[])
      as carried (id, client_id)
    join posting on posting.client_id = carried.client_id and posting.state <> 'rejected' and ${begun}
      and strpos(posting.invoice, '"carried:' || carried.id || '"') > 0`.execute(transaction)
  return new Map(rows.map(({ carriedId, periodStart, sequence }) => [carriedId, { periodStart, sequence }]))
}

/** The client invoice that a carried line stands on. */
export interface BilledOn {
  readonly periodStart: string
  readonly sequence: number
}
