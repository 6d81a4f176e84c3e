import { formatMonth, type Period } from '../../domain/period.ts'
import { readCutOver, saveCutOver, type CutOver } from '../../store/cut-over.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'
import { MonthBeforeCutOver } from './cut-over-refused.ts'

/** Says from which month on is billed from here; undefined: from any. No run is made of a month before it. */
export async function setFirstMonth(
  context: AppContext,
  firstMonth: Period | undefined,
  reason: string,
): Promise<CutOver | undefined> {
  if (reason.trim() === '') throw new InvalidInput('Say why, for the record: --why "...".')
  const { database, organization, actor } = context
  const cutOver =
    firstMonth === undefined
      ? undefined
      : { firstMonth, setBy: actor, setAt: database.clock.now(), reason: reason.trim() }
  await withOrganization(database, organization.id, async (tx) => {
    await saveCutOver(tx, cutOver)
    const subject = firstMonth === undefined ? 'none' : formatMonth(firstMonth)
    await recordActivity(tx, context, { action: 'set-first-month', subject, details: { reason: reason.trim() } })
  })
  return cutOver
}

/** @throws {MonthBeforeCutOver} for a month that was billed before SeatLedger was. */
export async function requireAfterCutOver(tx: Transaction, period: Period): Promise<void> {
  const cutOver = await readCutOver(tx)
  if (cutOver !== undefined && period.start < cutOver.firstMonth.start) {
    throw new MonthBeforeCutOver(period, cutOver.firstMonth)
  }
}
