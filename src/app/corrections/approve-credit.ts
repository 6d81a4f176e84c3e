import { randomUUID } from 'node:crypto'
import { withoutReasons } from '../../domain/invoice-without-reasons.ts'
import { formatMonth } from '../../domain/period.ts'
import { billedCarriedIds } from '../../store/carried-lines.ts'
import { findCorrection, lockCountingPostings } from '../../store/corrections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import {
  approveCreditRow,
  deleteCreditIntent,
  findCreditsByHash,
  listCountingCredits,
  withdrawCreditRow,
  type CreditMemoText,
  type PostingCredit,
} from '../../store/posting-credits.ts'
import { findPosting, intendPosting, type NewPosting } from '../../store/postings.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { readCarriedLines } from '../close/carried-text.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { postingReference } from '../posting/posting-reference.ts'
import { recordActivity } from '../record-activity.ts'
import { CorrectionRefused } from './correction-refused.ts'
import { overCredited } from './credited-lines.ts'

const shortestHash = 12

export interface ApprovedCredit {
  readonly credit: PostingCredit
  /** False: it was approved before. */
  readonly newly: boolean
}

/**
 * Records the decision on exactly the credit that was shown. A credit memo gets its intent in the same transaction, so
 * that posting the month sends it, once; an adjustment is on the client's next run. Doing it twice changes nothing.
 * @throws {CorrectionRefused} when no such credit is proposed, its invoice no longer counts, or a line would give back
 *   more than it billed. {@link MonthClosed} for a credit memo of a closed month.
 */
export async function approveCredit(context: AppContext, hash: string): Promise<ApprovedCredit> {
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    const named = await findByHash(tx, hash)
    await lockOpen(tx, named)
    // Whoever was faster held the invoice until then.
    const credit = await findByHash(tx, hash)
    if (credit.approvedAt !== undefined) return { credit, newly: false }
    await requireCreditable(tx, credit)
    const at = database.clock.now()
    await approveCreditRow(tx, credit.id, { by: actor, at })
    if (credit.memo !== undefined && !(await intendMemo(tx, context, credit, credit.memo, at))) {
      throw new CorrectionRefused('Another document has taken its place in the month. Propose the credit again.')
    }
    await recordActivity(tx, context, activityOf('approve-credit', credit, credit.reason))
    return { credit: { ...credit, approvedBy: actor, approvedAt: at }, newly: true }
  })
}

/**
 * Takes a credit back of which nothing reached a ledger: a proposal, a credit memo that was not sent or was refused, an
 * adjustment that no invoice has. It stays on record.
 * @throws {CorrectionRefused} when it is, or may be, in the ledger.
 */
export async function withdrawCredit(context: AppContext, hash: string, reason: string): Promise<PostingCredit> {
  if (reason.trim() === '') throw new InvalidInput('Say why the credit is taken back: --why "...".')
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    const named = await findByHash(tx, hash)
    await lockOpen(tx, named)
    const credit = await findByHash(tx, hash)
    if (credit.approvedAt !== undefined && !(await isStillOurs(tx, credit))) {
      const name = credit.memo?.documentNumber ?? 'it'
      throw new CorrectionRefused(
        credit.kind === 'adjustment'
          ? 'The adjustment stands on an invoice already. Credit that invoice, or adjust it in its turn.'
          : `The credit memo is in the ledger, or may be. Delete ${name} there, then note it: seatledger correct ${formatMonth(credit.period)} --void ${credit.clientId} --number ${name} --why "...".`,
      )
    }
    await withdrawCreditRow(tx, credit.id, { by: actor, at: database.clock.now(), reason: reason.trim() })
    await recordActivity(tx, context, activityOf('withdraw-credit', credit, reason.trim()))
    return credit
  })
}

/** @throws {CorrectionRefused} when the hash names none, several, or one that was taken back. */
async function findByHash(tx: Transaction, hash: string): Promise<PostingCredit> {
  const given = hash.toLowerCase()
  if (!/^[0-9a-f]+$/.test(given) || given.length < shortestHash) {
    throw new CorrectionRefused(
      `"${hash.slice(0, 80)}" is not a hash. Give at least ${String(shortestHash)} characters of the credit's, as \`seatledger correct MONTH\` lists it.`,
    )
  }
  const found = await findCreditsByHash(tx, given)
  const open = found.filter(({ withdrawnAt }) => withdrawnAt === undefined)
  const [only, ...others] = open
  if (only !== undefined && others.length === 0) return only
  if (others.length > 0) throw new CorrectionRefused(`${given} names several credits; give more of the hash.`)
  throw new CorrectionRefused(
    found.length > 0 ? `The credit ${given} was taken back.` : `No credit with the hash ${given} was proposed.`,
  )
}

async function lockOpen(tx: Transaction, { kind, period, clientId }: PostingCredit): Promise<void> {
  if (kind === 'credit-memo') await requireOpenMonth(tx, period, 'its credit memos stay as they are')
  await lockCountingPostings(tx, period, clientId)
}

async function requireCreditable(tx: Transaction, credit: PostingCredit): Promise<void> {
  const corrected = await findPosting(tx, credit.postingId)
  const number = credit.correctedNumber ?? 'The invoice'
  const isBeingVoided = (await findCorrection(tx, credit.postingId)) !== undefined
  if (corrected?.state !== 'posted' || corrected.voidedAt !== undefined || isBeingVoided) {
    throw new CorrectionRefused(`${number} was voided, or is about to be, so there is nothing left to credit of it.`)
  }
  const before = (await listCountingCredits(tx, credit.postingId)).flatMap(({ credited }) => credited)
  const line = overCredited(readInvoiceDocument(corrected.invoice), credit.credited, before)
  if (line === undefined) return
  throw new CorrectionRefused(
    `Line ${line.lineKey} of ${number} was credited since, so that this would give back more than the ${line.amount} that it billed. Propose the credit again.`,
  )
}

async function intendMemo(
  tx: Transaction,
  { organization }: AppContext,
  credit: PostingCredit,
  { document, body, sequence, documentKind, documentNumber }: CreditMemoText,
  now: Date,
): Promise<boolean> {
  const memo = readInvoiceDocument(document)
  const posting: NewPosting = {
    id: randomUUID(),
    ledgerConnectionId: memo.ledgerConnectionId,
    clientId: memo.clientId,
    period: memo.billingPeriod,
    sequence,
    approvalId: undefined,
    creditId: credit.id,
    documentKind,
    documentNumber,
    reference: postingReference(organization.id, memo),
    customerId: memo.ledgerCustomerId,
    currency: memo.currency,
    netTotal: memo.total,
    invoice: document,
    invoiceWithoutReasons: canonicalJson(withoutReasons(memo)),
    body,
    bodySha256: sha256(body),
    requestId: randomUUID(),
  }
  return intendPosting(tx, posting, now)
}

/** Nothing of it reached a ledger; what was only intended is taken back. */
async function isStillOurs(tx: Transaction, credit: PostingCredit): Promise<boolean> {
  if (credit.carried !== undefined) {
    return (await billedCarriedIds(tx, readCarriedLines(credit.carried))).size === 0
  }
  if (await deleteCreditIntent(tx, credit.id)) return true
  return credit.postingState === 'rejected' || credit.postingVoidedAt !== undefined
}

function activityOf(
  action: 'approve-credit' | 'withdraw-credit',
  { clientId, kind, correctedNumber, credited, sha256: hash, period }: PostingCredit,
  reason: string,
): Parameters<typeof recordActivity>[2] {
  const details = { client: clientId, kind, corrects: correctedNumber ?? null, credited, sha256: hash, reason }
  return { action, subject: formatMonth(period), details }
}
