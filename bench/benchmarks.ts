import { demo } from './benchmarks/demo.ts'
import { dryRun } from './benchmarks/dry-run.ts'
import { engine } from './benchmarks/engine.ts'
import { ingest } from './benchmarks/ingest.ts'
import { page } from './benchmarks/page.ts'
import { post } from './benchmarks/post.ts'
import { reconcile } from './benchmarks/reconcile.ts'
import type { Benchmark } from './harness/report.ts'

/** In the order of a month. */
export const benchmarks: readonly Benchmark[] = [ingest, dryRun, engine, post, page, reconcile, demo]

/** @throws {Error} that lists the names there are. */
export function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name)
  if (found !== undefined) return found
  const names = benchmarks.map((benchmark) => benchmark.name).join(', ')
  throw new Error(`There is no benchmark "${name}". There are: ${names}.`)
}
