import { expect, test } from 'vitest'
import { costs, problemsOf, readBytes, readText, smallHeader, smallMapping, smallRow } from './fixtures/charges-file.ts'

const text = [smallHeader, smallRow(), smallRow({ Line: '2', Amount: 'twenty' }), smallRow({ Line: '3' })].join('\n')
const leaveOut = (source: string, mapping: object = smallMapping) =>
  readBytes(Buffer.from(source), mapping, undefined, { leaveOutBadRows: true })

test('a bad row blocks the file; with the operator’s word the others are read, and the row is told by its line', () => {
  expect(readText(text)).toMatchObject({ badLines: [3], problems: [{ severity: 'blocking' }] })
  const reading = leaveOut(text)
  expect(costs(reading)).toEqual(['20.00 USD', '20.00 USD'])
  expect(reading).toMatchObject({ rowCount: 2, badLines: [3], problems: [{ severity: 'warning', line: 3 }] })
})

test('a row with one bad cell is left out whole: a charge without its quantity would be another charge', () => {
  const reading = leaveOut([smallHeader, smallRow(), smallRow({ Line: '2', Qty: 'x' })].join('\n'))
  expect(reading.charges.map(({ chargeId }) => chargeId)).toEqual(['I1/1/1'])
})

test('a file of which no row can be read stays refused, whatever the operator says', () => {
  expect(problemsOf(leaveOut([smallHeader, smallRow({ Amount: 'x' })].join('\n')))).toContain('no-rows')
})

test('consent is for rows alone: a total that does not tie for another reason still blocks', () => {
  const mapping = { ...smallMapping, controlTotals: [{ name: 'Net', column: 'Net', sums: ['cost'] }] }
  const withNet = (net: string, amount = '20.00') =>
    leaveOut(
      [`${smallHeader},Net`, `${smallRow()},${net}`, `${smallRow({ Line: '2', Amount: amount })},${net}`].join('\n'),
      mapping,
    )
  expect(withNet('41.00').problems).toMatchObject([{ code: 'control-total', severity: 'blocking' }])
  const short = withNet('40.00', 'x')
  expect(short.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    'value-unreadable warning',
    'control-total warning',
  ])
})
