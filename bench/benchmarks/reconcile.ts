import { z } from 'zod'
import { sampleSchema } from '../harness/child-report.ts'
import { runProgram } from '../harness/fork.ts'
import { medianSeconds, type Benchmark, type Report, type Row } from '../harness/report.ts'

const sizes = [25_000, 50_000, 100_000] as const
const repetitions = 3
const answer = z.object({ samples: z.array(sampleSchema), peakMb: z.number(), unexplained: z.string() })

/** The pure tie-out of charges against as many billed lines, in a process of its own per size. */
export const reconcile: Benchmark = {
  name: 'reconcile',
  title: 'Tying out a distributor invoice',
  run: async () => {
    const rows: Row[] = []
    const memory: Report['memory'][number][] = []
    for (const size of sizes) {
      const { samples, peakMb, unexplained } = await runProgram('tie-out', [String(size), String(repetitions)], answer)
      if (!/^-?0\.00$/.test(unexplained)) throw new Error(`The made-up month leaves ${unexplained} unexplained.`)
      const isLargest = size === sizes.at(-1)
      const row: Row = {
        what: `${String(size)} charges against as many billed lines`,
        amount: size,
        unit: 'charges',
        samples,
      }
      const target = { words: 'at most 4 s', met: medianSeconds(row) <= 4 }
      rows.push(isLargest ? { ...row, target } : row)
      memory.push({ of: `${String(size)} charges`, peakMb, ...(isLargest ? { target: 'at most 600 MB' } : {}) })
    }
    const [first, , last] = rows
    const ratios =
      first === undefined || last === undefined
        ? []
        : [{ words: 'time per charge, four times the charges', ratio: perCharge(last) / perCharge(first) }]
    return { rows, ratios, memory, notes }
  },
}

function perCharge(row: Row): number {
  return medianSeconds(row) / row.amount
}

const notes = [
  'One distributor invoice, ten subscriptions to a client; nine in ten charges tie out, of the others half differ in quantity and half are billed to nobody. Every repetition ends with 0.00 unexplained.',
  'A ratio of 1.00 would be exactly linear.',
  'The memory is that of the whole process with its input, all charges and all invoice lines, after the first repetition.',
]
