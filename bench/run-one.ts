import { benchmarkNamed } from './benchmarks.ts'

// Each benchmark runs in a process of its own, so that none finds the memory and the compiled code of another.
const name = process.argv[2] ?? ''
const benchmark = benchmarkNamed(name)
const report = await benchmark.run()
process.send?.({ name: benchmark.name, title: benchmark.title, ...report })
