import { expect, test } from 'vitest'
import { dueDate, termOfId } from './due-date.ts'

test.each([
  ['nothing said: the day itself', undefined, '2026-04-30', '2026-04-30'],
  ['so many days after the date', 'DAYSAFTERBILLDATE 30', '2026-04-30', '2026-05-30'],
  ['so many days after the end of the month', 'DAYSAFTERBILLMONTH 14', '2026-04-10', '2026-05-14'],
  ['a day of this month', 'OFCURRENTMONTH 20', '2026-04-10', '2026-04-20'],
  ['a day of this month that is past is the date itself', 'OFCURRENTMONTH 5', '2026-04-10', '2026-04-10'],
  ['a day of the next month', 'OFFOLLOWINGMONTH 20', '2026-12-31', '2027-01-20'],
  ['a day that the next month lacks is its last', 'OFFOLLOWINGMONTH 31', '2026-01-31', '2026-02-28'],
])('%s', (_rule, termId, date, due) => {
  expect(dueDate(date, termId === undefined ? undefined : termOfId(termId))).toBe(due)
})
