import { z } from 'zod'
import { approveRun } from '../../src/app/approve-run.ts'
import type { AppContext } from '../../src/app/context.ts'
import { intendPostings } from '../../src/app/posting/intend-postings.ts'
import { postIntended } from '../../src/app/posting/post-run.ts'
import { noProgress } from '../../src/app/progress.ts'
import { prepareRun } from '../../src/app/run/prepare-run.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import { billingMonth, type Period } from '../../src/domain/period.ts'
import { quickbooksOnline } from '../../src/ledgers/quickbooks-online/definition.ts'
import type { LedgerGateway, LedgerTools, OAuthTokens } from '../../src/ledgers/gateway.ts'
import { createManualClock, systemClock } from '../../src/support/clock.ts'
import { silentLogger } from '../../src/support/logger.ts'
import { fillStore } from '../data/fill-store.ts'
import { ledgerConnection } from '../data/msp.ts'
import { serveProgram } from '../harness/fork.ts'
import { measure, peakMemoryMb } from '../harness/measure.ts'
import type { Benchmark, Row } from '../harness/report.ts'
import { withContext, withScratchDirectory } from '../harness/scratch.ts'
import { watchServer } from '../harness/server-resources.ts'

const clients = 500
const linesPerClient = 8
/** As the other limits, that of four at once is lifted. */
const requestsInFlight = 16
const months = [
  { month: '2026-09', workers: 1 },
  { month: '2026-10', workers: 4 },
] as const

const emulatorAnswer = z.object({
  url: z.string(),
  realmId: z.string(),
  tokens: z.object({ accessToken: z.string(), refreshToken: z.string() }),
  customers: z.array(z.string()),
  items: z.array(z.string()),
})
type Emulator = z.output<typeof emulatorAnswer>

/** Exactly-once posting: each invoice's claim and outcome are committed durably, before and after it is sent. */
export const post: Benchmark = {
  name: 'post',
  title: 'Posting to QuickBooks Online',
  run: () =>
    withScratchDirectory(async (directory) => {
      const served = serveProgram('emulate-quickbooks', [])
      try {
        const emulator = await served.ask({ customers: clients }, emulatorAnswer)
        const ids = {
          customerAt: (client: number) => emulator.customers[client] ?? '',
          itemAt: (product: number) => emulator.items[product] ?? '',
        }
        const clock = createManualClock(new Date('2026-11-01T06:00:00Z'))
        return await withContext(
          directory,
          async (context) => {
            await fillStore(context, { clients, linesPerClient, ids })
            const rows: Row[] = []
            for (const { month, workers } of months)
              rows.push(await postMonth(context, emulator, billingMonth(month), workers))
            return { rows, ratios: [], memory: [{ of: 'the program', peakMb: peakMemoryMb() }], notes }
          },
          clock,
        )
      } finally {
        await served.stop()
      }
    }),
}

async function postMonth(context: AppContext, emulator: Emulator, period: Period, workers: number): Promise<Row> {
  const run = await prepareRun(context, adapterRegistry, { period, clientIds: undefined }, noProgress)
  await approveRun(context, { run, hash: run.sha256 ?? '', clientIds: undefined, note: undefined })
  const { stored } = await intendPostings(context, run)
  const server = await watchServer(context.database)
  const gateway = gatewayTo(emulator)
  const work = {
    ledgerConnectionId: ledgerConnection,
    period,
    total: stored,
    requestsInFlight: requestsInFlight * workers,
  }
  const signal = new AbortController().signal
  const { result, sample } = await measure(
    () => Promise.all(Array.from({ length: workers }, () => postIntended(context, gateway, work, noProgress, signal))),
    server,
  )
  server.stop()
  const posted = result.reduce((sum, report) => sum + report.posted, 0)
  if (posted !== stored || posted === 0) throw new Error(`${String(posted)} of ${String(stored)} invoices were posted.`)
  const who = workers === 1 ? 'one worker' : `${String(workers)} workers in one process`
  return { what: `posting, ${who}`, amount: posted, unit: 'invoices', samples: [sample] }
}

/** The gateway without a limiter, and with its tokens in memory. */
function gatewayTo(emulator: Emulator): LedgerGateway {
  const { url, realmId, tokens } = emulator
  const settings = quickbooksOnline.settings.parse({
    environment: 'sandbox',
    clientId: 'sandbox-app',
    clientSecret: 'sandbox-app-secret',
    redirectUri: 'http://localhost:8080/callback',
    realmId,
    apiBaseUrl: url,
    tokenUrl: `${url}/oauth2/v1/tokens/bearer`,
  })
  const inAnHour = new Date(systemClock.now().getTime() + 3_000_000).toISOString()
  let kept: OAuthTokens = { ...tokens, accessExpiresAt: inAnHour, refreshExpiresAt: inAnHour, grantEndsAt: undefined }
  const tools: LedgerTools = {
    connectionId: ledgerConnection,
    clock: systemClock,
    logger: silentLogger,
    takeTurn: () => Promise.resolve(),
    pauseUntil: () => Promise.resolve(),
    tokens: {
      read: () => Promise.resolve(kept),
      refresh: async (_stale, refresh) => (kept = await refresh(kept)),
    },
  }
  return quickbooksOnline.connect(settings, tools)
}

const notes = [
  `${String(clients)} invoices a month, from intent to settled: claim, send, compare with the ledger's answer, record. The emulator runs in a process of its own, its limits lifted; each worker has up to ${String(requestsInFlight)} under way.`,
  'QuickBooks itself allows 500 requests a minute and company, so some 8 invoices a second; what is measured here is what the program adds.',
]
