import { sql } from 'kysely'
import { z } from 'zod'
import type { AppContext } from '../src/app/context.ts'
import { syncSource } from '../src/app/sync/sync-source.ts'
import { pax8 } from '../src/sources/pax8/definition.ts'
import type { SourceTools } from '../src/sources/source.ts'
import { saveConnection } from '../src/store/connections.ts'
import { withOrganization } from '../src/store/database.ts'
import { systemClock } from '../src/support/clock.ts'
import { silentLogger } from '../src/support/logger.ts'
import { measure, peakMemoryMb } from './harness/measure.ts'
import { withContext } from './harness/scratch.ts'
import type { Sample } from './harness/report.ts'
import { watchServer, type ServerResources } from './harness/server-resources.ts'

// One night's sync in a process of its own. Its sweep is told apart by when its progress was last reported.
// `sweep-only` stops it there, and notes all but so many subscriptions as read, as if their histories had been.
const [directory, url, mode, leftToRead] = z
  .tuple([z.string(), z.string(), z.enum(['whole', 'sweep-only']), z.coerce.number()])
  .parse(process.argv.slice(2))
const connectionId = 'pax8'

await withContext(directory, async (context) => {
  const { database, organization } = context
  const now = systemClock.now()
  await withOrganization(database, organization.id, (tx) =>
    saveConnection(tx, { id: connectionId, kind: 'source', adapter: 'pax8', settings: {} }, now),
  )
  const server = await watchServer(database)
  let started = startedNow(server)
  let sweep: Sample | undefined
  const progress = {
    // The sweep begins when the last company or contact was reported, and ends with its own last page.
    report: (step: string) => {
      if (step === 'companies' || step === 'contacts') started = startedNow(server)
      if (step === 'subscriptions') sweep = sampleSince(started, server)
      if (step === 'subscription-history' && mode === 'sweep-only') stop.abort(new Error('the sweep is over'))
    },
  }
  const settings = { baseUrl: `${url}/v1`, clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
  const source = pax8.connect(pax8.settings.parse(settings), unlimitedTools())
  const stop = new AbortController()
  const { signal } = stop
  const options = { connectionId, source, progress, signal, detailEveryDays: 7 }
  const { result, sample } = await measure(() => syncSource(context, options), server)
  if (mode === 'sweep-only') await noteAsRead(context, leftToRead)
  else if (result.failure !== undefined) throw result.failure
  else if (!result.complete) throw new Error(`The sync is incomplete: ${JSON.stringify(result.problems.slice(0, 3))}`)
  const peak = { peakMb: peakMemoryMb(), serverPeakMb: server.peakMb }
  server.stop()
  const histories = result.counts['subscription-history']?.rows ?? 0
  process.send?.({ sample, ...peak, sweep, histories })
})

/** A listed row that carries the cost is stored as it is, so its observation's hash is the listing's. */
async function noteAsRead({ database, organization }: AppContext, leftToRead: number): Promise<void> {
  const now = systemClock.now()
  await withOrganization(database, organization.id, async (tx) => {
    await sql`delete from subscription_reading`.execute(tx)
    await sql`insert into subscription_reading
        (organization_id, connection_id, subscription_id, listed_sha256, detail_read_at, history_read_at)
      select organization_id, connection_id, record_id, sha256, ${now}, ${now} from observation
      where noun = 'subscription' order by record_id offset ${leftToRead}`.execute(tx)
  })
}

/** The port's tools without a limiter, which would be all that is measured. */
function unlimitedTools(): SourceTools {
  let kept: string | undefined
  return {
    connectionId,
    clock: systemClock,
    logger: silentLogger,
    takeTurn: () => Promise.resolve(),
    pauseUntil: () => Promise.resolve(),
    answers: () => Promise.resolve(new Map()),
    tokens: {
      get: async (fetch) => (kept ??= (await fetch()).token),
      drop: () => {
        kept = undefined
        return Promise.resolve()
      },
    },
  }
}

interface Started {
  readonly at: number
  readonly cpu: NodeJS.CpuUsage
  readonly server: number | undefined
}

function startedNow(server: ServerResources): Started {
  return { at: performance.now(), cpu: process.cpuUsage(), server: server.cpuSeconds() }
}

function sampleSince(started: Started, server: ServerResources): Sample {
  const cpu = process.cpuUsage(started.cpu)
  const serverNow = server.cpuSeconds()
  const isKnown = serverNow !== undefined && started.server !== undefined
  return {
    seconds: (performance.now() - started.at) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
    serverCpuSeconds: isKnown ? serverNow - started.server : undefined,
  }
}
