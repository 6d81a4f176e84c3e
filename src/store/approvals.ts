import { sql } from 'kysely'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

/** The operator's recorded decision on exactly one invoice, named by its hash. */
export interface Approval {
  readonly id: string
  readonly runId: string
  readonly clientId: string
  readonly invoiceSha256: string
  readonly approvedBy: string
  readonly approvedAt: Date
  readonly note: string | undefined
}

/** Records approvals; one that is there already stays as it is. Returns how many are new. */
export async function saveApprovals(transaction: Transaction, approvals: readonly Approval[]): Promise<number> {
  if (approvals.length === 0) return 0
  const { rows } = await sql<{ id: string }>`
    insert into approval (organization_id, id, run_id, client_id, invoice_sha256, approved_by, approved_at, note)
    select current_organization_id(), row.*
    from unnest(${approvals.map((row) => row.id)}::uuid[], ${approvals.map((row) => row.runId)}::uuid[],
      ${approvals.map((row) => row.clientId)}::text[], ${approvals.map((row) => row.invoiceSha256)}::text[],
      ${approvals.map((row) => row.approvedBy)}::text[], ${approvals.map((row) => row.approvedAt)}::timestamptz[],
      ${approvals.map((row) => row.note ?? null)}::text[]) as row
    on conflict (organization_id, run_id, client_id) where withdrawn_at is null do nothing returning id`.execute(
    transaction,
  )
  return rows.length
}

interface ApprovalRow extends Omit<Approval, 'note'> {
  readonly note: string | null
}

/**
 * The approvals given in any run and not taken back of a billing period, those of the newest run last. A re-run keeps a decision where its invoice is
 * byte-identical, which the equal hash says.
 */
export async function listApprovals(transaction: Transaction, periodStart: PlainDate): Promise<readonly Approval[]> {
  const { rows } = await sql<ApprovalRow>`
    select approval.id, run_id as "runId", client_id as "clientId", invoice_sha256 as "invoiceSha256",
      approved_by as "approvedBy", approved_at as "approvedAt", note
    from approval join run on run.id = approval.run_id
    where run.period_start = ${periodStart} and withdrawn_at is null order by run.number, approval.client_id`.execute(
    transaction,
  )
  return rows.map((row) => ({ ...row, note: row.note ?? undefined }))
}
