import { join } from 'node:path'
import type { Command } from 'commander'
import { offerSetup } from '../../app/operators/set-up.ts'
import type { ApiTools } from '../../http/endpoint.ts'
import { isReachedByTls, requireProtected, type Reach } from '../../http/reach.ts'
import { createHttpApp, startHttpServer, type HttpServer } from '../../http/server.ts'
import { readPage } from '../../http/routes/get-page.ts'
import type { Readiness } from '../../http/routes/get-readiness.ts'
import type { Database } from '../../store/database.ts'
import { listOrganizations } from '../../store/organizations.ts'
import { InvalidInput } from '../../support/failure.ts'
import { packageRoot } from '../../support/package-root.ts'
import { passwordCost } from '../../support/password.ts'
import { adapterRegistry } from '../adapter-registry.ts'
import { globalOptions, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readPort } from '../read-number.ts'
import { readTextFile } from '../read-text-file.ts'
import { renderSchedules } from '../render-schedules.ts'
import { runUntilStopped, type Running } from '../run-until-stopped.ts'
import type { GlobalOptions } from '../session.ts'
import { startWorkers, type Workers } from '../start-workers.ts'

const databasePatienceMilliseconds = 3_000

export const registerServe: RegisterCommand = (program, io) => {
  program
    .command('serve')
    .description(
      'serve the page to review and approve, sync by schedule and work on jobs, until Ctrl-C; other commands work beside it',
    )
    .option('--port <n>', 'port on 127.0.0.1 for the page, its API, /healthz and /readyz, 0 for a free one', '8466')
    .option('--host <address>', 'address to listen on; one that others reach needs TLS or --behind-proxy', '127.0.0.1')
    .option('--tls-certificate <file>', 'certificate as PEM, to speak TLS')
    .option('--tls-key <file>', 'its private key as PEM')
    .option(
      '--behind-proxy',
      'a proxy in front speaks TLS and sets X-Forwarded-For: believe it, and ask browsers for TLS',
      false,
    )
    .option('--public-url <url>', 'the address that browsers use, where that is another, for links')
    .action(async (options: ServeOptions, command: Command) => {
      const port = readPort('--port', options.port)
      const reach = await readReach(options)
      await runUntilStopped(io, command, () =>
        startServer(io, globalOptions(command), { port, reach, publicUrl: options.publicUrl }),
      )
    })
}

interface ServeOptions {
  readonly port: string
  readonly host: string
  readonly tlsCertificate?: string
  readonly tlsKey?: string
  readonly behindProxy: boolean
  readonly publicUrl?: string
}

interface Place {
  readonly port: number
  readonly reach: Reach
  readonly publicUrl: string | undefined
}

/** Refused before anything else is begun, where others could read along. @throws {ReachUnprotected | InvalidInput} */
async function readReach({ host, tlsCertificate, tlsKey, behindProxy }: ServeOptions): Promise<Reach> {
  if ((tlsCertificate === undefined) !== (tlsKey === undefined)) {
    throw new InvalidInput('--tls-certificate and --tls-key belong together: name both files.')
  }
  const tls =
    tlsCertificate === undefined || tlsKey === undefined
      ? undefined
      : { certificate: await readTextFile(tlsCertificate), key: await readTextFile(tlsKey) }
  const reach = { host, tls, isBehindProxy: behindProxy }
  requireProtected(reach)
  return reach
}

/** The port comes first: if it is taken, nothing else was begun. */
async function startServer(io: CliIo, options: GlobalOptions, { port, reach, publicUrl }: Place): Promise<Running> {
  const phase: Phase = { words: 'starting', atWork: undefined }
  const page = await readPage(join(packageRoot, 'web', 'dist'))
  const http = await startHttpServer(
    createHttpApp(
      () => readinessOf(io, phase),
      () => toolsOf(phase, reach),
      page,
    ),
    port,
    reach,
  )
  let workers: Workers
  try {
    workers = await startWorkers(io, options)
  } catch (error) {
    await http.close()
    throw error
  }
  phase.atWork = workers
  const setupLinks = await offerSetupLinks(workers.database, publicUrl?.replace(/\/$/, '') ?? http.url)
  return {
    data: { ...toData(http, workers), setupLinks },
    text: [toText(http, workers), ...setupLinks.map(setupWords)].join('\n\n'),
    stop: async () => {
      phase.words = 'stopping'
      phase.atWork = undefined
      await workers.stop()
      await http.close()
    },
  }
}

interface Phase {
  words: 'starting' | 'stopping'
  /** While work is being done. */
  atWork: Pick<Workers, 'database' | 'keys'> | undefined
}

async function readinessOf({ clock }: CliIo, { words, atWork }: Phase): Promise<Readiness> {
  if (atWork === undefined) return { ready: false, reason: words }
  const waiting = new AbortController()
  const answered = atWork.database.pool.query('select').then(
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

function toolsOf({ atWork }: Phase, reach: Reach): ApiTools | undefined {
  if (atWork === undefined) return undefined
  const { database, keys } = atWork
  const { isBehindProxy } = reach
  return { database, keys, adapters: adapterRegistry, passwordCost, isSecure: isReachedByTls(reach), isBehindProxy }
}

interface SetupLink {
  readonly organization: string
  readonly url: string
}

/** One for each organization in which nobody can sign in yet. What follows `#` is never sent to a server or logged. */
async function offerSetupLinks(database: Database, url: string): Promise<readonly SetupLink[]> {
  const links: SetupLink[] = []
  for (const organization of await listOrganizations(database)) {
    const token = await offerSetup(database, organization)
    if (token !== undefined) links.push({ organization: organization.name, url: `${url}/setup#${token}` })
  }
  return links
}

function setupWords({ organization, url }: SetupLink): string {
  return `Nobody can sign in to ${organization} yet. The first administrator is made with this link, once, within a day:\n${url}`
}

function toData({ url }: HttpServer, { database, schedules }: Workers): object {
  return { url, database: database.place, schedules }
}

function toText({ url }: HttpServer, { database, schedules }: Workers): string {
  return [
    `Serving at ${url} (/api/v1, /healthz, /readyz), on the database at ${database.place}. Ctrl-C stops in good order.`,
    schedules.length === 0
      ? 'Nothing is synced by itself yet: `seatledger connect pax8` first.'
      : renderSchedules(schedules),
  ].join('\n\n')
}
