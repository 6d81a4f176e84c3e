import { expect, test } from 'vitest'
import { fakeIo } from '../../test/helpers/fake-cli.ts'
import { createManualClock } from '../support/clock.ts'
import { createProgressLine } from './progress-line.ts'

test('long work tells how much is done, how fast it goes, and how long it will still take', () => {
  const clock = createManualClock(new Date('2026-10-01T03:00:00Z'))
  const { io, pieces } = fakeIo({ clock })
  const progress = createProgressLine({ ...io, errorIsTerminal: true })
  const last = (): string | undefined => pieces.err.split('\r').at(-1)?.trimEnd()
  progress.report('subscription-details', 1, 4800)
  clock.advanceBy(10_000)
  progress.report('subscription-details', 80, 4800)
  // 80 in 10 seconds are 8 a second, and 4,720 more take 590 seconds.
  expect(last()).toBe('details and histories of subscriptions: 80 of 4800, 8/s, 10 min left')
  clock.advanceBy(590_000)
  progress.report('subscription-details', 4800, 4800)
  expect(last()).toBe('details and histories of subscriptions: 4800 of 4800, 8/s')
})
