import { plainDateIn } from '../../domain/plain-date.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import type { PeriodTieOut } from '../../reconciliation/tie-out.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { MonthClosing } from '../../store/month-closings.ts'
import { findTieOut, newestTieOut } from '../../store/tie-outs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { MonthNotBegun } from '../run/run-failures.ts'
import { readStoredTieOut } from './read-stored-tie-out.ts'
import { tieOutBasis, workTieOut, type StandingTieOut } from './reconcile-month.ts'
import { rememberedTieOuts } from './remembered-tie-outs.ts'

/**
 * A month's tie-out as of now: the stored one where nothing that it was worked from has changed since, else worked and
 * stored. @throws {MonthNotBegun | NoBillingConfig}
 */
export async function currentTieOut(
  context: AppContext,
  adapters: AdapterRegistry,
  period: Period,
): Promise<StandingTieOut> {
  const { database, organization } = context
  const today = plainDateIn(organization.timeZone, database.clock.now())
  if (period.start > today) throw new MonthNotBegun(period, today)
  const stored = await withOrganization(database, organization.id, async (tx) => {
    const newest = await newestTieOut(tx, period)
    if (newest?.basis === undefined) return undefined
    if (newest.basis !== (await tieOutBasis(tx, context, period)).basis) return undefined
    const tieOut = await readTieOut(tx, period, newest.sha256)
    return tieOut === undefined
      ? undefined
      : { tieOut, sha256: newest.sha256, madeAt: newest.createdAt, basis: newest.basis }
  })
  return stored ?? workTieOut(context, adapters, period)
}

/** The tie-out that a month was closed on. */
export async function closedTieOut(tx: Transaction, closing: MonthClosing): Promise<StandingTieOut> {
  const { period, tieOutSha256: sha256, closedAt } = closing
  const tieOut = await readTieOut(tx, period, sha256)
  if (tieOut === undefined) {
    throw new Error(`What ${formatMonth(period)} was closed on is not in the database, or cannot be read.`)
  }
  return { tieOut, sha256, madeAt: closedAt, basis: undefined }
}

async function readTieOut(tx: Transaction, period: Period, sha256: string): Promise<PeriodTieOut | undefined> {
  const atHand = rememberedTieOuts.get(sha256)
  if (atHand !== undefined) return atHand
  const text = await findTieOut(tx, period, sha256)
  const tieOut = text === undefined ? undefined : readStoredTieOut(text)
  if (text !== undefined && tieOut !== undefined) rememberedTieOuts.keep(sha256, tieOut, text.length)
  return tieOut
}
