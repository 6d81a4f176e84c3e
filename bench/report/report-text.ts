import { medianSeconds, rateOf, median, type Report, type Row } from '../harness/report.ts'
import { machineLine, type Machine } from './machine.ts'

/** What was measured, where, and under which load: everything that a figure means nothing without. */
export interface Measured {
  readonly report: Report
  /** As it was when the benchmark began. */
  readonly machine: Machine
  readonly loadAtEnd: string
}

const columns = ['what', 'repetitions', 'wall s', 'min-max', 'own CPU s', 'PostgreSQL CPU s', 'rate', 'target'] as const

/** A benchmark as Markdown, which is readable on a terminal too. */
export function reportText({ report, machine, loadAtEnd }: Measured): string {
  const table = [columns, columns.map(() => '---'), ...report.rows.map(cellsOf)]
  return [
    `## ${report.title} (\`${report.name}\`)`,
    '',
    `${machineLine(machine)}; load average ${machine.load} at the start, ${loadAtEnd} at the end.`,
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...report.ratios.map(({ words, ratio }) => `- Ratio ${ratio.toFixed(2)}: ${words}`),
    ...report.memory.map(
      ({ of, peakMb, target }) =>
        `- Peak memory of ${of}: ${String(peakMb)} MB${target === undefined ? '' : ` (target: ${target})`}`,
    ),
    ...report.notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}

function cellsOf(row: Row): string[] {
  const seconds = row.samples.map((sample) => sample.seconds)
  const server = row.samples.flatMap(({ serverCpuSeconds }) => serverCpuSeconds ?? [])
  return [
    row.what,
    String(row.samples.length),
    short(medianSeconds(row)),
    `${short(Math.min(...seconds))}-${short(Math.max(...seconds))}`,
    short(median(row.samples.map(({ cpuSeconds }) => cpuSeconds))),
    server.length === 0 ? '' : short(median(server)),
    `${rateText(rateOf(row))} ${row.unit}/s`,
    row.target === undefined ? '' : `${row.target.words}: ${row.target.met ? 'met' : 'not met'}`,
  ]
}

function short(seconds: number): string {
  return seconds < 0.1 ? seconds.toFixed(4) : seconds.toFixed(2)
}

function rateText(rate: number): string {
  return rate < 10 ? rate.toFixed(2) : Math.round(rate).toLocaleString('en-US')
}
