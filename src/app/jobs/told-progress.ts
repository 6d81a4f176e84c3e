import { withOrganization } from '../../store/database.ts'
import { tellJobProgress } from '../../store/jobs/job-progress.ts'
import { messageOf } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'

/** Often enough for people who watch, and for one who cancels. */
const everyMilliseconds = 500

/** Tells how far a job is to everybody who looks, and learns in the same breath when it was cancelled. */
export class ToldProgress implements Progress {
  readonly #context: AppContext
  readonly #jobId: string
  readonly #cancelled = new AbortController()
  #latest: { readonly step: string; readonly done: number; readonly total: number | undefined } | undefined
  #timer: NodeJS.Timeout | undefined
  #telling: Promise<void> = Promise.resolve()

  constructor(context: AppContext, jobId: string) {
    this.#context = context
    this.#jobId = jobId
  }

  /** Aborted when somebody has cancelled the job. */
  get cancelled(): AbortSignal {
    return this.#cancelled.signal
  }

  report(step: string, done: number, total: number | undefined): void {
    this.#latest = { step, done, total }
    // Real time, and not the clock's: people who watch wait in it.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#telling = this.#telling.then(() => this.#tell())
    }, everyMilliseconds)
  }

  /** Tells what was reported last. */
  async end(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#telling
    await this.#tell()
  }

  async #tell(): Promise<void> {
    const latest = this.#latest
    if (latest === undefined) return
    this.#latest = undefined
    const { database, organization } = this.#context
    try {
      const toldAt = database.clock.now()
      const goesOn = await withOrganization(database, organization.id, (tx) =>
        tellJobProgress(tx, this.#jobId, { ...latest, toldAt }),
      )
      if (!goesOn) this.#cancelled.abort(new Error('The job was cancelled.'))
    } catch (error) {
      // The work itself is not hurt by it, and the next report tells more.
      database.logger.warn({ job: this.#jobId, error: messageOf(error) }, 'how far a job is could not be told')
    }
  }
}
