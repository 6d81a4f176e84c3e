import { sql } from 'kysely'
import type { Transaction } from './database.ts'

/**
 * Stands for all that a tie-out reads: while it is the same, reading again gives the same. A snapshot counts once it has
 * ended, which is after all that it saw was stored; a posting, by what it bills and whether it is in the ledger.
 *
 * Taken before the reading: what is stored in between makes the next look differ, and is never missed.
 */
export async function evidenceFingerprint(transaction: Transaction): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`
    select concat_ws('/',
      (select concat(count(*), ':', max(id)) from snapshot where state <> 'running'),
      (select max(id) from observation where noun = 'distributor-invoice'),
      (select concat(count(*), ':', max(id)) from charge_reading),
      (select count(*) from imported_file),
      (select md5(string_agg(concat_ws('|', id, adapter, settings), ',' order by id)) from connection),
      (select coalesce(sum(hashtextextended(
          concat_ws('|', id, state = 'posted', document_id, document_number, body_sha256), 0)::numeric), 0)
        from posting where state <> 'rejected' and voided_at is null)
    ) as fingerprint`.execute(transaction)
  return rows[0]?.fingerprint ?? ''
}
