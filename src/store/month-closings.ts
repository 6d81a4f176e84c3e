import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { ActivityPlace } from './activity.ts'
import type { Transaction } from './database.ts'

/** A month that was closed, with what it was closed on; opened again where `reopenedAt` is set. */
export interface MonthClosing {
  readonly period: Period
  readonly closedAt: Date
  readonly closedBy: string
  readonly note: string | undefined
  readonly tieOutSha256: string
  readonly configVersion: number
  /** The entry of the activity log that says so; undefined for a month that was closed before there was one. */
  readonly activity: ActivityPlace | undefined
  readonly reopenedAt: Date | undefined
  readonly reopenedBy: string | undefined
  readonly reopenReason: string | undefined
}

interface ClosingRow {
  readonly periodStart: string
  readonly periodEnd: string
  readonly closedAt: Date
  readonly closedBy: string
  readonly note: string | null
  readonly tieOutSha256: string
  readonly configVersion: number
  readonly activitySequence: number | null
  readonly activitySha256: string | null
  readonly reopenedAt: Date | null
  readonly reopenedBy: string | null
  readonly reopenReason: string | null
}

const columns = sql`period_start as "periodStart", period_end as "periodEnd", closed_at as "closedAt",
  closed_by as "closedBy", note, tie_out_sha256 as "tieOutSha256", config_version as "configVersion",
  activity_sequence::integer as "activitySequence", activity_sha256 as "activitySha256", reopened_at as "reopenedAt", reopened_by as "reopenedBy", reopen_reason as "reopenReason"`

/**
 * Keeps a month from being closed while work on it is recorded (`shared`, by any number at once), or keeps such work
 * away while it is closed (`alone`); until the transaction ends.
 */
export async function lockMonth(transaction: Transaction, period: Period, how: 'shared' | 'alone'): Promise<void> {
  const key = `month/${period.start}/`
  await (
    how === 'alone'
      ? sql`select pg_advisory_xact_lock(hashtextextended(${key} || current_organization_id()::text, 0))`
      : sql`select pg_advisory_xact_lock_shared(hashtextextended(${key} || current_organization_id()::text, 0))`
  ).execute(transaction)
}

/** Closes a month; false where it is closed already. */
export async function saveClosing(
  transaction: Transaction,
  closing: Omit<MonthClosing, 'reopenedAt' | 'reopenedBy' | 'reopenReason'>,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into month_closing (organization_id, period_start, period_end, closed_at, closed_by, note, tie_out_sha256,
      config_version, activity_sequence, activity_sha256)
    values (current_organization_id(), ${closing.period.start}, ${closing.period.end}, ${closing.closedAt},
      ${closing.closedBy}, ${closing.note ?? null}, ${closing.tieOutSha256}, ${closing.configVersion},
      ${closing.activity?.sequence ?? null}, ${closing.activity?.sha256 ?? null})
    on conflict (organization_id, period_start) where reopened_at is null do nothing
    returning id`.execute(transaction)
  return rows.length === 1
}

/** Opens a closed month again; the row stays, with who and why. False where it is not closed. */
export async function reopenClosing(
  transaction: Transaction,
  period: Period,
  reopened: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update month_closing set reopened_at = ${reopened.at}, reopened_by = ${reopened.by}, reopen_reason = ${reopened.reason}
    where period_start = ${period.start} and reopened_at is null returning id`.execute(transaction)
  return rows.length === 1
}

/** The closing in force, if the month is closed. */
export async function closingOf(transaction: Transaction, period: Period): Promise<MonthClosing | undefined> {
  return (await listClosings(transaction, period)).find(({ reopenedAt }) => reopenedAt === undefined)
}

/** Every time that a month, or any month, was closed, oldest first. */
export async function listClosings(transaction: Transaction, period?: Period): Promise<readonly MonthClosing[]> {
  const which = period === undefined ? sql`true` : sql`period_start = ${period.start}`
  const { rows } = await sql<ClosingRow>`
    select ${columns} from month_closing where ${which} order by period_start, id`.execute(transaction)
  return rows.map(toClosing)
}

function toClosing({
  periodStart,
  periodEnd,
  note,
  activitySequence: sequence,
  activitySha256: sha256,
  reopenedAt,
  reopenedBy,
  reopenReason,
  ...row
}: ClosingRow): MonthClosing {
  return {
    ...row,
    period: { start: periodStart, end: periodEnd },
    note: note ?? undefined,
    activity: sequence === null || sha256 === null ? undefined : { sequence, sha256 },
    reopenedAt: reopenedAt ?? undefined,
    reopenedBy: reopenedBy ?? undefined,
    reopenReason: reopenReason ?? undefined,
  }
}
