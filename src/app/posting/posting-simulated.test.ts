import { expect, test } from 'vitest'
import { brokenPromises } from '../../../test/helpers/posting-simulation/check-course.ts'
import { playCourse } from '../../../test/helpers/posting-simulation/play-course.ts'

// `npm run soak` plays ten thousand, or those named: `500`, `501-1000`. SEATLEDGER_POSTING_SEED plays one course again, as
// a failure prints it.
const courses = (process.env['SEATLEDGER_POSTING_COURSES'] ?? '100').split('-').map(Number)
const [first, last] = courses.length === 2 ? [courses[0] ?? 1, courses[1] ?? 0] : [1, courses[0] ?? 0]
const only = process.env['SEATLEDGER_POSTING_SEED']
const seeds =
  only === undefined ? Array.from({ length: last - first + 1 }, (_, index) => String(first + index)) : [only]

test(`in ${String(seeds.length)} courses of faults, kills, cancels and wrong clocks, each invoice is in the ledger exactly once`, async () => {
  expect(seeds.length).toBeGreaterThan(0)
  const broken: string[] = []
  for (const seed of seeds) {
    const promises = await playCourse(seed)
      .then(brokenPromises)
      .catch((error: unknown) => [`it ended with ${String(error)}`])
    broken.push(...promises.map((promise) => `SEATLEDGER_POSTING_SEED=${seed}: ${promise}`))
  }
  expect(broken).toEqual([])
}, 3_600_000)
