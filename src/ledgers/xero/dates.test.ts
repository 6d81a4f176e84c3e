import { expect, test } from 'vitest'
import { xeroDay, xeroMoment } from './dates.ts'

test('both of the forms in which Xero writes a date are the same day and moment', () => {
  // 1,552,262,400 seconds are 11 March 2019, midnight UTC.
  expect(xeroDay.parse('/Date(1552262400000+0000)/')).toBe('2019-03-11')
  expect(xeroDay.parse('2019-03-11T00:00:00')).toBe('2019-03-11')
  expect(xeroDay.parse('2019-03-11')).toBe('2019-03-11')
  expect(xeroMoment.parse('/Date(1552327126164)/').toISOString()).toBe('2019-03-11T17:58:46.164Z')
  expect(xeroMoment.parse('2019-03-11T17:58:46').toISOString()).toBe('2019-03-11T17:58:46.000Z')
  expect(xeroMoment.parse('2019-03-11T17:58:46.117Z').toISOString()).toBe('2019-03-11T17:58:46.117Z')
})

test.each(['', '/Date()/', '/Date(99999999999999999)/', 'tomorrow', '2019-13-41'])('"%s" is no date', (text) => {
  expect(xeroDay.safeParse(text).success).toBe(false)
  expect(xeroMoment.safeParse(text).success).toBe(false)
})
