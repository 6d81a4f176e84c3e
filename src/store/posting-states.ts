import { sql } from 'kysely'
import type { PostingState } from '../domain/posting.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** A posting as people follow it: without the documents, of which a month has megabytes. */
export interface PostingStatus {
  readonly id: string
  readonly approvalId: string
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly sequence: number
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly documentNumber: string | null
  /** The ledger's own id. */
  readonly documentId: string | null
  readonly currency: string
  readonly netTotal: string
  readonly state: PostingState
  readonly attempts: number
  readonly failure: string | null
  /** Not tried or looked up again before then. */
  readonly notBefore: Date | null
  readonly settledAt: Date | null
  readonly voidedAt: Date | null
}

export async function listPostingStates(
  transaction: Transaction,
  periodStart: PlainDate,
): Promise<readonly PostingStatus[]> {
  const { rows } = await sql<PostingStatus>`
    select id, approval_id as "approvalId", ledger_connection_id as "ledgerConnectionId", client_id as "clientId",
      sequence, document_kind as "documentKind", document_number as "documentNumber", document_id as "documentId",
      currency, net_total as "netTotal", state, attempts, failure, not_before as "notBefore",
      settled_at as "settledAt", voided_at as "voidedAt"
    from posting where period_start = ${periodStart}
    order by ledger_connection_id, client_id, sequence`.execute(transaction)
  return rows
}

export interface CompanyState {
  readonly ledgerConnectionId: string
  /** The ledger asked for a pause until then. */
  readonly pausedUntil: Date | null
  /** Why nobody posts to it until posting is started again. */
  readonly stoppedBecause: string | null
}

export async function listCompanyStates(transaction: Transaction): Promise<readonly CompanyState[]> {
  const { rows } = await sql<CompanyState>`
    select ledger_connection_id as "ledgerConnectionId", paused_until as "pausedUntil",
      stopped_because as "stoppedBecause"
    from posting_company order by ledger_connection_id`.execute(transaction)
  return rows
}
