import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/support/package-root.ts'
import { endedChildrenCpuSeconds } from '../harness/server-resources.ts'
import { medianSeconds, type Benchmark, type Row, type Sample } from '../harness/report.ts'
import { withScratchDirectory } from '../harness/scratch.ts'

const targetSeconds = 60
const targetMb = 600

/** What the demo prints when it begins with each of its parts, and what the part before it was. */
const marks = [
  { begins: 'first, in short', part: 'start: database created, emulators, config' },
  { begins: 'invoices posted.', part: 'first month: some nights, run, posted' },
  { begins: 'The dry run, every invoice', part: 'shown month: each night synced, run prepared' },
  { begins: '.seatledger/demo', part: 'posted, distributor invoice read, tied out' },
] as const

/** `npm run demo` as a newcomer starts it, everything installed and built. */
export const demo: Benchmark = {
  name: 'demo',
  title: 'The demo',
  run: () =>
    withScratchDirectory(async (directory) => {
      const { sample, parts, peakMb } = await playDemo(directory)
      const whole: Row = {
        what: 'demo: 60 clients, from nothing to 0.00 unexplained',
        amount: 1,
        unit: 'demos',
        samples: [sample],
      }
      const target = { words: `under ${String(targetSeconds)} s`, met: medianSeconds(whole) < targetSeconds }
      return {
        rows: [{ ...whole, target }],
        ratios: [],
        memory: [{ of: 'the program, both emulators in it', peakMb, target: `under ${String(targetMb)} MB` }],
        notes: [
          `Where the time goes: ${parts.map(({ part, seconds }) => `${part} ${seconds.toFixed(1)} s`).join('; ')}.`,
          'Two months: some nights of the first, every night of the second. The processor time is that of the program and the processes it started and waited for.',
        ],
      }
    }),
}

interface Played {
  readonly sample: Sample
  readonly parts: readonly { readonly part: string; readonly seconds: number }[]
  readonly peakMb: number
}

async function playDemo(directory: string): Promise<Played> {
  const cpuBefore = endedChildrenCpuSeconds()
  const started = performance.now()
  // Loaded before the program, it tells at the end what the program itself does not print as text.
  const teller =
    'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))'
  const args = ['--import', teller, join(packageRoot, 'bin', 'seatledger.mjs'), '--data', directory, 'demo']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const parts: { part: string; seconds: number }[] = []
  let partBegan = started
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (let next = marks[parts.length]; next !== undefined && text.includes(next.begins); next = marks[parts.length]) {
      parts.push({ part: next.part, seconds: (performance.now() - partBegan) / 1000 })
      partBegan = performance.now()
    }
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`The demo ended with ${String(code)}: ${errors}`)
  const seconds = (performance.now() - started) / 1000
  const peakKb = Number(/peak (\d+)/.exec(errors)?.[1])
  const sample = { seconds, cpuSeconds: endedChildrenCpuSeconds() - cpuBefore, serverCpuSeconds: undefined }
  return { sample, parts, peakMb: Math.round(peakKb / 1024) }
}
