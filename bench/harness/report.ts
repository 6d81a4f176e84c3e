/** One thing that was measured, once per repetition. */
export interface Row {
  /** What was done, with its size, such as "sweep, nothing changed, 100,000 subscriptions". */
  readonly what: string
  /** How many of the unit were worked in each repetition. */
  readonly amount: number
  readonly unit: string
  readonly samples: readonly Sample[]
  /** What the project promises, and whether the median keeps it. */
  readonly target?: { readonly words: string; readonly met: boolean } | undefined
}

/** One repetition. Processor times are user plus system, of all cores together. */
export interface Sample {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Of the database server's processes; undefined where none is used or the system does not tell. */
  readonly serverCpuSeconds: number | undefined
}

/** What one benchmark found. */
export interface Report {
  readonly name: string
  readonly title: string
  readonly rows: readonly Row[]
  readonly ratios: readonly { readonly words: string; readonly ratio: number }[]
  readonly memory: readonly { readonly of: string; readonly peakMb: number; readonly target?: string | undefined }[]
  /** How it was measured, what is left out, and what a figure must not be read as. */
  readonly notes: readonly string[]
}

/** A benchmark: prepares, measures, and says what it found. It prints nothing. */
export interface Benchmark {
  readonly name: string
  readonly title: string
  run(): Promise<Omit<Report, 'name' | 'title'>>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export function medianSeconds(row: Pick<Row, 'samples'>): number {
  return median(row.samples.map(({ seconds }) => seconds))
}

/** The time within which so many in a hundred of the repetitions were done. */
export function percentileSeconds({ samples }: Pick<Row, 'samples'>, percent: number): number {
  const sorted = samples.map(({ seconds }) => seconds).sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}

/** How many of the unit a second, by the median. */
export function rateOf(row: Pick<Row, 'samples' | 'amount'>): number {
  return row.amount / medianSeconds(row)
}
