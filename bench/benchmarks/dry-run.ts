import { z } from 'zod'
import { fillStore } from '../data/fill-store.ts'
import { measuredSchema } from '../harness/child-report.ts'
import { runProgram } from '../harness/fork.ts'
import { medianSeconds, rateOf, type Benchmark, type Row } from '../harness/report.ts'
import { withContext, withScratchDirectory } from '../harness/scratch.ts'
import { copyRowByRow, invoicesPerBaseline, oneInvoiceAtATime } from '../data/dry-run-baselines.ts'

const clients = 6_000
const linesPerClient = 8
const repetitions = 3
const targetSeconds = 5
const targetMb = 1_024

const runSchema = measuredSchema.extend({ sha256: z.string() })
type MeasuredRun = z.output<typeof runSchema>

/** `prepareRun` as a command runs it: a fresh process, the month before it billed, everything stored durably. */
export const dryRun: Benchmark = {
  name: 'dry-run',
  title: 'A dry run, prepared and stored',
  run: () =>
    withScratchDirectory(async (directory) => {
      await withContext(directory, (context) => fillStore(context, { clients, linesPerClient }))
      await runProgram('prepare-run', [directory, '2026-09', 'intend'], runSchema)
      const runs: MeasuredRun[] = []
      for (let count = 0; count < repetitions; count += 1) {
        runs.push(await runProgram('prepare-run', [directory, '2026-10'], runSchema))
      }
      const hashes = new Set(runs.map(({ sha256 }) => sha256))
      if (hashes.size !== 1) throw new Error('The same evidence gave runs with different hashes.')
      const measured = invoiceRow(runs)
      const [copying, single] = await withContext(directory, async (context) => [
        await copyRowByRow(context, linesPerClient),
        await oneInvoiceAtATime(context, { linesPerClient, clients }),
      ])
      return {
        rows: [measured, copying, single],
        ratios: [ratio(measured, copying), ratio(measured, single)],
        memory: memoryOf(runs),
        notes,
      }
    }),
}

function invoiceRow(runs: readonly MeasuredRun[]): Row {
  const row = {
    what: `dry run of ${String(clients)} clients x ${String(linesPerClient)} synced lines, computed with reasons and stored`,
    amount: clients,
    unit: 'invoices',
    samples: runs.map(({ sample }) => sample),
  }
  return { ...row, target: { words: `at most ${String(targetSeconds)} s`, met: medianSeconds(row) <= targetSeconds } }
}

function ratio(measured: Row, baseline: Row): { words: string; ratio: number } {
  return { words: `dry run against ${baseline.what}`, ratio: rateOf(measured) / rateOf(baseline) }
}

function memoryOf(runs: readonly MeasuredRun[]): { of: string; peakMb: number; target?: string }[] {
  const server = runs.flatMap(({ serverPeakMb }) => serverPeakMb ?? [])
  return [
    { of: 'the run', peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)), target: `at most ${String(targetMb)} MB` },
    ...(server.length === 0 ? [] : [{ of: 'PostgreSQL, beside it', peakMb: Math.max(...server) }]),
  ]
}

const notes = [
  'Each client has 8 subscriptions with 61 nightly snapshots, the observations of their changes and the distributor’s own history; one in two changed its seats inside the month, one in four its cost; two thirds are billed by the day. The month before is billed, so that each line says what it was.',
  'All repetitions gave the same run hash.',
  `The baselines worked ${String(invoicesPerBaseline)} invoices each, in the same database and on the same machine, one after the other. Copying: the previous invoice and its lines are read and inserted again, one row and one round trip each, a transaction per invoice. Computing: our own engine, with each subscription’s evidence and each earlier invoice loaded by queries of their own, and each invoice stored in a transaction of its own; the config and the ledger’s lists are loaded once.`,
]
