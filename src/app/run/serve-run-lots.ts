import type { MessagePort } from 'node:worker_threads'
import { joinDatabase } from '../../store/database.ts'
import { systemClock } from '../../support/clock.ts'
import { Failure, messageOf } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { DocumentNumbers } from './give-document-numbers.ts'
import type { FromLotThread, LotThreadStart, ToLotThread, TransportedFailure } from './lot-messages.ts'
import { openRunToWork, type OpenedRun } from './open-stored-run.ts'
import { workLot, type LotResult } from './work-lot.ts'

/** The other side of `LotThreads`: works the lots that come through the port, until the thread is ended. */
export function serveRunLots(port: MessagePort, start: LotThreadStart, adapters: AdapterRegistry): void {
  // Only the pauses between repetitions go by this clock.
  const database = joinDatabase(start.databaseUrl, { clock: systemClock, maxConnections: start.lotsAtOnce })
  const context = { database, organization: start.organization, actor: start.actor }
  const numbers = new AwaitedNumbers()
  const tell = (message: FromLotThread): void => {
    port.postMessage(message)
  }
  let opened: Promise<OpenedRun> | undefined
  port.on('message', (message: ToLotThread) => {
    if (message.kind === 'begin') {
      const { config, overview } = message
      opened = openRunToWork(context, adapters, start.run, config, { overview })
      // Its failure is told with each lot.
      opened.catch(() => undefined)
    } else if (message.kind === 'numbers') numbers.came(message.lot, message.numbers)
    else if (message.kind === 'no-numbers') numbers.willNotCome(message.lot)
    else {
      const { lot, what } = message
      const work = async (): Promise<LotResult> => {
        if (opened === undefined) throw new Error('A lot came before the run was begun.')
        return workLot(context, await opened, what, (request) => {
          tell({ lot, kind: 'numbers-wanted', request })
          return numbers.of(lot)
        })
      }
      work().then(
        (result) => {
          tell({ lot, kind: 'worked', result })
        },
        (error: unknown) => {
          tell({ lot, kind: 'failed', failure: transported(error) })
        },
      )
    }
  })
}

/** Document numbers that were asked for and are not here yet, by lot. */
class AwaitedNumbers {
  readonly #waiting = new Map<number, { give: (numbers: DocumentNumbers) => void; refuse: (error: Error) => void }>()

  of(lot: number): Promise<DocumentNumbers> {
    return new Promise((give, refuse) => this.#waiting.set(lot, { give, refuse }))
  }

  came(lot: number, numbers: DocumentNumbers): void {
    this.#waiting.get(lot)?.give(numbers)
    this.#waiting.delete(lot)
  }

  willNotCome(lot: number): void {
    this.#waiting.get(lot)?.refuse(new Error('Another lot of the run has failed.'))
    this.#waiting.delete(lot)
  }
}

function transported(error: unknown): TransportedFailure {
  return {
    code: error instanceof Failure ? error.code : undefined,
    message: messageOf(error),
    stack: error instanceof Error ? error.stack : undefined,
  }
}
