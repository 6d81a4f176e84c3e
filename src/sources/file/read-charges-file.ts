import { chooseDateReaders, type DateColumn } from './date-readers.ts'
import type { ChargesFile, ChargesFileReading, FileProblem } from '../charges-file.ts'
import { bindColumns, columnsNamedBy, type Binding } from './bind-columns.ts'
import { readChargeRow } from './charge-row.ts'
import { checkControlTotals, type ReadRow } from './control-totals.ts'
import { readCsvTable } from './csv-table.ts'
import { decodeFile, FileNotText } from './decode-file.ts'
import { gatherRecords } from './gather-records.ts'
import { readJsonTable } from './json-table.ts'
import type { FileMapping } from './mapping-schema.ts'
import { cellsText, createRowReader } from './row-reader.ts'
import { FileHasNoRows, type Table, type TableRow } from './table.ts'

/** Reads a file of charges by a mapping. Whatever the bytes are, it answers with records or with problems. */
export function readChargesFile(file: ChargesFile, mapping: FileMapping): ChargesFileReading {
  const opened = openTable(file.bytes, mapping)
  if (opened.table === undefined) return { ...nothingRead, text: opened.text, problems: opened.problems }
  const { text, table } = opened
  const binding = bindColumns(table.columns, mapping)
  const { unknownColumns } = binding
  if (binding.problems.length > 0) {
    return { ...nothingRead, text, unknownColumns, problems: [...binding.problems, ...table.problems] }
  }
  const kept = table.rows.filter((row) => passesFilter(row, mapping, binding))
  const dates = chooseDateReaders(dateColumns(kept, mapping, binding), mapping.dateFormats, file.dateOrder)
  const reading = { mapping, binding, dateReaders: dates.readers }
  const rows: ReadRow[] = []
  const rowProblems: FileProblem[] = []
  for (const row of kept) {
    const reader = createRowReader(row, reading)
    const read = readChargeRow(reader, mapping, file.connectionId)
    if (read !== undefined) rows.push({ row, read })
    for (const problem of reader.problems) rowProblems.push(problem)
  }
  const { problems: recordProblems, ...records } = gatherRecords(rows)
  const controls = checkControlTotals(rows, mapping, binding)
  return {
    text,
    rowCount: rows.length,
    emptyRows: table.emptyRows,
    leftOutLines: table.rows.filter((row) => !passesFilter(row, mapping, binding)).map(({ line }) => line),
    unknownColumns,
    ...records,
    controlTotals: controls.totals,
    problems: [
      ...table.problems,
      ...dates.problems,
      ...rowProblems,
      ...recordProblems,
      ...controls.problems,
      ...(kept.length === 0 ? [noRows()] : []),
    ],
  }
}

const nothingRead: ChargesFileReading = {
  text: undefined,
  rowCount: 0,
  emptyRows: 0,
  leftOutLines: [],
  unknownColumns: [],
  invoices: [],
  charges: [],
  companies: [],
  products: [],
  controlTotals: [],
  problems: [],
}

type Opened =
  | { readonly text: string; readonly table: Table }
  | { readonly text: string | undefined; readonly table: undefined; readonly problems: readonly FileProblem[] }

function openTable(bytes: Uint8Array, mapping: FileMapping): Opened {
  let text: string | undefined
  try {
    text = decodeFile(bytes, mapping.encoding)
    return { text, table: tableOf(text, mapping) }
  } catch (error) {
    if (!(error instanceof FileNotText) && !(error instanceof FileHasNoRows)) throw error
    const line = error instanceof FileHasNoRows ? error.line : undefined
    const { message } = error
    return {
      text,
      table: undefined,
      problems: [{ code: 'file-unreadable', severity: 'blocking', line, column: undefined, message }],
    }
  }
}

function tableOf(text: string, mapping: FileMapping): Table {
  const table =
    mapping.format === 'json' || mapping.format === 'jsonl'
      ? readJsonTable(text, mapping)
      : readCsvTable(text, mapping, new Set(columnsNamedBy(mapping).map(({ column }) => column)))
  const isText = ({ cells }: TableRow): boolean => cells.every((cell) => !/\0|\p{Surrogate}/u.test(cell))
  return {
    ...table,
    rows: table.rows.filter(isText),
    problems: [...table.problems, ...table.rows.filter((row) => !isText(row)).map(notText)],
  }
}

/** JSON can spell characters that no text may hold, and that no database keeps. */
function notText({ line }: TableRow): FileProblem {
  const message = `Line ${String(line)} holds a NUL or half of a character.`
  return { code: 'row-unreadable', severity: 'blocking', line, column: undefined, message }
}

function passesFilter(row: TableRow, { rowFilter }: FileMapping, binding: Binding): boolean {
  const cell = (place: number): string => row.cells[place]?.trim() ?? ''
  return (
    rowFilter.notEmpty.every((column) => cell(binding.placeOf(column)) !== '') &&
    rowFilter.equals.every(({ column, values }) => values.includes(cell(binding.placeOf(column))))
  )
}

const dateFields = ['invoice.date', 'invoice.dueDate', 'period.start', 'period.end'] as const

function dateColumns(rows: readonly TableRow[], mapping: FileMapping, binding: Binding): DateColumn[] {
  return dateFields.flatMap((key) => {
    const name = mapping.columns[key]?.columns[0]?.column
    if (name === undefined) return []
    const texts = new Set(rows.flatMap((row) => cellsText(row, key, binding)?.replace(/^'/, '') ?? []))
    return [{ key, name, texts }]
  })
}

function noRows(): FileProblem {
  const message = 'The file has a header and no row that counts; nothing would be imported.'
  return { code: 'no-rows', severity: 'blocking', line: undefined, column: undefined, message }
}
