import { sql } from 'kysely'
import { withOrganization } from '../database.ts'
import type { Database, Transaction } from '../database.ts'
import { inScope } from '../transaction.ts'
import type { CronSchedule } from './cron.ts'
import { nextDue } from './cron.ts'

/** One standing order of an organization. It may have several for one kind of job, told apart by `key`. */
export interface JobSchedule extends CronSchedule {
  readonly jobName: string
  readonly key: string
  readonly payload: object
  readonly nextDueAt: Date
}

interface DueRow extends CronSchedule {
  readonly organizationId: string
  readonly jobName: string
  readonly key: string
  readonly payload: string
}

const dueLimit = 100

export async function saveSchedule(
  transaction: Transaction,
  schedule: Omit<JobSchedule, 'nextDueAt'>,
  now: Date,
): Promise<Date> {
  const nextDueAt = nextDue(schedule, now)
  const { jobName, key, cron, timeZone } = schedule
  await sql`insert into job_schedule
      (organization_id, job_name, key, cron, time_zone, payload, next_due_at, updated_at)
    values (current_organization_id(), ${jobName}, ${key}, ${cron}, ${timeZone}, ${JSON.stringify(schedule.payload)},
      ${nextDueAt}, ${now})
    on conflict (organization_id, job_name, key) do update set
      cron = excluded.cron, time_zone = excluded.time_zone, payload = excluded.payload,
      next_due_at = excluded.next_due_at, updated_at = excluded.updated_at`.execute(transaction)
  return nextDueAt
}

/** @returns whether there was one. */
export async function deleteSchedule(
  transaction: Transaction,
  schedule: { readonly jobName: string; readonly key: string },
): Promise<boolean> {
  const { rows } = await sql`delete from job_schedule
    where job_name = ${schedule.jobName} and key = ${schedule.key} returning key`.execute(transaction)
  return rows.length > 0
}

export async function listSchedules(database: Database, organizationId: string): Promise<readonly JobSchedule[]> {
  return withOrganization(database, organizationId, async (transaction) => {
    const { rows } = await sql<Omit<JobSchedule, 'payload'> & { payload: string }>`
      select job_name as "jobName", key, cron, time_zone as "timeZone", payload, next_due_at as "nextDueAt"
      from job_schedule order by job_name, key`.execute(transaction)
    return rows.map((row) => ({ ...row, payload: parseObject(row.payload) }))
  })
}

/**
 * Puts a job into the queue for each schedule that is due, in the same transaction that moves the schedule on: so each
 * due time makes one job, however many workers look. A schedule that was due several times while no worker ran makes one
 * job for all of them.
 * @returns how many there were.
 */
export async function enqueueDue(
  database: Database,
  jobNames: readonly string[],
  enqueue: (transaction: Transaction, due: { jobName: string; payload: object; key: string }) => Promise<void>,
): Promise<number> {
  return inScope(database, 'job-scheduler', async (transaction) => {
    const now = database.clock.now()
    const { rows } = await sql<DueRow>`
      select organization_id as "organizationId", job_name as "jobName", key, cron, time_zone as "timeZone", payload
      from job_schedule where next_due_at <= ${now} and job_name = any(${[...jobNames]})
      order by next_due_at limit ${dueLimit} for update skip locked`.execute(transaction)
    for (const row of rows) {
      const key = `schedule ${row.organizationId} ${row.key}`
      await enqueue(transaction, { jobName: row.jobName, payload: parseObject(row.payload), key })
      await moveOn(transaction, row, nextDue(row, now))
    }
    return rows.length
  })
}

/**
 * Brings schedules back that lie further ahead than they can: a clock that was wrong for a while has moved them there.
 */
export async function correctSchedules(database: Database): Promise<void> {
  await inScope(database, 'job-scheduler', async (transaction) => {
    const now = database.clock.now()
    const { rows } = await sql<DueRow & { nextDueAt: Date }>`
      select organization_id as "organizationId", job_name as "jobName", key, cron, time_zone as "timeZone", payload,
        next_due_at as "nextDueAt"
      from job_schedule where next_due_at > ${now} for update skip locked`.execute(transaction)
    for (const row of rows) {
      const due = nextDue(row, now)
      if (due < row.nextDueAt) await moveOn(transaction, row, due)
    }
  })
}

async function moveOn(transaction: Transaction, row: DueRow, due: Date): Promise<void> {
  await sql`update job_schedule set next_due_at = ${due}
    where organization_id = ${row.organizationId} and job_name = ${row.jobName} and key = ${row.key}`.execute(
    transaction,
  )
}

function parseObject(text: string): object {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new TypeError('A stored payload is no object.')
  return value
}
