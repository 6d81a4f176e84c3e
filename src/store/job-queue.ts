import { randomUUID } from 'node:crypto'
import type PgBoss from 'pg-boss'
import { messageOf } from '../support/failure.ts'
import { withOrganization } from './database.ts'
import type { Database, Transaction } from './database.ts'
import { openBoss, transactionExecutor } from './jobs/boss.ts'
import { jobSettings } from './jobs/job-definition.ts'
import type { JobDefinition, JobDefinitions, JobHandler } from './jobs/job-definition.ts'
import { JobWorker } from './jobs/job-worker.ts'
import { correctSchedules, deleteSchedule, enqueueDue, listSchedules, saveSchedule } from './jobs/schedules.ts'
import type { JobSchedule } from './jobs/schedules.ts'

export type { Job, JobDefinition, JobDefinitions, JobHandler } from './jobs/job-definition.ts'
export type { JobSchedule } from './jobs/schedules.ts'
export { CronInvalid, nextDue } from './jobs/cron.ts'

const recoveryMilliseconds = 3_000
const scheduleMilliseconds = 5_000
const maintenanceMilliseconds = 600_000
const stopPatienceMilliseconds = 30_000
/** Jobs wait for a worker as long as it takes. */
const keepWaitingDays = 3_650

export interface EnqueueOptions {
  /** While a job of this kind with the same key waits, no second one is put in. One that is at work does not count. */
  readonly singletonKey?: string
  /** Not before then, by the database's clock. */
  readonly startAfter?: Date
}

export interface WorkOptions {
  /** How many jobs are handed over at once, 1 unless said otherwise. A crash repeats a whole batch. */
  readonly batchSize?: number
  /** How many batches are worked on at once in this process, 1 unless said otherwise. */
  readonly concurrency?: number
}

/** Durable work, in the same database as the state it changes. */
export class JobQueue<Payloads extends Record<string, object>> {
  readonly #boss: PgBoss
  readonly #database: Database
  readonly #definitions: JobDefinitions<Payloads>
  readonly #workers: { name: string; wake(): void; stop(patienceMilliseconds: number): Promise<void> }[] = []
  #chores: Promise<void> | undefined
  readonly #stopping = new AbortController()

  private constructor(boss: PgBoss, database: Database, definitions: JobDefinitions<Payloads>) {
    this.#boss = boss
    this.#database = database
    this.#definitions = definitions
  }

  /** Opens the queue for putting jobs in; it does no work before {@link work} is called. */
  static async open<Payloads extends Record<string, object>>(
    database: Database,
    definitions: JobDefinitions<Payloads>,
  ): Promise<JobQueue<Payloads>> {
    const boss = await openBoss(database, Object.keys(definitions))
    return new JobQueue(boss, database, definitions)
  }

  /**
   * Puts a job in: with a transaction, if and when that commits.
   * @returns its id; `undefined` when one with the same singleton key is waiting already.
   */
  async enqueue<Name extends keyof Payloads & string>(
    transaction: Transaction | undefined,
    name: Name,
    payload: Payloads[Name],
    options: EnqueueOptions = {},
  ): Promise<string | undefined> {
    const definition = this.#definitions[name]
    const { leaseSeconds, retryLimit, retryDelaySeconds } = jobSettings(definition)
    const id = await this.#boss.send(name, definition.payload.parse(payload), {
      // Without a key each job stands for itself, and the queue needs one to see that.
      singletonKey: options.singletonKey ?? randomUUID(),
      ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
      expireInSeconds: leaseSeconds,
      retryLimit,
      retryDelay: retryDelaySeconds,
      retryBackoff: true,
      retentionDays: keepWaitingDays,
      ...(transaction === undefined ? {} : { db: transactionExecutor(transaction) }),
    })
    if (transaction === undefined) this.#wake(name)
    return id ?? undefined
  }

  /** Starts to work on jobs of one kind in this process. */
  work<Name extends keyof Payloads & string>(
    name: Name,
    handler: JobHandler<Payloads[Name]>,
    options: WorkOptions = {},
  ): void {
    const { batchSize = 1, concurrency = 1 } = options
    const definition: JobDefinition<Payloads[Name]> = this.#definitions[name]
    for (let index = 0; index < concurrency; index += 1) {
      const worker = new JobWorker(this.#boss, this.#database, { queue: name, definition, handler, batchSize })
      this.#workers.push({
        name,
        wake: () => {
          worker.wake()
        },
        stop: (patience) => worker.stop(patience),
      })
    }
    this.#chores ??= this.#runChores()
  }

  /**
   * Puts a job in whenever the schedule is due; replaces the organization's schedule of the same job and key.
   * @returns when it is due next.
   * @throws {CronInvalid} when the expression or the time zone is none.
   */
  async schedule<Name extends keyof Payloads & string>(
    organizationId: string,
    schedule: { name: Name; key?: string; cron: string; timeZone: string; payload: Payloads[Name] },
  ): Promise<Date> {
    const { name, key = '', cron, timeZone } = schedule
    const payload = this.#definitions[name].payload.parse(schedule.payload)
    return withOrganization(this.#database, organizationId, (transaction) =>
      saveSchedule(transaction, { jobName: name, key, cron, timeZone, payload }, this.#database.clock.now()),
    )
  }

  /** @returns whether there was such a schedule. */
  async unschedule(organizationId: string, name: keyof Payloads & string, key = ''): Promise<boolean> {
    return withOrganization(this.#database, organizationId, (transaction) =>
      deleteSchedule(transaction, { jobName: name, key }),
    )
  }

  async schedules(organizationId: string): Promise<readonly JobSchedule[]> {
    return listSchedules(this.#database, organizationId)
  }

  /**
   * Takes no more jobs and waits for those at work; after `patienceMilliseconds` they are told to stop. What is not done
   * by then, or fails, is tried again by another worker.
   */
  async stop(patienceMilliseconds: number = stopPatienceMilliseconds): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#workers.map((worker) => worker.stop(patienceMilliseconds)))
    await this.#chores
    await this.#boss.stop({ graceful: false })
  }

  #wake(name: string): void {
    for (const worker of this.#workers) if (worker.name === name) worker.wake()
  }

  /** What every process that works does for all: gives away the jobs of dead workers, and looks at the schedules. */
  async #runChores(): Promise<void> {
    await this.#attempt(() => correctSchedules(this.#database))
    await Promise.all([
      this.#repeat(recoveryMilliseconds, () => this.#boss.expire()),
      this.#repeat(maintenanceMilliseconds, () => this.#boss.maintain()),
      this.#repeat(scheduleMilliseconds, () => this.#enqueueDue()),
    ])
  }

  async #enqueueDue(): Promise<void> {
    const names = Object.keys(this.#definitions)
    await enqueueDue(this.#database, names, async (transaction, due) => {
      const payload = this.#definitions[due.jobName]?.payload.parse(due.payload)
      if (payload !== undefined) await this.enqueue(transaction, due.jobName, payload, { singletonKey: due.key })
    })
  }

  async #repeat(everyMilliseconds: number, chore: () => Promise<unknown>): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#attempt(chore)
      await waitOrStop(everyMilliseconds, this.#stopping.signal)
    }
  }

  async #attempt(chore: () => Promise<unknown>): Promise<void> {
    try {
      await chore()
    } catch (error) {
      this.#database.logger.warn({ error: messageOf(error) }, 'a chore of the job queue failed and will be repeated')
    }
  }
}

/** Real time, and not the clock's: looking often does no harm where the clock is moved by hand. */
async function waitOrStop(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
