// `npm run soak`: plays ten thousand courses of posting under every trouble, or as many as are named. A course that broke
// its promise is printed with its seed; SEATLEDGER_POSTING_SEED=SEED npm run soak plays that one again.
import { spawnSync } from 'node:child_process'
import { installDependencies, requireNode } from './bootstrap.mjs'

requireNode()
installDependencies()
const [courses = '10000'] = process.argv.slice(2)
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=verbose',
  'src/app/posting/posting-simulated.test.ts',
]
const { status } = spawnSync(process.execPath, vitest, {
  stdio: 'inherit',
  env: { ...process.env, SEATLEDGER_POSTING_COURSES: courses },
})
process.exitCode = status ?? 1
