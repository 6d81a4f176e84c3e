import { expect, test } from 'vitest'
import { dateOrderOf, isDateFormat, parseDate } from './date-format.ts'

test.each([
  ['12-Jun-2020', 'dd-MMM-yyyy', '2020-06-12'],
  ['01-JAN-2026', 'dd-MMM-yyyy', '2026-01-01'],
  ['5/4/2026', 'd/M/yyyy', '2026-04-05'],
  ['5/4/2026', 'M/d/yyyy', '2026-05-04'],
  ['04.05.2026', 'dd.MM.yyyy', '2026-05-04'],
  ['2026-04-05', 'yyyy-MM-dd', '2026-04-05'],
  ['2026-04-05T00:00:00Z', 'yyyy-MM-dd', '2026-04-05'],
  ['4/5/2026 12:00:00 AM', 'M/d/yyyy', '2026-04-05'],
])('"%s" written as %s is %s', (text, format, expected) => {
  expect(parseDate(text, format)).toBe(expected)
})

test.each([
  ['31-Jun-2020', 'dd-MMM-yyyy'],
  ['29/02/2026', 'dd/MM/yyyy'],
  ['12-Jux-2020', 'dd-MMM-yyyy'],
  ['04x05x2026', 'dd.MM.yyyy'],
  ['2026-04-05 and later', 'yyyy-MM-dd'],
  ['45017', 'yyyy-MM-dd'],
  ['5/4/26', 'd/M/yyyy'],
])('"%s" is no day as %s', (text, format) => {
  expect(parseDate(text, format)).toBeUndefined()
})

test('a format has one year, one month and one day', () => {
  expect(['dd-MMM-yyyy', 'M/d/yyyy', 'yyyy-MM-dd', 'd. M. yyyy'].every(isDateFormat)).toBe(true)
  expect(['dd-MM', 'yyyy', 'dd/MM/yy', 'dd/dd/MM/yyyy', 'EEE dd MM yyyy', ''].some(isDateFormat)).toBe(false)
})

test('only two numbers in front of each other can be taken for one another', () => {
  expect(dateOrderOf('d/M/yyyy')).toBe('day-first')
  expect(dateOrderOf('MM-dd-yyyy')).toBe('month-first')
  expect(dateOrderOf('dd-MMM-yyyy')).toBeUndefined()
  expect(dateOrderOf('yyyy-MM-dd')).toBeUndefined()
})
