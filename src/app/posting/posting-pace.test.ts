import { expect, test } from 'vitest'
import { createRandom } from '../../../emulators/simulated-msp/random.ts'
import { EventClock } from '../../../test/helpers/posting-simulation/event-clock.ts'
import { MemoryPostingStore } from '../../../test/helpers/posting-simulation/memory-posting-store.ts'
import { period, postingsOf } from '../../../test/helpers/posting-simulation/play-course.ts'
import {
  simulatedLedger,
  SimulatedLedger,
  type Network,
} from '../../../test/helpers/posting-simulation/simulated-ledger.ts'
import { SimulatedProcess } from '../../../test/helpers/posting-simulation/simulated-process.ts'
import { noProgress } from '../progress.ts'
import { workOnPostings } from './posting-worker.ts'

// `npm run soak` posts the six thousand of a large month.
const count = Number(process.env['SEATLEDGER_PACED_INVOICES'] ?? '240')
const start = new Date('2026-12-01T06:00:00Z')

interface Pace {
  readonly seconds: number
  readonly throttled: number
  readonly mostInFlight: number
  readonly inLedger: number
}

async function post(network: Network, requestsInFlight: number): Promise<Pace> {
  const time = new EventClock(start)
  const random = createRandom('posting pace', String(network.requestsPerSecond))
  const ledger = new SimulatedLedger(time, random, network)
  ledger.company.setPreferences({ customTransactionNumbers: true })
  const store = new MemoryPostingStore(postingsOf(random, ledger, true, count))
  const process = new SimulatedProcess(time, random)
  const tools = {
    store: process.reach(store),
    gateway: ledger.gatewayOf(process),
    clock: process.clock,
    progress: noProgress,
  }
  const work = { ledgerConnectionId: simulatedLedger, period, total: count, requestsInFlight }
  const report = await time.play(workOnPostings(tools, work, process.cancel.signal))
  expect(report).toEqual({ posted: count, rejected: 0, needsPerson: 0, stopped: undefined })
  const { throttled, mostInFlight } = ledger
  const seconds = (time.now().getTime() - start.getTime()) / 1000
  return { seconds, throttled, mostInFlight, inLedger: ledger.company.contents().length }
}

test.each([
  {
    pace: 'our 4 a second and 4 at once, over a bad line',
    network: { requestsPerSecond: 4, longestTravel: 400 },
    inFlight: 4,
    leastPerSecond: 4,
  },
  // Intuit counts 500 in any minute and 10 in any second; a little below it, since the network pushes some together.
  {
    pace: "Intuit's 500 a minute",
    network: { requestsPerSecond: 8.2, longestTravel: 60 },
    inFlight: 8,
    leastPerSecond: 500 / 60,
  },
])(
  'a month is posted within 5 % of the least time at $pace, and no request is refused',
  async ({ network, inFlight, leastPerSecond }) => {
    const { seconds, throttled, mostInFlight, inLedger } = await post(network, inFlight)
    expect(inLedger).toBe(count)
    expect(throttled).toBe(0)
    expect(mostInFlight).toBeLessThanOrEqual(inFlight)
    expect(seconds / (count / leastPerSecond)).toBeLessThan(1.05)
    expect(seconds / (count / leastPerSecond)).toBeGreaterThan(0.98)
  },
  3_600_000,
)
