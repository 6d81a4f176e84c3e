import type { FileProblem, FileReading, MappedFile } from '../mapped-file.ts'
import { bindColumns, columnsNamedBy, type Binding } from './bind-columns.ts'
import { readCsvTable } from './csv-table.ts'
import { chooseDateReaders, type DateColumn } from './date-readers.ts'
import { decodeFile, FileNotText } from './decode-file.ts'
import { readJsonTable } from './json-table.ts'
import type { MappedField } from './mapping-fields.ts'
import type { TableMapping } from './mapping-schema.ts'
import { cellsText, createRowReader, type RowReader } from './row-reader.ts'
import { statedProblems, withStated } from './stated-fields.ts'
import { FileHasNoRows, type Table, type TableRow } from './table.ts'

/** What a file says before its records are put together. */
export interface ReadRows<Mapping, Read> {
  readonly base: Omit<FileReading, 'companies' | 'products'>
  /** Undefined where the file could not be read as rows of this mapping. */
  readonly opened:
    | {
        /** With what the operator stated among its constants. */
        readonly mapping: Mapping
        readonly binding: Binding
        readonly rows: readonly { readonly row: TableRow; readonly read: Read }[]
      }
    | undefined
}

/** How one kind of row is read. `undefined` where it lacks what it cannot be without. */
export interface RowKind<Mapping, Read> {
  readonly dates: readonly MappedField[]
  read(row: RowReader, mapping: Mapping): Read | undefined
}

/** Reads a file as rows by a mapping. Whatever the bytes are, it answers with what was read and with problems. */
export function readRows<Mapping extends TableMapping, Read>(
  file: MappedFile,
  stored: Mapping,
  kind: RowKind<Mapping, Read>,
): ReadRows<Mapping, Read> {
  const table = openTable(file.bytes, stored)
  if (table.table === undefined) return { base: { ...nothingRead, ...table }, opened: undefined }
  const { text, table: own } = table
  const binding = bindColumns(own.columns, stored)
  const { unknownColumns, absentColumns } = binding
  const stated = statedProblems(stored, binding, file.stated ?? {})
  if (binding.problems.length + stated.length > 0) {
    const problems = [...binding.problems, ...stated, ...own.problems]
    return { base: { ...nothingRead, text, unknownColumns, absentColumns, problems }, opened: undefined }
  }
  const mapping = withStated(stored, file.stated ?? {})
  const kept = own.rows.filter((row) => passesFilter(row, mapping, binding))
  const dates = chooseDateReaders(dateColumns(kept, mapping, binding, kind.dates), mapping.dateFormats, file.dateOrder)
  const rows: { readonly row: TableRow; readonly read: Read }[] = []
  const rowProblems: FileProblem[] = [...own.problems]
  for (const row of kept) {
    const reader = createRowReader(row, { mapping, binding, dateReaders: dates.readers })
    const read = kind.read(reader, mapping)
    if (read !== undefined) rows.push({ row, read })
    for (const problem of reader.problems) rowProblems.push(problem)
  }
  const badLines = linesOfBadRows(rowProblems)
  const isLeftOut = file.leaveOutBadRows === true
  const good = isLeftOut ? rows.filter(({ row }) => !badLines.has(row.line)) : rows
  const problems = isLeftOut ? rowProblems.map(toldOnly) : rowProblems
  return {
    base: {
      text,
      rowCount: good.length,
      emptyRows: own.emptyRows,
      leftOutLines: own.rows.filter((row) => !passesFilter(row, mapping, binding)).map(({ line }) => line),
      badLines: [...badLines].sort((a, b) => a - b),
      unknownColumns,
      absentColumns,
      problems: [...dates.problems, ...problems, ...(good.length === 0 ? [noRows()] : [])],
    },
    opened: { mapping, binding, rows: good },
  }
}

const nothingRead: Omit<FileReading, 'companies' | 'products'> = {
  text: undefined,
  rowCount: 0,
  emptyRows: 0,
  leftOutLines: [],
  badLines: [],
  unknownColumns: [],
  absentColumns: [],
  problems: [],
}

/** A problem of one row alone: the rest of the file could do without that row, if the operator says so. */
export function isOfOneRow({ code, severity, line }: FileProblem): boolean {
  return severity === 'blocking' && line !== undefined && (code === 'row-unreadable' || code === 'value-unreadable')
}

function linesOfBadRows(problems: readonly FileProblem[]): ReadonlySet<number> {
  return new Set(problems.filter(isOfOneRow).flatMap(({ line }) => line ?? []))
}

function toldOnly(problem: FileProblem): FileProblem {
  return isOfOneRow(problem)
    ? { ...problem, severity: 'warning', message: `${problem.message} The row is left out.` }
    : problem
}

type Opened =
  | { readonly text: string; readonly table: Table }
  | { readonly text: string | undefined; readonly table?: undefined; readonly problems: readonly FileProblem[] }

function openTable(bytes: Uint8Array, mapping: TableMapping): Opened {
  let text: string | undefined
  try {
    text = decodeFile(bytes, mapping.encoding)
    return { text, table: tableOf(text, mapping) }
  } catch (error) {
    if (!(error instanceof FileNotText) && !(error instanceof FileHasNoRows)) throw error
    const line = error instanceof FileHasNoRows ? error.line : undefined
    const { message } = error
    return { text, problems: [{ code: 'file-unreadable', severity: 'blocking', line, column: undefined, message }] }
  }
}

function tableOf(text: string, mapping: TableMapping): Table {
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

function passesFilter(row: TableRow, { rowFilter }: TableMapping, binding: Binding): boolean {
  const cell = (place: number): string => row.cells[place]?.trim() ?? ''
  return (
    rowFilter.notEmpty.every((column) => cell(binding.placeOf(column)) !== '') &&
    rowFilter.equals.every(({ column, values }) => values.includes(cell(binding.placeOf(column))))
  )
}

function dateColumns(
  rows: readonly TableRow[],
  mapping: TableMapping,
  binding: Binding,
  fields: readonly MappedField[],
): DateColumn[] {
  return fields.flatMap((key) => {
    const name = mapping.columns[key]?.columns[0]?.column
    if (name === undefined || !binding.placesOf.has(key)) return []
    const texts = new Set(rows.flatMap((row) => cellsText(row, key, binding)?.replace(/^'/, '') ?? []))
    return [{ key, name, texts }]
  })
}

function noRows(): FileProblem {
  const message = 'The file has a header and no row that counts; nothing would be imported.'
  return { code: 'no-rows', severity: 'blocking', line: undefined, column: undefined, message }
}
