import { Worker } from 'node:worker_threads'
import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Run } from '../../store/runs.ts'
import { Failure } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import type { DocumentNumbers, NumberRequest } from './give-document-numbers.ts'
import type { RunOverview } from './load-run-evidence.ts'
import type { FromLotThread, LotThreadStart, ToLotThread, TransportedFailure } from './lot-messages.ts'
import type { LotWorkers } from './lot-workers.ts'
import type { RunLot } from './run-lots.ts'
import type { LotResult } from './work-lot.ts'

/** While one lot of a thread waits for the database, it works the other. */
const lotsPerThread = 2

/**
 * Room for what a lot needs for a moment (three times each half): with less, the collector would copy the lots under way
 * again and again.
 */
const youngGenerationMb = 96

/** Threads that work lots beside this one, each with connections of its own to the database. */
export class LotThreads {
  readonly #team: readonly LotThread[]

  constructor(
    { database, organization, actor }: AppContext,
    run: Run,
    { program, threads }: { readonly program: URL; readonly threads: number },
  ) {
    const start = { databaseUrl: database.url, organization, actor, run, lotsAtOnce: lotsPerThread }
    this.#team = Array.from({ length: threads }, () => new LotThread(program, start))
  }

  /** Tells them the config and what was read over all clients; the lots that they get name their subscriptions. */
  begin(config: BillingConfig, { charges, earlierCharges }: RunOverview): LotWorkers {
    const overview = { held: [], charges, earlierCharges, companies: [], products: [] }
    for (const thread of this.#team) thread.tell({ kind: 'begin', config, overview })
    return {
      lotsAtOnce: this.#team.length * lotsPerThread,
      work: (lot, giveNumbers) =>
        this.#team.reduce((best, thread) => (thread.busy < best.busy ? thread : best)).work(lot, giveNumbers),
    }
  }

  /** What they have under way is dropped, and rolled back by the server. */
  async close(): Promise<void> {
    await Promise.all(this.#team.map((thread) => thread.close()))
  }
}

interface LotUnderWay {
  readonly giveNumbers: (request: NumberRequest) => Promise<DocumentNumbers>
  readonly done: (result: LotResult) => void
  readonly fail: (error: unknown) => void
}

class LotThread {
  readonly #worker: Worker
  readonly #underWay = new Map<number, LotUnderWay>()
  #next = 0
  #ended: Error | undefined

  constructor(program: URL, start: LotThreadStart) {
    const resourceLimits = { maxYoungGenerationSizeMb: youngGenerationMb }
    this.#worker = new Worker(program, { workerData: start, resourceLimits })
    this.#worker.on('message', (message: FromLotThread) => {
      this.#take(message)
    })
    this.#worker.on('error', (error: unknown) => {
      this.#end(error instanceof Error ? error : new Error(String(error)))
    })
    this.#worker.on('exit', (code) => {
      this.#end(new Error(`A thread that worked a part of the run ended with ${String(code)}.`))
    })
  }

  get busy(): number {
    return this.#underWay.size
  }

  tell(message: ToLotThread): void {
    this.#worker.postMessage(message)
  }

  async work(what: RunLot, giveNumbers: LotUnderWay['giveNumbers']): Promise<LotResult> {
    if (this.#ended !== undefined) throw this.#ended
    const lot = this.#next
    this.#next += 1
    try {
      return await new Promise<LotResult>((done, fail) => {
        this.#underWay.set(lot, { giveNumbers, done, fail })
        this.tell({ lot, kind: 'work', what })
      })
    } finally {
      this.#underWay.delete(lot)
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #take(message: FromLotThread): void {
    const { lot } = message
    const underWay = this.#underWay.get(lot)
    if (underWay === undefined) return
    if (message.kind === 'worked') underWay.done(message.result)
    else if (message.kind === 'failed') underWay.fail(failureOf(message.failure))
    else this.#giveNumbers(lot, underWay, message.request)
  }

  #giveNumbers(lot: number, underWay: LotUnderWay, request: NumberRequest): void {
    underWay.giveNumbers(request).then(
      (numbers) => {
        this.tell({ lot, kind: 'numbers', numbers })
      },
      (error: unknown) => {
        underWay.fail(error)
        this.tell({ lot, kind: 'no-numbers' })
      },
    )
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const { fail } of this.#underWay.values()) fail(this.#ended)
  }
}

/** What went wrong in another thread, with the code and the words that it had there. */
class LotFailed extends Failure {
  override readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Without a code it was no failure that the program knows, and stays the fault that it is. */
function failureOf({ code, message, stack }: TransportedFailure): Error {
  const error = code === undefined ? new Error(message) : new LotFailed(code, message)
  if (stack !== undefined) error.stack = stack
  return error
}
