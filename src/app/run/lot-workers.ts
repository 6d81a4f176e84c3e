import { availableParallelism } from 'node:os'
import type { Run } from '../../store/runs.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import type { DocumentNumbers, NumberRequest } from './give-document-numbers.ts'
import type { OpenedRun } from './open-stored-run.ts'
import type { RunLot } from './run-lots.ts'
import { LotThreads } from './lot-threads.ts'
import { workLot, type LotResult } from './work-lot.ts'

/** Who works the lots of a run: this thread, or others beside it. */
export interface LotWorkers {
  /** How many lots they have under way at once: while one waits for the database, another is worked. */
  readonly lotsAtOnce: number
  work(lot: RunLot, giveNumbers: (request: NumberRequest) => Promise<DocumentNumbers>): Promise<LotResult>
}

/** Below this the threads cost more than they save: each starts, and compiles the engine, for itself. */
const fewestClientsForThreads = 1_500
/** More would mostly wait for the database, and each holds the config and the ledger's lists. */
const mostThreads = 4

/** As many threads as there are cores for a large run; undefined where this thread should work alone. */
export function startLotThreads(
  context: AppContext,
  { runThread }: AdapterRegistry,
  run: Run,
  clients: number,
): LotThreads | undefined {
  const threads = Math.min(availableParallelism(), mostThreads)
  if (runThread === undefined || threads < 2 || clients < fewestClientsForThreads) return undefined
  return new LotThreads(context, run, { program: runThread, threads })
}

/** The lots are worked in this thread. */
export function workHere(context: AppContext, opened: OpenedRun): LotWorkers {
  return { lotsAtOnce: 2, work: (lot, giveNumbers) => workLot(context, opened, lot, giveNumbers) }
}
