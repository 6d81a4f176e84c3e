import { formatMonth, type Period } from '../../domain/period.ts'
import { monthState } from '../../reconciliation/decisions/month-state.ts'
import { countIntendedCorrections } from '../../store/corrections.ts'
import { withOrganization } from '../../store/database.ts'
import { decisionsInForce } from '../../store/decisions.ts'
import { lockMonth, reopenClosing, saveClosing, type MonthClosing } from '../../store/month-closings.ts'
import { countUnsettled } from '../../store/unsettled-postings.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { tieOutBasis } from '../tie-out/reconcile-month.ts'
import { MonthClosed, MonthNotClosed, MonthNotReady, MonthOvertaken } from './close-failures.ts'
import { makeTieOut } from './make-tie-out.ts'

export interface ClosingRequest {
  readonly period: Period
  readonly note: string | undefined
  /** The tie-out that the operator has seen, by its hash; undefined: whichever is current. */
  readonly tieOutSha256?: string | undefined
}

/**
 * Closes a month on the tie-out as of now: only where nothing is unexplained, nothing could not be checked, each
 * difference is decided on, and no posting or void of it is on its way. From then on no run, approval, posting, decision or
 * config of that month is taken.
 * @throws {MonthNotReady | MonthClosed | MonthOvertaken | PostingsUnsettled | CorrectionsUnsettled}
 */
export async function closeMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  request: ClosingRequest,
): Promise<MonthClosing> {
  const { period, note } = request
  const begun = context.database.clock.now()
  const { tieOut, sha256, basis, closing } = await makeTieOut(context, adapters, period)
  if (closing !== undefined) throw new MonthClosed(period, 'it cannot be closed again')
  if (request.tieOutSha256 !== undefined && request.tieOutSha256 !== sha256) throw new MonthOvertaken(period)
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    await lockMonth(tx, period, 'alone')
    // Decisions may have been taken back, and evidence read, while the tie-out was looked at.
    const { obstacles } = monthState(tieOut, await decisionsInForce(tx))
    if (obstacles.length > 0) throw new MonthNotReady(period, obstacles)
    const unsettled = await countUnsettled(tx, period, begun)
    if (unsettled > 0) throw new PostingsUnsettled(period, unsettled)
    const voids = await countIntendedCorrections(tx, period)
    if (voids > 0) throw new CorrectionsUnsettled(period, voids)
    const now = await tieOutBasis(tx, context, period)
    if (now.basis !== basis) throw new MonthOvertaken(period)
    const details = { tieOut: sha256, configVersion: now.config.version, note }
    const saved = {
      period,
      closedAt: database.clock.now(),
      closedBy: actor,
      note,
      tieOutSha256: sha256,
      configVersion: now.config.version,
      activity: await recordActivity(tx, context, { action: 'close-month', subject: formatMonth(period), details }),
    }
    if (!(await saveClosing(tx, saved))) throw new MonthClosed(period, 'it cannot be closed again')
    return { ...saved, reopenedAt: undefined, reopenedBy: undefined, reopenReason: undefined }
  })
}

/** Opens a closed month again. What was closed stays on record. @throws {MonthNotClosed | InvalidInput} */
export async function reopenMonth(context: AppContext, period: Period, reason: string): Promise<void> {
  if (reason.trim() === '') throw new InvalidInput('Say why the month is opened again, for the record: --why "…"')
  const { database, organization, actor } = context
  await withOrganization(database, organization.id, async (tx) => {
    const reopened = { at: database.clock.now(), by: actor, reason }
    if (!(await reopenClosing(tx, period, reopened))) throw new MonthNotClosed(period)
    await recordActivity(tx, context, { action: 'reopen-month', subject: formatMonth(period), details: { reason } })
  })
}

export class PostingsUnsettled extends InvalidInput {
  override readonly code = 'close.postings-unsettled'

  constructor(period: Period, count: number) {
    const month = formatMonth(period)
    const many = count === 1 ? '1 approved invoice' : `${String(count)} approved invoices`
    super(
      `${month} cannot be closed: ${many} of it did not reach the ledger yet. \`seatledger post ${month}\` goes on.`,
    )
  }
}

export class CorrectionsUnsettled extends InvalidInput {
  override readonly code = 'close.corrections-unsettled'

  constructor(period: Period, count: number) {
    const month = formatMonth(period)
    const many = count === 1 ? 'the void of 1 invoice has' : `the voids of ${String(count)} invoices have`
    super(
      `${month} cannot be closed: ${many} begun and not ended. \`seatledger correct ${month}\` shows which; void the same again to go on.`,
    )
  }
}
