import { findBackfillReport, listBackfillReports, type BackfillReportNote } from '../../store/backfill-reports.ts'
import { withOrganization } from '../../store/database.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { BackfillReport } from './report.ts'

/** The audits that were made, newest first. */
export async function storedReports({ database, organization }: AppContext): Promise<readonly BackfillReportNote[]> {
  return withOrganization(database, organization.id, listBackfillReports)
}

/**
 * An audit as it was made, whatever has become known since.
 * @param id the beginning of it is enough. @throws {NotFound} where none, or more than one, begins so.
 */
export async function storedReport(
  context: AppContext,
  id: string,
): Promise<{ readonly note: BackfillReportNote; readonly report: BackfillReport }> {
  const { database, organization } = context
  const [note, ...others] = (await storedReports(context)).filter((each) => each.id.startsWith(id))
  if (note === undefined || others.length > 0) {
    const found = note === undefined ? 'There is no report' : 'There are several reports'
    throw new NotFound(`${found} "${id}". \`seatledger backfill --list\` lists them.`)
  }
  const text = await withOrganization(database, organization.id, (tx) => findBackfillReport(tx, note.id))
  if (text === undefined) throw new Error(`The text of report ${note.id} is not in the database.`)
  // Written by this program and never changed.
  return { note, report: JSON.parse(text) as BackfillReport }
}
