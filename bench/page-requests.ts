import { z } from 'zod'
import { offerSetup } from '../src/app/operators/set-up.ts'
import { adapterRegistry } from '../src/cli/adapter-registry.ts'
import { createHttpApp } from '../src/http/server.ts'
import { ensureKeyRing } from '../src/store/key-ring.ts'
import { createManualClock } from '../src/support/clock.ts'
import { passwordCost } from '../src/support/password.ts'
import { measure, peakMemoryMb } from './harness/measure.ts'
import type { Sample } from './harness/report.ts'
import { withContext } from './harness/scratch.ts'

// The server's side of each screen, without the network: what the page asks, answered in this process.
const [directory, month, repetitions] = z
  .tuple([z.string(), z.string(), z.coerce.number()])
  .parse(process.argv.slice(2))
const operatorsAtOnce = 10
const clock = createManualClock(new Date('2026-11-05T09:00:00Z'))

interface Screen {
  readonly name: string
  readonly paths: readonly string[]
}

await withContext(
  directory,
  async ({ database, organization }) => {
    const keys = await ensureKeyRing({ dataDirectory: directory })
    const app = createHttpApp(
      () => Promise.resolve({ ready: true, reason: undefined }),
      () => ({ database, keys, adapters: adapterRegistry, passwordCost, isSecure: false }),
      new Map(),
    )
    const cookie = await signIn(app, (await offerSetup(database, organization)) ?? '')
    const ask = async (path: string): Promise<unknown> => {
      // A person's pace, as far as the limit on requests is concerned.
      clock.advanceBy(1_000)
      const response = await app.request(`/api/v1${path}`, { headers: { cookie } })
      if (!response.ok) throw new Error(`${path} was answered by ${String(response.status)}: ${await response.text()}`)
      return response.json()
    }
    const screens = await screensOf(ask, month)
    const show = async ({ paths }: Screen): Promise<void> => {
      await Promise.all(paths.map(ask))
    }
    const measured: { name: string; first: number; samples: Sample[] }[] = []
    for (const screen of screens) {
      const { sample: first } = await measure(() => show(screen))
      const samples: Sample[] = []
      for (let count = 0; count < repetitions; count += 1) samples.push((await measure(() => show(screen))).sample)
      measured.push({ name: screen.name, first: first.seconds, samples })
    }
    const together: Sample[] = []
    await Promise.all(
      Array.from({ length: operatorsAtOnce }, async (_, operator) => {
        for (let turn = 0; turn < screens.length; turn += 1) {
          const screen = screens[(operator + turn) % screens.length]
          if (screen !== undefined) together.push((await measure(() => show(screen))).sample)
        }
      }),
    )
    process.send?.({ screens: measured, together, peakMb: peakMemoryMb() })
  },
  clock,
)

async function signIn(app: ReturnType<typeof createHttpApp>, token: string): Promise<string> {
  const response = await app.request('/api/v1/setup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Bookkeeper', password: 'made up for this benchmark' }),
  })
  if (!response.ok) throw new Error(`Nobody could sign in: ${await response.text()}`)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function screensOf(ask: (path: string) => Promise<unknown>, of: string): Promise<readonly Screen[]> {
  const lineKeys = z.looseObject({
    invoice: z.looseObject({ lines: z.array(z.looseObject({ lineKey: z.string() })).min(1) }),
  })
  const review = z.looseObject({ clients: z.array(z.looseObject({ runNumber: z.int(), clientId: z.string() })).min(1) })
  const { clients } = review.parse(await ask(`/months/${of}/review`))
  const client = clients[Math.floor(clients.length / 2)]
  if (client === undefined) throw new Error('The run has no client.')
  const invoice = `/runs/${String(client.runNumber)}/clients/${client.clientId}`
  const [line] = lineKeys.parse(await ask(invoice)).invoice.lines
  return [
    { name: 'Close', paths: [`/months/${of}/overview`] },
    { name: 'the lines behind the waterfall', paths: [`/months/${of}/changes?cause=seats-added`] },
    { name: 'Review', paths: [`/months/${of}/review`, invoice] },
    { name: 'Why', paths: [`${invoice}/lines/${encodeURIComponent(line?.lineKey ?? '')}/why`] },
    { name: 'Posting', paths: [`/months/${of}/postings`] },
    { name: 'Tie-out', paths: [`/months/${of}/tie-out`, `/months/${of}/tie-out/differences`] },
    { name: 'Runs', paths: ['/runs', '/jobs'] },
    { name: 'Mapping', paths: ['/mappings'] },
    {
      name: 'Client',
      paths: [`/clients/${client.clientId}`, `/subscriptions?on=2026-11-05&client=${client.clientId}`],
    },
    { name: 'Subscriptions', paths: ['/subscriptions?on=2026-11-05&against=2026-10-01'] },
    { name: 'Connections', paths: ['/connections'] },
    { name: 'Config', paths: ['/config', '/config/versions'] },
    { name: 'Statement of a client', paths: [`/months/${of}/clients/${client.clientId}/statement`] },
    { name: 'Activity', paths: ['/activity'] },
  ]
}
