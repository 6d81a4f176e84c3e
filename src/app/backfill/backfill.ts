import { formatMonth, monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { saveBackfillReport, type BackfillReportNote } from '../../store/backfill-reports.ts'
import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { recordActivity } from '../record-activity.ts'
import { auditPast } from './audit-past.ts'
import { loadPast, type PastRequest } from './load-past.ts'
import { rangeOf, readPast, type PastRead } from './read-past.ts'
import type { BackfillReport } from './report.ts'

export interface BackfillRequest extends PastRequest {
  /** False: only what is stored already is looked at. */
  readonly reads: boolean
}

const mostMonths = 36

/** The months from the first to the last, both inside. @throws {InvalidInput} when they are none, or too many. */
export function pastMonths(first: Period, last: Period): readonly Period[] {
  const months: Period[] = []
  for (let month = first; month.start <= last.start; month = monthOf(month.end)) {
    months.push(month)
    if (months.length > mostMonths) {
      throw new InvalidInput(`At most ${String(mostMonths)} months are looked at in one go; choose a later --from.`)
    }
  }
  if (months.length === 0) {
    throw new InvalidInput(
      `${formatMonth(first)} comes after ${formatMonth(last)}, so that there are no months between.`,
    )
  }
  return months
}

/** The last month that is over. */
export function lastMonthOver({ database, organization }: AppContext): Period {
  return previousMonth(monthOf(plainDateIn(organization.timeZone, database.clock.now())))
}

/**
 * Audits months that were billed before: reads what the distributors and the ledgers still tell of them, works out what
 * should have been billed, and reports leakage and over-billing with its evidence. The report is kept. Reading may be
 * stopped and goes on where it was; nothing is written to a ledger.
 * @throws {InvalidInput} for months that are not over.
 */
export async function backfill(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  request: BackfillRequest,
  work: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<{ readonly report: BackfillReport; readonly note: BackfillReportNote }> {
  const { months } = request
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) throw new InvalidInput('There is no month to look at.')
  if (last.start > lastMonthOver(context).start) {
    throw new InvalidInput(`${formatMonth(last)} is not over, so that its invoices are still to come.`)
  }
  const read: PastRead = request.reads ? await readPast(context, adapters, keys, months, work) : nothingFailed
  work.signal.throwIfAborted()
  const evidence = await loadPast(context, adapters, request, read)
  const report = auditPast(evidence, (done) => {
    work.progress.report('months-audited', done, months.length)
  })
  const { database, organization, actor } = context
  const note = await withOrganization(database, organization.id, async (tx) => {
    const kept = { months: rangeOf(months), lastMonth: last, madeBy: actor, text: JSON.stringify(report) }
    const saved = await saveBackfillReport(tx, kept, database.clock.now())
    await recordActivity(tx, context, {
      action: 'backfill',
      subject: `${report.firstMonth} to ${report.lastMonth}`,
      details: { report: saved.id, findings: report.findings.length },
    })
    return saved
  })
  return { report, note }
}

const nothingFailed: PastRead = { sourceFailures: new Map(), ledgerFailures: new Map() }
