import { randomUUID } from 'node:crypto'
import { formatMonth } from '../../domain/period.ts'
import { LedgerNotFound, PostingRejected } from '../../ledgers/errors.ts'
import type { LedgerGateway, PostedDocument } from '../../ledgers/gateway.ts'
import {
  findCorrection,
  finishCorrection,
  intendCorrection,
  refuseCorrection,
  type Correction,
} from '../../store/corrections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listCountingCredits } from '../../store/posting-credits.ts'
import type { Posting } from '../../store/postings.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { driftOf } from '../drift/drift-of.ts'
import { openLedger } from '../open-connection.ts'
import { recordActivity } from '../record-activity.ts'
import { CorrectionRefused } from './correction-refused.ts'
import { findCorrectedPosting, nameOfPosting, type CorrectedInvoice } from './find-corrected-posting.ts'

export interface VoidOrder extends CorrectedInvoice {
  readonly reason: string
}

export interface VoidedPosting {
  readonly posting: Posting
  readonly outcome: string
}

/**
 * Takes a posted invoice back in its ledger, so that its month can be billed anew: the next run prepares it under the
 * posting key's next sequence, and it is reviewed, approved and posted like any other. The intent (who, when, why, the
 * document's version, the request id) is stored before anything is sent. Killed or unanswered, the same call goes on: it
 * looks at the document first and sends nothing where it is void.
 * @throws {CorrectionRefused} when there is no such invoice, or it was edited, paid or cannot be voided.
 * @throws {MonthClosed} when the month is closed. {@link PostingOutcomeUnknown} when the ledger gave no usable answer.
 */
export async function voidPosting(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  order: VoidOrder,
  signal: AbortSignal,
): Promise<VoidedPosting> {
  if (order.reason.trim() === '') throw new InvalidInput('Say why the invoice is voided: --why "...".')
  const { clock } = context.database
  const inOrganization = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    withOrganization(context.database, context.organization.id, work)
  const posting = await inOrganization((tx) => postingToVoid(tx, order))
  const { gateway } = await openLedger(context, adapters, keys, posting.ledgerConnectionId)
  const now = await documentNow(gateway, posting, signal)
  const isGone = now === undefined || now.voided
  const obstacle = isGone ? undefined : obstacleTo(gateway, posting, now)
  const correction = await inOrganization(async (tx) => {
    // Whoever was faster holds the row until then.
    await postingToVoid(tx, order)
    const before = await findCorrection(tx, posting.id)
    if (obstacle !== undefined) {
      if (before !== undefined) await refuseCorrection(tx, before, obstacle, clock.now())
      return undefined
    }
    const version = isGone ? (before?.documentVersion ?? now?.version ?? '') : (now.version ?? '')
    await intendCorrection(tx, newCorrection(context, posting, order, version))
    if (before === undefined) await recordActivity(tx, context, voidActivity(posting, order))
    const standing = await findCorrection(tx, posting.id)
    if (standing === undefined || !isGone) return standing
    const outcome = outcomeOf(now, before)
    await finishCorrection(tx, standing, outcome, clock.now())
    return { ...standing, outcome }
  })
  if (correction === undefined)
    throw new CorrectionRefused(`${nameOfPosting(posting)} was not voided: ${obstacle ?? ''}`)
  if (isGone) return { posting, outcome: correction.outcome ?? 'voided' }
  const refusal = await refusalOf(gateway, posting, correction, signal)
  await inOrganization((tx) =>
    refusal === undefined
      ? finishCorrection(tx, correction, 'voided', clock.now())
      : refuseCorrection(tx, correction, refusal.message, clock.now()),
  )
  if (refusal !== undefined) throw refusal
  return { posting, outcome: 'voided' }
}

/** @throws {CorrectionRefused} when none, or more than one, is meant, or something was credited of it. */
async function postingToVoid(tx: Transaction, order: VoidOrder): Promise<Posting> {
  await requireOpenMonth(tx, order.period, 'nothing of it is voided. Open it again first')
  const posting = await findCorrectedPosting(tx, order)
  const [credit] = await listCountingCredits(tx, posting.id)
  if (credit === undefined) return posting
  const what = credit.kind === 'adjustment' ? 'an adjustment' : `the credit memo ${credit.memo?.documentNumber ?? ''}`
  throw new CorrectionRefused(
    `${nameOfPosting(posting)} is not voided: ${what} takes something off it, which would be credited twice. Take that back first: seatledger correct ${formatMonth(order.period)} --withdraw ${credit.sha256.slice(0, 12)} --why "...".`,
  )
}

/** The document as it is; undefined: the ledger has it no more. */
async function documentNow(
  gateway: LedgerGateway,
  { documentId = '', documentKind }: Posting,
  signal: AbortSignal,
): Promise<PostedDocument | undefined> {
  try {
    const document = await gateway.read(documentId, signal)
    return document.documentKind === documentKind ? document : undefined
  } catch (error) {
    if (error instanceof LedgerNotFound) return undefined
    throw error
  }
}

/** Ledgers with automatic credits, such as QuickBooks', set a credit against an invoice in the moment it is posted. */
const appliedCredit =
  'the ledger has set this credit against an invoice already, and does not let go of it while that stands. Take it off there first (in QuickBooks, delete the payment of 0.00 that links the two; with automatic credits on, it makes one by itself), then delete the credit memo there. Or leave it, and bill the amount again with --adjust or a manual line.'

/** Why a document is not voided without a person having looked at it in the ledger. */
function obstacleTo(gateway: LedgerGateway, posting: Posting, now: PostedDocument): string | undefined {
  if (gateway.voidDocument === undefined) return 'this ledger voids nothing. Correct it there by hand.'
  if (now.version === undefined) return 'the ledger does not say which version it holds. Void it there and try again.'
  const posted = JSON.parse(posting.document ?? '{}') as PostedDocument
  const drift = driftOf(posted, { kind: 'changed', document: now })
  switch (drift?.kind) {
    case 'edited':
      return 'somebody changed it in the ledger (`seatledger drift`). If it shall go, void it there and run this again.'
    case 'paid':
    case 'partly-paid':
      if (posting.documentKind === 'credit-memo') return appliedCredit
      return 'a payment or credit is applied to it. Take that off in the ledger first, or credit the client there.'
    case 'voided':
    case 'deleted':
    case 'unpaid-again':
    case undefined:
      return undefined
  }
}

function newCorrection(
  { database, actor }: AppContext,
  { id: postingId }: Posting,
  { reason }: VoidOrder,
  documentVersion: string,
): Parameters<typeof intendCorrection>[1] {
  const requestedAt = database.clock.now()
  return {
    ...{ id: randomUUID(), postingId, requestedBy: actor, requestedAt, reason: reason.trim() },
    ...{ documentVersion, requestId: randomUUID() },
  }
}

function voidActivity(posting: Posting, { period, clientId, reason }: VoidOrder): Parameters<typeof recordActivity>[2] {
  const details = {
    client: clientId,
    number: nameOfPosting(posting),
    netTotal: posting.netTotal,
    reason: reason.trim(),
  }
  return { action: 'void-invoice', subject: formatMonth(period), details: { ...details, currency: posting.currency } }
}

function outcomeOf(now: PostedDocument | undefined, before: Correction | undefined): string {
  if (now === undefined) return 'it was deleted in the ledger'
  return before === undefined ? 'it was void in the ledger already' : 'voided'
}

/**
 * Sends the request. Why the ledger refused it, or undefined where the document is void: a refusal of ours may come from
 * another process having been faster, so the document is looked at before it is believed.
 */
async function refusalOf(
  gateway: LedgerGateway,
  { documentKind, documentId = '' }: Posting,
  { documentVersion: version, requestId }: Correction,
  signal: AbortSignal,
): Promise<PostingRejected | undefined> {
  try {
    await gateway.voidDocument?.({ documentKind, documentId, version, requestId }, signal)
    return undefined
  } catch (error) {
    if (!(error instanceof PostingRejected)) throw error
    return (await gateway.read(documentId, signal)).voided ? undefined : error
  }
}
