import type { Column } from './column.ts'

const isDecimal = /^-?\d+(?:\.\d+)?$/
/** A spreadsheet takes text that begins so for a formula, and a distributor's product may be named so. */
const beginsFormula = /^[=+\-@\t\r]/

/** The rows as they are shown, as RFC 4180 has it: for a spreadsheet, amounts with every digit. */
export function rowsCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map(({ head }) => head), ...rows.map((row) => columns.map((column) => column.text(row)))]
  return lines.map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n'
}

function quoted(text: string): string {
  const safe = beginsFormula.test(text) && !isDecimal.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
