import { z } from 'zod'
import { measuredSchema, sampleSchema } from '../harness/child-report.ts'
import { runProgram, serveProgram } from '../harness/fork.ts'
import { rateOf, type Benchmark, type Row } from '../harness/report.ts'
import { withScratchDirectory } from '../harness/scratch.ts'

const subscriptions = 100_000
const perClient = 20
const changed = subscriptions / 50
const sweeps = 3
const targetPerSecond = 5_000

const emulatorAnswer = z.object({ url: z.string(), cpuSeconds: z.number() })
const nightSchema = measuredSchema.extend({ sweep: sampleSchema, histories: z.number() })
type Night = z.output<typeof nightSchema>

/** Nights of syncs from the Pax8 emulator in another process into the embedded database, the limiter off. */
export const ingest: Benchmark = {
  name: 'ingest',
  title: 'Reading a distributor',
  run: () =>
    withScratchDirectory(async (directory) => {
      const emulator = serveProgram('emulate-pax8', [])
      try {
        const { url } = await emulator.ask({ fill: subscriptions, perClient }, emulatorAnswer)
        const night = (): Promise<Night> => runProgram('sync-night', [directory, url], nightSchema)
        const first = await night()
        const quiet: Night[] = []
        for (let count = 0; count < sweeps; count += 1) quiet.push(await night())
        await emulator.ask({ change: changed }, emulatorAnswer)
        const busy = await night()
        return { rows: rowsOf(first, quiet, busy), ratios: [], memory: memoryOf(first, quiet), notes }
      } finally {
        await emulator.stop()
      }
    }),
}

function rowsOf(first: Night, quiet: readonly Night[], busy: Night): Row[] {
  const sweep = sweepRow('sweep, nothing changed since the night before', quiet)
  const whole = (what: string, nights: readonly Night[]): Row => ({
    what,
    amount: subscriptions,
    unit: 'subscriptions',
    samples: nights.map(({ sample }) => sample),
  })
  return [
    {
      ...sweep,
      target: { words: `at least ${String(targetPerSecond)} subscriptions/s`, met: rateOf(sweep) >= targetPerSecond },
    },
    sweepRow('sweep, first night: all are new and stored', [first]),
    sweepRow('sweep, 2 % changed', [busy]),
    whole('whole night, nothing changed', quiet),
    whole(`whole night, 2 % changed, with ${String(busy.histories)} histories read`, [busy]),
    whole(`first night, with ${String(first.histories)} histories read, a request each`, [first]),
  ]
}

function sweepRow(what: string, nights: readonly Night[]): Row {
  return { what, amount: subscriptions, unit: 'subscriptions', samples: nights.map(({ sweep }) => sweep) }
}

function memoryOf(first: Night, quiet: readonly Night[]): { of: string; peakMb: number }[] {
  return [
    { of: 'the first night', peakMb: first.peakMb },
    { of: 'a night in which nothing changed', peakMb: Math.max(...quiet.map(({ peakMb }) => peakMb)) },
    ...(first.serverPeakMb === undefined ? [] : [{ of: 'PostgreSQL, first night', peakMb: first.serverPeakMb }]),
  ]
}

const notes = [
  `${String(subscriptions)} subscriptions of ${String(subscriptions / perClient)} companies, 200 to a page; the listing carries the cost, so that no detail has to be read.`,
  'The emulator answers from memory in a process of its own and takes part of the machine; its time is not in the processor times, but it is in the wall clock.',
  'The sweep is measured from the start of the sync, so it has the companies and their contacts in it.',
  'With Pax8 itself the limit of some 16 requests a second decides: 100,000 subscriptions are 500 requests, half a minute.',
]
