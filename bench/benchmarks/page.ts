import { z } from 'zod'
import { saveDistributorBill } from '../data/distributor-bill.ts'
import { fillStore } from '../data/fill-store.ts'
import { measuredSchema, sampleSchema } from '../harness/child-report.ts'
import { runProgram } from '../harness/fork.ts'
import { medianSeconds, percentileSeconds, type Benchmark, type Row } from '../harness/report.ts'
import { withContext, withScratchDirectory } from '../harness/scratch.ts'

const clients = 1_000
const linesPerClient = 8
const repetitions = 40
const screenTarget = { median: 0.1, p95: 0.3 }
const whyTarget = 0.05

const answer = z.object({
  screens: z.array(z.object({ name: z.string(), first: z.number(), samples: z.array(sampleSchema) })),
  together: z.array(sampleSchema),
  peakMb: z.number(),
})

/** What the server takes to answer each screen of a large month, and ten operators at once. */
export const page: Benchmark = {
  name: 'page',
  title: 'The screens of a month of 1,000 clients',
  run: () =>
    withScratchDirectory(async (directory) => {
      await withContext(directory, (context) => fillStore(context, { clients, linesPerClient }))
      await runProgram('prepare-run', [directory, '2026-09', 'intend'], measuredSchema.loose())
      await runProgram('prepare-run', [directory, '2026-10', 'intend'], measuredSchema.loose())
      await withContext(directory, (context) => saveDistributorBill(context, { clients, linesPerClient }))
      const found = await runProgram('page-requests', [directory, '2026-10', String(repetitions)], answer)
      const firsts = found.screens.map(({ name, first }) => `${name} ${milliseconds(first)}`)
      return {
        rows: [...found.screens.map(screenRow), togetherRow(found.together)],
        ratios: [],
        memory: [{ of: 'the server', peakMb: found.peakMb }],
        notes: [
          ...notes,
          `The first time after the start, nothing remembered: ${firsts.join(', ')}.`,
          `95 in 100 were answered within: ${found.screens.map((screen) => `${screen.name} ${milliseconds(percentileSeconds(screen, 95))}`).join(', ')}; ten operators at once ${milliseconds(percentileSeconds({ samples: found.together }, 95))}.`,
        ],
      }
    }),
}

function screenRow({ name, samples }: z.output<typeof answer>['screens'][number]): Row {
  const row = { what: name, amount: 1, unit: 'answers', samples }
  if (name === 'Why') {
    return { ...row, target: { words: 'at most 50 ms', met: medianSeconds(row) <= whyTarget } }
  }
  const met = medianSeconds(row) <= screenTarget.median && percentileSeconds(row, 95) <= screenTarget.p95
  return { ...row, target: { words: 'at most 100 ms, 95 in 100 within 300 ms', met } }
}

function togetherRow(samples: Row['samples']): Row {
  return { what: 'all of them by ten operators at once, one answer', amount: 1, unit: 'answers', samples }
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1_000).toFixed(0)} ms`
}

const notes = [
  `${String(clients)} clients with ${String(linesPerClient)} lines each; September and October billed, October's bill of the distributor there. A screen is all requests that the page makes for it, made at once; the answer is read whole, without network or browser.`,
]
