import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'

/** A posting that will not settle by itself. */
export interface UnsettledPosting {
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly periodStart: string
  readonly state: PostingState
  readonly failure: string | null
  /** Of a credit memo: the hash that its approval named. */
  readonly creditSha256: string | null
}

/** What was refused, could not be learnt, or was left in the middle by a worker that is gone; oldest month first. */
export async function listUnsettledPostings(
  transaction: Transaction,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<readonly UnsettledPosting[]> {
  const { rows } = await sql<UnsettledPosting>`
    select ledger_connection_id as "ledgerConnectionId", client_id as "clientId", period_start as "periodStart", state,
      failure, credit.sha256 as "creditSha256"
    from posting left join posting_credit as credit on credit.id = posting.credit_id
    where credit.withdrawn_at is null and (state in ('rejected', 'unknown', 'needs-person') or (state = 'sending' and leased_until <= ${now}))
    order by period_start, ledger_connection_id, client_id, posting.sequence limit ${limit}`.execute(transaction)
  return rows
}

/**
 * How many invoices of a month were approved for posting and were, at a moment, neither in the ledger nor refused by it:
 * what was reckoned from that moment on may lack them.
 */
export async function countUnsettled(transaction: Transaction, period: Period, at: Date): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from posting
    where period_start = ${period.start} and (state not in ('posted', 'rejected') or settled_at > ${at} or voided_at > ${at})`.execute(
    transaction,
  )
  return Number(rows[0]?.count ?? 0)
}

/** A posted invoice that the ledger did not keep as it was approved, in a way that a person has to look at. */
export interface DifferingPosting {
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly periodStart: string
  readonly documentNumber: string | null
  /** As JSON text. */
  readonly differences: string
}

/** Newest month first. */
export async function listDifferingPostings(
  transaction: Transaction,
  limit: number,
): Promise<readonly DifferingPosting[]> {
  const { rows } = await sql<DifferingPosting>`
    select ledger_connection_id as "ledgerConnectionId", client_id as "clientId", period_start as "periodStart",
      document_number as "documentNumber", differences
    from posting where state = 'posted' and voided_at is null and differences::jsonb @> '[{"wantsPerson": true}]'
    order by period_start desc, client_id limit ${limit}`.execute(transaction)
  return rows
}
