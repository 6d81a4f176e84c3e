import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import { sha256 } from '../support/hash.ts'
import type { Transaction } from './database.ts'

/** An audit of past months as it was made, without its text. */
export interface BackfillReportNote {
  readonly id: string
  readonly firstMonth: string
  readonly lastMonth: string
  readonly madeAt: Date
  readonly madeBy: string
  readonly sha256: string
}

/** Keeps a report as it was shown. @param report.text As JSON. */
export async function saveBackfillReport(
  transaction: Transaction,
  report: { readonly months: Period; readonly lastMonth: Period; readonly madeBy: string; readonly text: string },
  now: Date,
): Promise<BackfillReportNote> {
  const { months, lastMonth, madeBy, text } = report
  const note = { id: randomUUID(), firstMonth: months.start, lastMonth: lastMonth.start, madeAt: now, madeBy }
  const hash = sha256(text)
  await sql`insert into backfill_report (organization_id, id, first_month, last_month, made_at, made_by, sha256, report)
    values (current_organization_id(), ${note.id}, ${note.firstMonth}, ${note.lastMonth}, ${now}, ${madeBy}, ${hash}, ${text})`.execute(
    transaction,
  )
  return { ...note, sha256: hash }
}

/** The reports that were made, newest first. */
export async function listBackfillReports(transaction: Transaction): Promise<readonly BackfillReportNote[]> {
  const { rows } = await sql<BackfillReportNote>`
    select id, first_month as "firstMonth", last_month as "lastMonth", made_at as "madeAt", made_by as "madeBy", sha256
    from backfill_report order by made_at desc, id`.execute(transaction)
  return rows
}

/** The text of one report as JSON; undefined: there is none of this id. */
export async function findBackfillReport(transaction: Transaction, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ report: string }>`
    select report from backfill_report where id::text = ${id}`.execute(transaction)
  return rows[0]?.report
}
