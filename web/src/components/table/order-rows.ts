import { compareDecimals } from '../../money/decimal-text.ts'
import type { Column, Order } from './column.ts'

const isDecimal = /^-?\d+(?:\.\d+)?$/
const inWords = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The rows in the wanted order. Those of equal text stay as they came; those with nothing there stand last either way. */
export function orderRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.by)
  if (column === undefined || order === undefined) return rows
  const keyed = rows.map((row) => ({ row, text: column.text(row) }))
  const sign = order.descending ? -1 : 1
  keyed.sort((a, b) => {
    if (a.text === '' || b.text === '') return Number(a.text === '') - Number(b.text === '')
    return sign * compareTexts(a.text, b.text, column.isFigure === true)
  })
  return keyed.map(({ row }) => row)
}

function compareTexts(a: string, b: string, areFigures: boolean): number {
  if (!areFigures) return inWords.compare(a, b)
  const [aIs, bIs] = [isDecimal.test(a), isDecimal.test(b)]
  if (aIs && bIs) return compareDecimals(a, b)
  return aIs === bIs ? inWords.compare(a, b) : Number(bIs) - Number(aIs)
}
