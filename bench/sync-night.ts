import { z } from 'zod'
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
const [directory, url] = z.tuple([z.string(), z.string()]).parse(process.argv.slice(2))
const connectionId = 'pax8'

await withContext(directory, async (context) => {
  const { database, organization } = context
  const now = systemClock.now()
  await withOrganization(database, organization.id, (tx) =>
    saveConnection(tx, { id: connectionId, kind: 'source', adapter: 'pax8', settings: {} }, now),
  )
  const server = await watchServer(database)
  const started = { at: performance.now(), cpu: process.cpuUsage(), server: server.cpuSeconds() }
  let sweep: Sample | undefined
  const progress = {
    // The sweep's last page is reported last; what comes after it are the histories of what is new or changed.
    report: (step: string) => {
      if (step === 'subscriptions') sweep = sampleSince(started, server)
    },
  }
  const settings = { baseUrl: `${url}/v1`, clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
  const source = pax8.connect(pax8.settings.parse(settings), unlimitedTools())
  const signal = new AbortController().signal
  const options = { connectionId, source, progress, signal, detailEveryDays: 7 }
  const { result, sample } = await measure(() => syncSource(context, options), server)
  if (result.failure !== undefined) throw result.failure
  if (!result.complete) throw new Error(`The sync is incomplete: ${JSON.stringify(result.problems.slice(0, 3))}`)
  const peak = { peakMb: peakMemoryMb(), serverPeakMb: server.peakMb }
  server.stop()
  const histories = result.counts['subscription-history']?.rows ?? 0
  process.send?.({ sample, ...peak, sweep, histories })
})

/** The port's tools without a limiter, which would be all that is measured. */
function unlimitedTools(): SourceTools {
  let kept: string | undefined
  return {
    connectionId,
    clock: systemClock,
    logger: silentLogger,
    takeTurn: () => Promise.resolve(),
    pauseUntil: () => Promise.resolve(),
    tokens: {
      get: async (fetch) => (kept ??= (await fetch()).token),
      drop: () => {
        kept = undefined
        return Promise.resolve()
      },
    },
  }
}

function sampleSince(
  started: { readonly at: number; readonly cpu: NodeJS.CpuUsage; readonly server: number | undefined },
  server: ServerResources,
): Sample {
  const cpu = process.cpuUsage(started.cpu)
  const serverNow = server.cpuSeconds()
  const isKnown = serverNow !== undefined && started.server !== undefined
  return {
    seconds: (performance.now() - started.at) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
    serverCpuSeconds: isKnown ? serverNow - started.server : undefined,
  }
}
