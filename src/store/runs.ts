import { sql } from 'kysely'
import type { Period } from '../domain/period.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Transaction } from './database.ts'

export interface Run {
  readonly id: string
  /** The operator's short name for it: 1, 2, 3, … */
  readonly number: number
  readonly period: Period
  readonly evidenceUntil: Date
  readonly asOf: PlainDate
  readonly configVersion: number
  readonly engineVersion: string
  readonly clients: readonly string[] | undefined
  readonly state: 'preparing' | 'ready' | 'failed'
  /** Names all invoices and anomalies together. */
  readonly sha256: string | undefined
  readonly requestedBy: string
  readonly createdAt: Date
}

interface RunRow extends Omit<Run, 'period' | 'clients' | 'sha256'> {
  readonly periodStart: string
  readonly periodEnd: string
  readonly clients: readonly string[] | null
  readonly sha256: string | null
}

const columns = sql`id, number, period_start as "periodStart", period_end as "periodEnd",
  evidence_until as "evidenceUntil", as_of as "asOf", config_version as "configVersion",
  engine_version as "engineVersion", clients, state, sha256, requested_by as "requestedBy", created_at as "createdAt"`

export async function createRun(transaction: Transaction, run: Omit<Run, 'number' | 'state' | 'sha256'>): Promise<Run> {
  await sql`select pg_advisory_xact_lock(hashtextextended('run/' || current_organization_id()::text, 0))`.execute(
    transaction,
  )
  const { rows } = await sql<RunRow>`
    insert into run (organization_id, id, number, period_start, period_end, evidence_until, as_of, config_version,
      engine_version, clients, state, requested_by, created_at)
    select current_organization_id(), ${run.id}, coalesce(max(number), 0) + 1, ${run.period.start}, ${run.period.end},
      ${run.evidenceUntil}, ${run.asOf}, ${run.configVersion}, ${run.engineVersion}, ${run.clients ?? null}::text[],
      'preparing', ${run.requestedBy}, ${run.createdAt}
    from run returning ${columns}`.execute(transaction)
  const created = rows[0]
  if (created === undefined) throw new Error('The run was not stored.')
  return toRun(created)
}

export async function finishRun(transaction: Transaction, runId: string, sha256: string, now: Date): Promise<void> {
  await sql`update run set state = 'ready', sha256 = ${sha256}, ready_at = ${now}
    where id = ${runId} and state = 'preparing'`.execute(transaction)
}

export async function failRun(transaction: Transaction, runId: string): Promise<void> {
  await sql`update run set state = 'failed' where id = ${runId} and state = 'preparing'`.execute(transaction)
}

export async function findRun(transaction: Transaction, number: number): Promise<Run | undefined> {
  const { rows } = await sql<RunRow>`select ${columns} from run where number = ${number}`.execute(transaction)
  return rows[0] === undefined ? undefined : toRun(rows[0])
}

/** Newest first; of one billing period, where one is named. */
export async function listRuns(transaction: Transaction, period?: Period): Promise<readonly Run[]> {
  const which = period === undefined ? sql`true` : sql`period_start = ${period.start}`
  const { rows } = await sql<RunRow>`select ${columns} from run where ${which} order by number desc`.execute(
    transaction,
  )
  return rows.map(toRun)
}

function toRun({ periodStart, periodEnd, clients, sha256, ...row }: RunRow): Run {
  const period = { start: periodStart, end: periodEnd }
  return { ...row, period, clients: clients ?? undefined, sha256: sha256 ?? undefined }
}
