// `npm run soak`: plays ten thousand courses of posting under every trouble, or as many as are named, and kills a posting
// process, a voiding and a crediting one at each of their steps. A course that broke its promise is printed with its seed, and
// `SEATLEDGER_POSTING_SEED=SEED npm run soak` plays that one again; `npm run soak 501-1000` plays a part. The kills are on
// the server that SEATLEDGER_TEST_DATABASE_URL names, if it names one.
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
  'src/app/posting/posting-pace.test.ts',
  'src/app/posting/posting-killed-everywhere.test.ts',
  'src/app/corrections',
]
const { status } = spawnSync(process.execPath, vitest, {
  stdio: 'inherit',
  env: {
    ...process.env,
    SEATLEDGER_POSTING_COURSES: courses,
    SEATLEDGER_KILL_EVERYWHERE: 'yes',
    SEATLEDGER_PACED_INVOICES: '6000',
  },
})
process.exitCode = status ?? 1
