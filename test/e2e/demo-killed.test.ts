import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../emulators/simulated-msp/random.ts'
import { systemClock } from '../../src/support/clock.ts'
import { ledgerContents, startDemo, summaryOf, type DemoPlay, type DemoSummary } from '../helpers/demo-process.ts'

const clients = 3
const kills = 10
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatledger-demo-killed-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

// The moments are shares of the time that a whole demo takes here, so that a slow machine and a fast one are both hit
// from setting up to tying out.
test('a demo killed at ten random moments ends with the ledger, document for document, of one that nobody touched', async () => {
  const whole: DemoPlay = { directory: join(folder, 'whole'), clients }
  const started = performance.now()
  const untouched = startDemo(whole)
  expect(await untouched.ended, untouched.written.err).toBe(0)
  const milliseconds = performance.now() - started

  const killed: DemoPlay = { directory: join(folder, 'killed'), clients }
  const told = await playWithKills(killed, milliseconds)

  expect(ledgerContents(killed.directory)).toEqual(ledgerContents(whole.directory))
  expect(ledgerContents(whole.directory).length).toBeGreaterThanOrEqual(2 * clients - 2)
  expect(told).toEqual(summaryOf(untouched))
}, 600_000)

/** Kills the process alone, or with its database server, by turns; answers what the one that ended has told. */
async function playWithKills(play: DemoPlay, milliseconds: number): Promise<DemoSummary> {
  const random = createRandom('demo-killed', String(kills))
  for (let kill = 0; kill < kills; kill += 1) {
    const life = startDemo(play)
    const until = (milliseconds / kills) * (0.3 + random.between(0, 100) / 50)
    await Promise.race([systemClock.sleep(until), life.ended])
    killIfThere(kill % 2 === 0 ? life.pid : -life.pid)
    const code = await life.ended
    // It had time enough to end by itself, and did so: what it posted must be all the same.
    if (code !== undefined) expect(code, life.written.err).toBe(0)
  }
  const last = startDemo(play)
  expect(await last.ended, last.written.err).toBe(0)
  return summaryOf(last)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
