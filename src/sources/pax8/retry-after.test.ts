import { expect, test } from 'vitest'
import { retryAfterMilliseconds } from './retry-after.ts'

const now = new Date('2026-05-01T02:00:00Z')

test.each([
  ['17', 17_000],
  [' 0 ', 0],
  ['1.5', 1500],
  ['Fri, 01 May 2026 02:00:30 GMT', 30_000],
  ['Fri, 01 May 2026 01:00:00 GMT', 0],
])('"%s" asks for %i ms', (header, milliseconds) => {
  expect(retryAfterMilliseconds(header, now)).toBe(milliseconds)
})

test.each([undefined, '', 'soon', '-5', '2026-05-01'])('%s asks for nothing that could be kept', (header) => {
  expect(retryAfterMilliseconds(header, now)).toBeUndefined()
})
