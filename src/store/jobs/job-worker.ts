import type PgBoss from 'pg-boss'
import { Failure, messageOf } from '../../support/failure.ts'
import type { Database } from '../database.ts'
import type { JobDefinition, JobHandler } from './job-definition.ts'
import { jobSettings } from './job-definition.ts'
import { holdLease } from './lease.ts'

const pollMilliseconds = 500
const reportAttempts = 6

export interface JobWorkerOptions<Payload extends object> {
  readonly queue: string
  readonly definition: JobDefinition<Payload>
  readonly handler: JobHandler<Payload>
  /** How many jobs are handed over at once. A crash repeats a whole batch. */
  readonly batchSize: number
}

/** Takes jobs of one kind, one batch after the other, until it is stopped. */
export class JobWorker<Payload extends object> {
  readonly #boss: PgBoss
  readonly #database: Database
  readonly #options: JobWorkerOptions<Payload>
  readonly #stopping = new AbortController()
  readonly #giveUp = new AbortController()
  readonly #done: Promise<void>
  #wake: () => void = () => undefined

  constructor(boss: PgBoss, database: Database, options: JobWorkerOptions<Payload>) {
    this.#boss = boss
    this.#database = database
    this.#options = options
    this.#done = this.#run()
  }

  /** Looks for jobs now instead of at the next regular time. */
  wake(): void {
    this.#wake()
  }

  /** Takes no more jobs, and waits for those at work; after `patienceMilliseconds` they are told to stop. */
  async stop(patienceMilliseconds: number): Promise<void> {
    this.#stopping.abort()
    this.#wake()
    const timer = setTimeout(() => {
      this.#giveUp.abort(new Error('The worker is being stopped.'))
    }, patienceMilliseconds)
    await this.#done
    clearTimeout(timer)
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const isIdle = await this.#takeBatch().catch((error: unknown) => {
        this.#database.logger.error({ queue: this.#options.queue, error: messageOf(error) }, 'jobs could not be taken')
        return true
      })
      if (isIdle) await this.#rest()
    }
  }

  /** @returns whether there was nothing to do. */
  async #takeBatch(): Promise<boolean> {
    const { queue, batchSize, definition } = this.#options
    const jobs = await this.#boss.fetch<unknown>(queue, { batchSize, includeMetadata: true })
    if (jobs.length === 0) return true
    const lease = holdLease(this.#database, { queue, jobs, seconds: jobSettings(definition).leaseSeconds })
    try {
      await this.#handle(jobs, lease.signal)
    } finally {
      lease.end()
    }
    return false
  }

  async #handle(jobs: readonly PgBoss.JobWithMetadata<unknown>[], leaseLost: AbortSignal): Promise<void> {
    const { queue, definition, handler } = this.#options
    const ids = jobs.map((job) => job.id)
    try {
      const parsed = jobs.map((job) => ({
        id: job.id,
        payload: definition.payload.parse(job.data),
        retries: job.retryCount,
      }))
      await handler(parsed, AbortSignal.any([leaseLost, this.#giveUp.signal]))
    } catch (error) {
      this.#database.logger.error({ queue, jobs: ids, error: messageOf(error) }, 'a job failed')
      if (leaseLost.aborted) return
      for (const id of ids) await this.#report(() => this.#boss.fail(queue, id, outputOf(error)))
      return
    }
    if (!leaseLost.aborted) await this.#report(() => this.#boss.complete(queue, ids))
  }

  // What cannot be reported is run again when the lease ends, as after a crash.
  async #report(send: () => Promise<void>): Promise<void> {
    const { clock, logger } = this.#database
    for (let attempt = 1; attempt <= reportAttempts; attempt += 1) {
      try {
        await send()
        return
      } catch (error) {
        logger.warn({ queue: this.#options.queue, error: messageOf(error) }, 'the end of a job could not be reported')
        await clock.sleep(100 * 2 ** attempt)
      }
    }
  }

  #rest(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMilliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function outputOf(error: unknown): { message: string; code?: string } {
  const message = messageOf(error)
  return error instanceof Failure ? { message, code: error.code } : { message }
}
