import { expect, test } from 'vitest'
import { period } from '../domain/period.ts'
import { decimal } from '../money/decimal.ts'
import { fineText } from './fine.ts'
import { ownFigures } from './own-figures.ts'

function figures(quantity: string, unitCost: string, cost: string, start: string, end: string): unknown[] {
  const own = ownFigures({
    quantity: quantity === 'unknown' ? quantity : decimal(quantity),
    unitCost: unitCost === 'unknown' ? unitCost : decimal(unitCost),
    cost: decimal(cost),
    period: period(start, end),
  })
  return [own.quantity, own.value, own.unitTerms].map((each) => (each === undefined ? each : fineText(each, 4)))
}

test('a whole month, a part of one by its days or by 30, a part of a year and a unit cost per day are all recognised', () => {
  expect(figures('2', '31.00', '62.00', '2026-05-01', '2026-06-01')).toEqual(['2', '62', '2'])
  // 10 of 31 days of 31.00 is 10.00 a unit.
  expect(figures('2', '31.00', '20.00', '2026-05-22', '2026-06-01')).toEqual(['2', '20', '0.6452'])
  // 10 of 30 days of 30.00 in a month of 31 is 10.00 and not 9.68.
  expect(figures('1', '30.00', '10.00', '2026-05-22', '2026-06-01')).toEqual(['1', '10', '0.3333'])
  // 73 of 365 days of 365.00 is 73.00.
  expect(figures('1', '365.00', '73.00', '2026-05-01', '2026-07-13')).toEqual(['1', '73', '0.2'])
  // 10 days at 0.50 a day.
  expect(figures('3', '0.50', '15.00', '2026-05-22', '2026-06-01')).toEqual(['3', '15', '30'])
})

test('the cost decides the sign, wherever the distributor puts it', () => {
  expect(figures('1', '-22.00', '-22.00', '2026-04-01', '2026-05-01')).toEqual(['-1', '-22', '-1'])
  expect(figures('-1', '22.00', '-22.00', '2026-04-01', '2026-05-01')).toEqual(['-1', '-22', '-1'])
  expect(figures('-1', '-22.00', '22.00', '2026-04-01', '2026-05-01')).toEqual(['1', '22', '1'])
})

test('a line without a quantity or a unit cost has only its cost, and a line of no cost has no value', () => {
  expect(figures('unknown', '22.00', '22.00', '2026-04-01', '2026-05-01')).toEqual([undefined, '22', undefined])
  expect(figures('2', 'unknown', '22.00', '2026-04-01', '2026-05-01')).toEqual(['2', '22', undefined])
  expect(figures('2', '22.00', '0.00', '2026-04-01', '2026-05-01')).toEqual(['2', '0', '2'])
})

test('what the figures do not lead to is left over: no way of counting days is bent to fit', () => {
  expect(figures('17', '22.00', '380.00', '2026-04-01', '2026-05-01')).toEqual(['17', '374', '17'])
})
