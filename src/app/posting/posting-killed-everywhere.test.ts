import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram, type ChildProgram } from '../../../test/helpers/child-process.ts'
import { openPostingScene, type PostingScene } from '../../../test/helpers/posting-scene.ts'
import { systemClock } from '../../support/clock.ts'

let scene: PostingScene

beforeAll(async () => {
  scene = await openPostingScene({ clock: systemClock, clients: 2, requestsInFlight: 2, firstYear: 1996 })
})

afterAll(async () => {
  await scene.close()
})

/** A process that has loaded everything and waits to be told at which step to die. */
function waitingProcess(): ChildProgram {
  return startProgram('post-and-die', [scene.test.url, scene.keyText])
}

/** More than any course of two invoices has; it ends when a process has come to its end alive. */
const mostSteps = 300
/** Statements that a course of two invoices cannot do without; fewer steps say that they are no longer seen. */
const fewestSteps = 40

/**
 * Each kill costs a process, so a test run takes every fourth step, and one on another server every sixteenth;
 * `npm run soak` takes all of them.
 */
const share = process.env['SEATLEDGER_TEST_DATABASE_URL'] === undefined ? 4 : 16
const stride = process.env['SEATLEDGER_KILL_EVERYWHERE'] === 'yes' ? 1 : share

test('killed before any statement and any request, and while one is on its way, the next process posts the rest once', async () => {
  const seen: string[] = []
  let next = waitingProcess()
  for (let step = 1; step <= mostSteps; step += stride) {
    const month = scene.freshMonth()
    const run = await scene.approvedRun(month)
    const child = next
    await child.line('ready')
    // Loads while the other one dies.
    next = waitingProcess()
    child.tell(String(step))
    await child.gone
    const words =
      child.lines.find((line) => line.startsWith('dies') || line.startsWith('done')) ?? child.lines.join('\n')
    seen.push(words)
    await scene.endLeases()
    await scene.post(run)
    expect([words, scene.inLedger(month)]).toEqual([words, scene.allOnce()])
    expect([words, await scene.states(month)]).toEqual([words, ['posted', 'posted']])
    if (words.startsWith('done')) break
  }
  next.kill('SIGKILL')
  await next.gone
  expect(seen.at(-1)).toMatch(/^done after \d+ steps$/)
  expect(seen.length * stride).toBeGreaterThan(fewestSteps)
  if (stride > 1) return
  const parts = ['insert into posting', 'commit', 'request /v3/', 'on its way /v3/', 'paused_until']
  expect(parts.filter((part) => !seen.some((words) => words.includes(part)))).toEqual([])
}, 1_200_000)
