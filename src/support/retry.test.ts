import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock } from './clock.ts'
import { jitteredWait, retry, type RetryOptions, type RetryVerdict } from './retry.ts'

const start = new Date('2026-05-01T00:00:00Z')
const policy = { attempts: 4, baseMilliseconds: 1000, capMilliseconds: 3000 }
const again: RetryVerdict = { waitMilliseconds: undefined }

function options(change: Partial<RetryOptions> = {}): RetryOptions {
  const signal = new AbortController().signal
  return { policy, clock: createManualClock(start), signal, judge: () => again, random: () => 0.5, ...change }
}

test('it is tried until it succeeds', async () => {
  const run = (attempt: number): Promise<string> =>
    attempt < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve('done')
  await expect(retry(run, options())).resolves.toBe('done')
})

test('the last failure is thrown when the attempts are used up, after waits that grow up to the cap', async () => {
  const clock = createManualClock(start)
  const run = (attempt: number): Promise<string> => Promise.reject(new Error(`attempt ${attempt}`))
  await expect(retry(run, options({ clock }))).rejects.toThrow('attempt 4')
  // Half of 1000, 2000 and 3000: the third bound would be 4000 without the cap.
  expect(clock.now().getTime() - start.getTime()).toBe(3000)
})

test('a failure that is final is not tried again', async () => {
  let runs = 0
  const run = (): Promise<string> => {
    runs += 1
    return Promise.reject(new Error('refused'))
  }
  await expect(retry(run, options({ judge: () => 'give-up' }))).rejects.toThrow('refused')
  expect(runs).toBe(1)
})

test('a wait that the other side named is kept to the millisecond', async () => {
  const clock = createManualClock(start)
  const run = (attempt: number): Promise<string> =>
    attempt === 1 ? Promise.reject(new Error('busy')) : Promise.resolve('done')
  await retry(run, options({ clock, judge: () => ({ waitMilliseconds: 17_000 }) }))
  expect(clock.now().getTime() - start.getTime()).toBe(17_000)
})

test('whoever calls it off gets the reason, not the failure', async () => {
  const controller = new AbortController()
  const run = (): Promise<string> => {
    controller.abort(new Error('called off'))
    return Promise.reject(new Error('failed'))
  }
  await expect(retry(run, options({ signal: controller.signal }))).rejects.toThrow('called off')
})

test('a wait is never longer than its bound and never negative', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const wait = jitteredWait(policy, attempt, () => random)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(policy.capMilliseconds)
      },
    ),
  )
})
