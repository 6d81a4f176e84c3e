import { formatMonth, type Period } from '../../domain/period.ts'
import { countIntendedCorrections } from '../../store/corrections.ts'
import { withOrganization } from '../../store/database.ts'
import { lockMonth, reopenClosing, saveClosing, type MonthClosing } from '../../store/month-closings.ts'
import { newestTieOut } from '../../store/tie-outs.ts'
import { countUnsettled } from '../../store/unsettled-postings.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { requireBillingConfig } from '../run/require-billing-config.ts'
import { MonthClosed, MonthNotClosed, MonthNotReady } from './close-failures.ts'
import { showMonth } from './show-month.ts'

/**
 * Closes a month on the tie-out as of now: only where nothing is unexplained, nothing could not be checked, each
 * difference is decided on, and no posting or void of it is on its way. From then on no run, approval, posting, decision or
 * config of that month is taken.
 * @throws {MonthNotReady | MonthClosed | PostingsUnsettled | CorrectionsUnsettled}
 */
export async function closeMonth(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
  note: string | undefined,
): Promise<MonthClosing> {
  const begun = context.database.clock.now()
  const { state, closing } = await showMonth(context, adapters, period)
  if (closing !== undefined) throw new MonthClosed(period, 'it cannot be closed again')
  if (state.obstacles.length > 0) throw new MonthNotReady(period, state.obstacles)
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    await lockMonth(tx, period, 'alone')
    const unsettled = await countUnsettled(tx, period, begun)
    if (unsettled > 0) throw new PostingsUnsettled(period, unsettled)
    const voids = await countIntendedCorrections(tx, period)
    if (voids > 0) throw new CorrectionsUnsettled(period, voids)
    const tieOut = await newestTieOut(tx, period)
    if (tieOut === undefined) throw new Error('The tie-out that was just made is not there.')
    const config = await requireBillingConfig(tx, period)
    const details = { tieOut: tieOut.sha256, configVersion: config.version, note }
    const saved = {
      period,
      closedAt: database.clock.now(),
      closedBy: actor,
      note,
      tieOutSha256: tieOut.sha256,
      configVersion: config.version,
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
