import { expect, test } from 'vitest'
import { brokenPromises } from '../../../test/helpers/posting-simulation/check-course.ts'
import { playCourse } from '../../../test/helpers/posting-simulation/play-course.ts'

// `npm run soak` plays ten thousand. SEATLEDGER_POSTING_SEED plays one course again, as a failure prints it.
const courses = Number(process.env['SEATLEDGER_POSTING_COURSES'] ?? '100')
const only = process.env['SEATLEDGER_POSTING_SEED']
const seeds = only === undefined ? Array.from({ length: courses }, (_, index) => String(index + 1)) : [only]

test(`in ${String(seeds.length)} courses of faults, kills, cancels and wrong clocks, each invoice is in the ledger exactly once`, async () => {
  const broken: string[] = []
  for (const seed of seeds) {
    const promises = await playCourse(seed)
      .then(brokenPromises)
      .catch((error: unknown) => [`it ended with ${String(error)}`])
    broken.push(...promises.map((promise) => `SEATLEDGER_POSTING_SEED=${seed}: ${promise}`))
  }
  expect(broken).toEqual([])
}, 3_600_000)
