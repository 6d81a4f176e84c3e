import { join } from 'node:path'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { packageRoot } from '../src/support/package-root.ts'
import { systemClock } from '../src/support/clock.ts'
import { benchmarkNamed, benchmarks } from './benchmarks.ts'
import { sampleSchema } from './harness/child-report.ts'
import { runProgram } from './harness/fork.ts'
import type { Report } from './harness/report.ts'
import { describeMachine } from './report/machine.ts'
import { reportText, type Measured } from './report/report-text.ts'
import { updatePage } from './report/update-page.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})
const chosen = positionals.length === 0 ? benchmarks : positionals.map(benchmarkNamed)

const optionalText = z
  .string()
  .optional()
  .transform((text) => text)
const target = z.object({ words: z.string(), met: z.boolean() }).optional()
const reportSchema: z.ZodType<Report> = z.object({
  name: z.string(),
  title: z.string(),
  rows: z.array(
    z.object({
      what: z.string(),
      amount: z.number(),
      unit: z.string(),
      samples: z.array(sampleSchema),
      target: target.transform((value) => value),
    }),
  ),
  ratios: z.array(z.object({ words: z.string(), ratio: z.number() })),
  memory: z.array(z.object({ of: z.string(), peakMb: z.number(), target: optionalText })),
  notes: z.array(z.string()),
})

const measured: Measured[] = []
for (const { name } of chosen) {
  if (!values.json) process.stderr.write(`Measuring ${name} …\n`)
  const machine = describeMachine(systemClock.now())
  const report = await runProgram('run-one', [name], reportSchema)
  const one = { report, machine, loadAtEnd: (loadavg()[0] ?? 0).toFixed(1) }
  measured.push(one)
  if (!values.json) process.stdout.write(`${reportText(one)}\n`)
}
if (values.json) process.stdout.write(`${JSON.stringify(measured)}\n`)
if (values.write || positionals.length === 0) {
  const sections = new Map(measured.map((one) => [one.report.name, reportText(one)]))
  updatePage(join(packageRoot, 'docs', 'benchmarks.md'), sections)
}
