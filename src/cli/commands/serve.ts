import type { Command } from 'commander'
import { createHttpApp, startHttpServer, type HttpServer } from '../../http/server.ts'
import type { Readiness } from '../../http/routes/get-readiness.ts'
import type { Database } from '../../store/database.ts'
import { globalOptions, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readPort } from '../read-number.ts'
import { renderSchedules } from '../render-schedules.ts'
import { runUntilStopped, type Running } from '../run-until-stopped.ts'
import type { GlobalOptions } from '../session.ts'
import { startWorkers, type Workers } from '../start-workers.ts'

const databasePatienceMilliseconds = 3_000

export const registerServe: RegisterCommand = (program, io) => {
  program
    .command('serve')
    .description('sync by schedule and work on jobs in the background, until Ctrl-C; other commands work beside it')
    .option('--port <n>', 'port on 127.0.0.1 for /healthz and /readyz, 0 for a free one', '8466')
    .action(async (options: { port: string }, command: Command) => {
      const port = readPort('--port', options.port)
      await runUntilStopped(io, command, () => startServer(io, globalOptions(command), port))
    })
}

/** The port comes first: if it is taken, nothing else was begun. */
async function startServer(io: CliIo, options: GlobalOptions, port: number): Promise<Running> {
  const phase: Phase = { words: 'starting', database: undefined }
  const http = await startHttpServer(
    createHttpApp(() => readinessOf(io, phase)),
    port,
  )
  let workers: Workers
  try {
    workers = await startWorkers(io, options)
  } catch (error) {
    await http.close()
    throw error
  }
  phase.database = workers.database
  return {
    data: toData(http, workers),
    text: toText(http, workers),
    stop: async () => {
      phase.words = 'stopping'
      phase.database = undefined
      await workers.stop()
      await http.close()
    },
  }
}

interface Phase {
  words: 'starting' | 'stopping'
  /** While work is being done. */
  database: Database | undefined
}

async function readinessOf({ clock }: CliIo, { words, database }: Phase): Promise<Readiness> {
  if (database === undefined) return { ready: false, reason: words }
  const waiting = new AbortController()
  const answered = database.pool.query('select').then(
    () => true,
    () => false,
  )
  const tooLong = clock.sleep(databasePatienceMilliseconds, waiting.signal).then(
    () => false,
    () => false,
  )
  const ready = await Promise.race([answered, tooLong])
  waiting.abort(new Error('The answer is there.'))
  return { ready, reason: ready ? undefined : 'the database does not answer' }
}

function toData({ url }: HttpServer, { database, schedules }: Workers): object {
  return { url, database: database.place, schedules }
}

function toText({ url }: HttpServer, { database, schedules }: Workers): string {
  return [
    `Serving at ${url} (/healthz, /readyz), on the database at ${database.place}. Ctrl-C stops in good order.`,
    schedules.length === 0
      ? 'Nothing is synced by itself yet: `seatledger connect pax8` first.'
      : renderSchedules(schedules),
  ].join('\n\n')
}
