import { expect, test } from 'vitest'
import type { DateOrder } from '../mapped-file.ts'
import { expectNoProblem, problemsOf, readText, smallHeader, smallMapping, smallRow } from './fixtures/charges-file.ts'

const mapping = { ...smallMapping, dateFormats: ['dd/MM/yyyy', 'MM/dd/yyyy'] }

const read = (date: string, from: string, to: string, order?: DateOrder) =>
  readText(`${smallHeader}\n${smallRow({ Date: date, From: from, To: to })}`, mapping, order)

test('dates that can be read both ways are refused until the operator chooses', () => {
  const reading = read('02/03/2026', '01/02/2026', '01/03/2026')
  expect(problemsOf(reading)).toEqual(['date-ambiguous', 'date-ambiguous', 'date-ambiguous'])
  expect(reading.problems[0]?.message).toContain('2026-03-02 as dd/MM/yyyy or 2026-02-03 as MM/dd/yyyy')
})

test('the operator’s choice decides', () => {
  const days = read('02/03/2026', '01/02/2026', '01/03/2026', 'day-first')
  expectNoProblem(days)
  expect(days.charges[0]).toMatchObject({
    invoiceDate: '2026-03-02',
    servicePeriod: { start: '2026-02-01', end: '2026-03-01' },
  })
  const months = read('02/03/2026', '01/02/2026', '01/03/2026', 'month-first')
  expect(months.charges[0]).toMatchObject({
    invoiceDate: '2026-02-03',
    servicePeriod: { start: '2026-01-02', end: '2026-01-03' },
  })
})

test('one day above 12 decides for its whole column', () => {
  const text = [smallHeader, smallRow({ Invoice: 'A' }), smallRow({ Invoice: 'B' })]
    .join('\n')
    .replaceAll('2026-05-01', '01/05/2026')
    .replace('"2026-04-01"', '"02/03/2026"')
    .replaceAll('2026-04-01', '31/03/2026')
  expect(readText(text, mapping).charges[0]?.invoiceDate).toBe('2026-03-02')
})

test('one day above 12 decides for the other columns of the file too', () => {
  const reading = read('05/04/2026', '01/04/2026', '30/04/2026')
  expectNoProblem(reading)
  expect(reading.charges[0]?.invoiceDate).toBe('2026-04-05')
})

test('a choice that the file contradicts makes bad rows, not other dates', () => {
  const reading = read('05/04/2026', '01/04/2026', '30/04/2026', 'month-first')
  expect(problemsOf(reading)).toContain('value-unreadable 2')
})

test('columns that prove different orders leave the third one ambiguous', () => {
  expect(problemsOf(read('05/04/2026', '31/03/2026', '04/30/2026'))).toContain('date-ambiguous')
})

test('a date that both formats read as the same day is not ambiguous', () => {
  expect(read('05/05/2026', '31/03/2026', '30/04/2026').charges[0]?.invoiceDate).toBe('2026-05-05')
})
