import { z } from 'zod'
import { reconcilePeriod } from '../src/reconciliation/reconcile-period.ts'
import { tieOutInput } from './data/tie-out-input.ts'
import { measure, peakMemoryMb } from './harness/measure.ts'
import type { Sample } from './harness/report.ts'

// One size in a process of its own: its memory is that size's alone.
const [size, repetitions] = z.tuple([z.coerce.number(), z.coerce.number()]).parse(process.argv.slice(2))
const input = tieOutInput(size)
const samples: Sample[] = []
let unexplained = ''
// Of the first alone: what the earlier ones left behind is no part of a tie-out.
let peakMb = 0
for (let count = 0; count < repetitions; count += 1) {
  const { result, sample } = await measure(() => reconcilePeriod(input))
  samples.push(sample)
  if (count === 0) peakMb = peakMemoryMb()
  unexplained = result.controls.map((control) => control.unexplained).join(' ')
}
process.send?.({ samples, peakMb, unexplained })
