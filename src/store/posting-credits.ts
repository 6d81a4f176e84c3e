import { sql } from 'kysely'
import { z } from 'zod'
import type { CreditedLine, CreditKind } from '../domain/credit.ts'
import type { Period } from '../domain/period.ts'
import type { PostingState } from '../domain/posting.ts'
import type { Transaction } from './database.ts'

/** What a person proposed to take off a posted invoice, and what became of it. Never changed but for how it stands. */
export interface PostingCredit {
  readonly id: string
  /** The posted invoice that it takes something off. */
  readonly postingId: string
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly period: Period
  /** The number of that invoice; undefined where the ledger numbers by itself. */
  readonly correctedNumber: string | undefined
  readonly kind: CreditKind
  readonly reason: string
  readonly credited: readonly CreditedLine[]
  /** Names exactly what was shown: what an approval is given to. */
  readonly sha256: string
  /** What would be posted; undefined for an adjustment. */
  readonly memo: CreditMemoText | undefined
  /** The lines that the next invoice gets, as JSON text; undefined for a credit memo. */
  readonly carried: string | undefined
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly approvedBy: string | undefined
  readonly approvedAt: Date | undefined
  readonly withdrawnBy: string | undefined
  readonly withdrawnAt: Date | undefined
  readonly withdrawnReason: string | undefined
  /** How the credit memo's own posting stands, once it is approved. */
  readonly postingState: PostingState | undefined
  readonly postingVoidedAt: Date | undefined
}

/** A credit memo to the byte. */
export interface CreditMemoText {
  readonly sequence: number
  /** The document as canonical JSON. */
  readonly document: string
  readonly body: string
  readonly documentKind: 'invoice' | 'credit-memo'
  readonly documentNumber: string | undefined
}

export type NewPostingCredit = Pick<
  PostingCredit,
  'id' | 'postingId' | 'kind' | 'reason' | 'credited' | 'sha256' | 'memo' | 'carried' | 'proposedBy' | 'proposedAt'
>

export async function saveCredit(transaction: Transaction, credit: NewPostingCredit): Promise<void> {
  const { memo } = credit
  await sql`
    insert into posting_credit (organization_id, id, posting_id, kind, reason, credited, sha256, sequence, document,
      body, document_kind, document_number, carried, proposed_by, proposed_at)
    values (current_organization_id(), ${credit.id}, ${credit.postingId}, ${credit.kind}, ${credit.reason},
      ${JSON.stringify(credit.credited)}, ${credit.sha256}, ${memo?.sequence ?? null}, ${memo?.document ?? null},
      ${memo?.body ?? null}, ${memo?.documentKind ?? null}, ${memo?.documentNumber ?? null}, ${credit.carried ?? null},
      ${credit.proposedBy}, ${credit.proposedAt})`.execute(transaction)
}

const columns = sql`credit.id, credit.posting_id as "postingId", corrected.ledger_connection_id as "ledgerConnectionId",
  corrected.client_id as "clientId", corrected.period_start as "periodStart", corrected.period_end as "periodEnd",
  corrected.document_number as "correctedNumber", credit.kind, credit.reason, credit.credited, credit.sha256,
  credit.sequence, credit.document, credit.body, credit.document_kind as "documentKind",
  credit.document_number as "documentNumber", credit.carried, credit.proposed_by as "proposedBy",
  credit.proposed_at as "proposedAt", credit.approved_by as "approvedBy", credit.approved_at as "approvedAt",
  credit.withdrawn_by as "withdrawnBy", credit.withdrawn_at as "withdrawnAt",
  credit.withdrawn_reason as "withdrawnReason", own.state as "postingState", own.voided_at as "postingVoidedAt"`

const tables = sql`posting_credit as credit join posting as corrected on corrected.id = credit.posting_id
  left join posting as own on own.credit_id = credit.id`

/** All credits of a month's invoices, in the order in which they were proposed. */
export async function listCredits(transaction: Transaction, period: Period): Promise<readonly PostingCredit[]> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where corrected.period_start = ${period.start} order by credit.proposed_at, credit.id`.execute(transaction)
  return rows.map(toCredit)
}

/** Those whose hash begins so, withdrawn ones included. */
export async function findCreditsByHash(transaction: Transaction, start: string): Promise<readonly PostingCredit[]> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where starts_with(credit.sha256, ${start}) order by credit.proposed_at, credit.id`.execute(transaction)
  return rows.map(toCredit)
}

/** Those of one invoice that are approved and take something off it: withdrawn, refused and voided ones do not. */
export async function listCountingCredits(
  transaction: Transaction,
  postingId: string,
): Promise<readonly PostingCredit[]> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where credit.posting_id = ${postingId} and credit.approved_at is not null and credit.withdrawn_at is null
      and own.state is distinct from 'rejected' and own.voided_at is null
    order by credit.proposed_at, credit.id`.execute(transaction)
  return rows.map(toCredit)
}

/** The sequence that the next credit memo of an invoice's month has: more than any that is posted or proposed there. */
export async function nextCreditSequence(
  transaction: Transaction,
  key: { readonly ledgerConnectionId: string; readonly clientId: string; readonly period: Period },
): Promise<number> {
  const { ledgerConnectionId, clientId, period } = key
  const ours = sql`posting.ledger_connection_id = ${ledgerConnectionId} and posting.client_id = ${clientId}
    and posting.period_start = ${period.start}`
  const { rows } = await sql<{ next: number }>`
    select greatest(
      (select coalesce(max(sequence), 0) from posting where ${ours}),
      (select coalesce(max(credit.sequence), 0) from posting_credit as credit join posting on posting.id = credit.posting_id
        where ${ours})
    ) + 1 as next`.execute(transaction)
  return rows[0]?.next ?? 1
}

export async function approveCreditRow(
  transaction: Transaction,
  id: string,
  approved: { readonly by: string; readonly at: Date },
): Promise<void> {
  await sql`update posting_credit set approved_by = ${approved.by}, approved_at = ${approved.at}
    where id = ${id} and approved_at is null`.execute(transaction)
}

export async function withdrawCreditRow(
  transaction: Transaction,
  id: string,
  withdrawn: { readonly by: string; readonly at: Date; readonly reason: string },
): Promise<void> {
  await sql`update posting_credit set withdrawn_by = ${withdrawn.by}, withdrawn_at = ${withdrawn.at},
      withdrawn_reason = ${withdrawn.reason}
    where id = ${id} and withdrawn_at is null`.execute(transaction)
}

/** Takes back the intent to post a credit memo of which nothing was ever sent. True where there was one. */
export async function deleteCreditIntent(transaction: Transaction, creditId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    delete from posting where credit_id = ${creditId} and state = 'intended' and attempts = 0 returning id`.execute(
    transaction,
  )
  return rows.length > 0
}

/** The lines that approved adjustments put on invoices, as JSON texts, as they stood at a moment. */
export async function carryingAdjustments(transaction: Transaction, at: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ carried: string }>`
    select carried from posting_credit
    where carried is not null and approved_at <= ${at} and (withdrawn_at is null or withdrawn_at > ${at})
    order by approved_at, id`.execute(transaction)
  return rows.map(({ carried }) => carried)
}

/** Those of some adjustments that are approved and not withdrawn; they stay so until the transaction ends. */
export async function lockAdjustmentsInForce(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from posting_credit
    where id = any(${ids}::uuid[]) and approved_at is not null and withdrawn_at is null
    order by id for update`.execute(transaction)
  return new Set(rows.map(({ id }) => id))
}

type Nullable =
  | 'correctedNumber'
  | 'carried'
  | 'approvedBy'
  | 'approvedAt'
  | 'withdrawnBy'
  | 'withdrawnAt'
  | 'withdrawnReason'
  | 'postingState'
  | 'postingVoidedAt'

type Row = Omit<PostingCredit, Nullable | 'period' | 'credited' | 'memo'> & {
  readonly [K in Nullable]: Exclude<PostingCredit[K], undefined> | null
} & {
  readonly periodStart: string
  readonly periodEnd: string
  readonly credited: string
  readonly sequence: number | null
  readonly document: string | null
  readonly body: string | null
  readonly documentKind: 'invoice' | 'credit-memo' | null
  readonly documentNumber: string | null
}

const creditedSchema = z.array(z.strictObject({ lineKey: z.string(), amount: z.string() }))

function toCredit(row: Row): PostingCredit {
  return {
    ...{ id: row.id, postingId: row.postingId, ledgerConnectionId: row.ledgerConnectionId, clientId: row.clientId },
    ...{ kind: row.kind, reason: row.reason, sha256: row.sha256 },
    ...{ proposedBy: row.proposedBy, proposedAt: row.proposedAt },
    period: { start: row.periodStart, end: row.periodEnd },
    correctedNumber: row.correctedNumber ?? undefined,
    credited: creditedSchema.parse(JSON.parse(row.credited)),
    memo: memoOf(row),
    carried: row.carried ?? undefined,
    approvedBy: row.approvedBy ?? undefined,
    approvedAt: row.approvedAt ?? undefined,
    withdrawnBy: row.withdrawnBy ?? undefined,
    withdrawnAt: row.withdrawnAt ?? undefined,
    withdrawnReason: row.withdrawnReason ?? undefined,
    postingState: row.postingState ?? undefined,
    postingVoidedAt: row.postingVoidedAt ?? undefined,
  }
}

function memoOf({ sequence, document, body, documentKind, documentNumber }: Row): CreditMemoText | undefined {
  if (sequence === null || document === null || body === null || documentKind === null) return undefined
  return { sequence, document, body, documentKind, documentNumber: documentNumber ?? undefined }
}
