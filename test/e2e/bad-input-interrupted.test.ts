import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Interrupted } from '../../src/cli/terminal-io.ts'
import { systemClock, type Clock } from '../../src/support/clock.ts'
import { openMonthScene, type MonthScene } from '../helpers/month-scene.ts'
import type { CliOutcome } from '../helpers/fake-cli.ts'

let scene: MonthScene

beforeAll(async () => {
  scene = await openMonthScene()
})
afterAll(() => scene.close())

/** The scene's time, going slowly enough that no lease ends while its request is still on its way. */
const slow: Clock = {
  now: () => scene.clock.now(),
  sleep: async (milliseconds, signal) => {
    await systemClock.sleep(20, signal)
    scene.clock.advanceBy(Math.min(milliseconds, 1_000))
  },
}

/** Presses Ctrl-C as soon as something is so, while a command runs. */
async function interruptedWhen(args: readonly string[], isSo: () => boolean): Promise<CliOutcome> {
  const stop = new AbortController()
  const watch = setInterval(() => {
    if (isSo()) stop.abort(new Interrupted())
  }, 1)
  const outcome = await scene.run(args, { signal: stop.signal, clock: slow })
  clearInterval(watch)
  return outcome
}

const pressedBefore = { signal: AbortSignal.abort(new Interrupted()) }
const state = z.object({ sources: z.array(z.object({ complete: z.boolean() })), notBegun: z.array(z.string()) })

test('a sync that is stopped keeps what was read, ends nobody, and goes on when it is given again: exit code 130', async () => {
  for (const requests of [1, 4, 8, 12]) {
    scene.clock.advanceBy(86_400_000)
    const before = await scene.contents(['snapshot', 'secret', 'subscription_reading'])
    const already = scene.pax8.requests.length
    const { exit, out } = await interruptedWhen(
      ['sync', '--full', '--json'],
      () => scene.pax8.requests.length >= already + requests,
    )
    expect(exit, out).toBe(130)
    expect(state.parse(JSON.parse(out))).toEqual({ sources: [{ complete: false }], notBegun: ['quickbooks-online'] })
    expect(await scene.contents(['snapshot', 'secret', 'subscription_reading'])).toEqual(before)
  }
  const told = await scene.run(['sync'], pressedBefore)
  expect([told.exit, told.out]).toEqual([130, expect.stringContaining('Stopped from outside')])
  expect(told.out).toContain('Not begun: pax8, quickbooks-online.')
  const { exit, out } = await scene.run(['sync', '--json'])
  expect([exit, state.parse(JSON.parse(out))]).toEqual([0, { sources: [{ complete: true }], notBegun: [] }])
})

test('a run that is stopped holds nothing and cannot be approved; given again it is whole: exit code 130', async () => {
  const before = await scene.contents(['run'])
  const { exit, out, err } = await scene.run(['run', '2026-04', '--json'], pressedBefore)
  expect(exit).toBe(130)
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'cli.interrupted' } })
  expect(err).toContain('Stopped from outside. What was saved until then is kept; the same command goes on from there.')
  expect(await scene.contents(['run'])).toEqual(before)
  const review = await scene.run(['review', '1'])
  expect([review.exit, review.err]).toEqual([2, expect.stringContaining('Run 1 was stopped before its end')])
  await scene.succeed(['run', '2026-04'], 3)
})

test('a posting that is stopped at any moment ends with each invoice in the ledger once: exit code 130', async () => {
  const { sha256 } = z
    .object({ run: z.object({ sha256: z.string() }) })
    .parse(JSON.parse(await scene.succeed(['review', '--json'], 3))).run
  await scene.succeed(['approve', '--hash', sha256], 3)
  const before = await scene.run(['post'], pressedBefore)
  expect(before.exit).toBe(130)
  expect(before.out).toContain('2 intended')
  expect(before.out).not.toContain('Next')
  expect(scene.company.contents()).toEqual([])

  // The first answer is lost on the way, so that Ctrl-C meets a posting of which nobody knows what became of it.
  scene.quickBooks.faults.set([{ kind: 'commit-then-drop', match: { method: 'POST', path: '/invoice' } }])
  const during = await interruptedWhen(['post', '--json'], () => scene.company.contents().length > 0)
  expect(during.exit, during.out).toBe(130)
  scene.clock.advanceBy(600_000)
  const last = await scene.run(['post'], { clock: slow })
  expect([last.exit, last.out]).toEqual([0, expect.stringContaining('2 posted')])
  expect(
    scene.company
      .contents()
      .map(({ customer }) => customer)
      .sort(),
  ).toEqual(['Bear Creek Winery', 'North Wind Bakery'])
})

test.each([
  ['review', '2026-04'],
  ['reconcile', '2026-04'],
  ['config', 'plan', 'billing.yaml'],
  ['import', 'charges', 'charges.csv', '--map', 'csv', '--connection', 'direct'],
  ['decide', '2026-04'],
  ['close', '2026-04'],
])('a %s that is stopped ends at once, says so and changes nothing: exit code 130', async (...args) => {
  const before = await scene.contents()
  const { exit, out, err } = await scene.run(args, pressedBefore)
  expect([exit, out]).toEqual([130, ''])
  expect(err).toContain('Stopped from outside')
  expect(await scene.contents()).toEqual(before)
})
