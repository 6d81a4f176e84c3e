import { z } from 'zod'
import { measuredSchema, sampleSchema } from '../harness/child-report.ts'
import { runProgram, serveProgram } from '../harness/fork.ts'
import { rateOf, type Benchmark, type Row, type Sample } from '../harness/report.ts'
import { withScratchDirectory } from '../harness/scratch.ts'

const subscriptions = 100_000
const perClient = 20
const changed = subscriptions / 50
const sweeps = 3
const histories = 5_000
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
        const night = (mode: string): Promise<Night> =>
          runProgram('sync-night', [directory, url, mode, String(histories)], nightSchema)
        const first = await night('sweep-only')
        const reading = await night('whole')
        const quiet: Night[] = []
        for (let count = 0; count < sweeps; count += 1) quiet.push(await night('whole'))
        await emulator.ask({ change: changed }, emulatorAnswer)
        const busy = await night('whole')
        return { rows: rowsOf({ first, reading, quiet, busy }), ratios: [], memory: memoryOf(first, quiet), notes }
      } finally {
        await emulator.stop()
      }
    }),
}

interface Nights {
  readonly first: Night
  /** A night with the histories of some left to read. */
  readonly reading: Night
  readonly quiet: readonly Night[]
  readonly busy: Night
}

function rowsOf({ first, reading, quiet, busy }: Nights): Row[] {
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
    {
      what: 'histories of new subscriptions, a request each',
      amount: reading.histories,
      unit: 'histories',
      samples: [restOf(reading)],
    },
  ]
}

/** What a night took after its sweep. */
function restOf({ sample, sweep }: Night): Sample {
  const [whole, part] = [sample.serverCpuSeconds, sweep.serverCpuSeconds]
  return {
    seconds: sample.seconds - sweep.seconds,
    cpuSeconds: sample.cpuSeconds - sweep.cpuSeconds,
    serverCpuSeconds: whole === undefined || part === undefined ? undefined : whole - part,
  }
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
  'A first night reads the history of each new subscription: at the rate in the table, as far as the distributor’s limit allows it. It is measured on some of them, the others noted as read before.',
  'The sweep is the subscriptions’ listing; a whole night reads the companies before it (and the contacts of new ones, a request each), and products, orders and invoices after it.',
  'With Pax8 itself the limit of some 16 requests a second decides: 100,000 subscriptions are 500 requests, half a minute.',
]
