import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { FileProblem } from '../mapped-file.ts'
import type { TableMapping } from './mapping-schema.ts'
import { FileHasNoRows, type Table, type TableRow } from './table.ts'

const candidates = [',', ';', '\t', '|'] as const

/**
 * Reads CSV or TSV. Where the delimiter is not stated, it is the one under which the header has the most of the columns
 * that the mapping names.
 * @throws {FileHasNoRows} when quotes do not close, or the header row is not there.
 */
export function readCsvTable(text: string, mapping: TableMapping, namedColumns: ReadonlySet<string>): Table {
  const { body, linesBefore } = bodyFromHeader(text, mapping.headerRow)
  const delimiter = mapping.format === 'tsv' ? '\t' : mapping.delimiter
  const records = readRecords(body, delimiter === 'auto' ? delimiterOf(body, namedColumns) : delimiter, linesBefore)
  const [header, ...rest] = records
  if (header === undefined) throw new FileHasNoRows('The file is empty.')
  const columns = header.cells.map((name) => name.trim())
  const filled = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const whole = filled.filter(({ cells }) => cells.length === columns.length)
  const problems = filled
    .filter(({ cells }) => cells.length !== columns.length)
    .map(({ line, cells }) => wrongLength(line, cells.length, columns.length))
  return { columns, rows: whole, emptyRows: rest.length - filled.length, problems }
}

/** Line ends become one kind, so that lines can be counted; inside a quoted cell that changes nothing that we read. */
function bodyFromHeader(text: string, headerRow: number): { body: string; linesBefore: number } {
  const lines = text.replaceAll(/\r\n?/g, '\n')
  let at = 0
  for (let line = 1; line < headerRow; line += 1) {
    const end = lines.indexOf('\n', at)
    if (end === -1) throw new FileHasNoRows(`The file ends before its header row, which is line ${String(headerRow)}.`)
    at = end + 1
  }
  return { body: lines.slice(at), linesBefore: headerRow - 1 }
}

function delimiterOf(body: string, namedColumns: ReadonlySet<string>): string {
  const end = body.indexOf('\n')
  const header = end === -1 ? body : body.slice(0, end)
  const found = candidates.map((delimiter) => {
    const names = header.split(delimiter).map((name) => name.trim().replaceAll(/^"|"$/g, ''))
    return { delimiter, count: names.filter((name) => namedColumns.has(name)).length }
  })
  return found.reduce((best, each) => (each.count > best.count ? each : best)).delimiter
}

const recordsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

function readRecords(body: string, delimiter: string, linesBefore: number): TableRow[] {
  try {
    const options = { delimiter, record_delimiter: '\n', relax_column_count: true, info: true, max_record_size: 0 }
    const records = recordsSchema.parse(parse(body, options))
    // The parser counts the line that a record ends on; the next record starts after it.
    let line = linesBefore + 1
    return records.map(({ record, info }) => {
      const row = { line, cells: record }
      line = linesBefore + info.lines + 1
      return row
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = lineOf(error, linesBefore)
    const where = line === undefined ? '' : ` near line ${String(line)}`
    const why = explanations.get(error.code) ?? error.code
    throw new FileHasNoRows(`The file cannot be read as rows${where}: ${why}.`, { line, cause: error })
  }
}

const explanations = new Map<string, string>([
  ['CSV_QUOTE_NOT_CLOSED', 'a quotation mark opens a text that never ends'],
  ['CSV_INVALID_CLOSING_QUOTE', 'more text follows the quotation mark that ends a text'],
  ['INVALID_OPENING_QUOTE', 'a quotation mark stands inside a text that does not begin with one'],
])

function lineOf(error: CsvError, linesBefore: number): number | undefined {
  const lines: unknown = Reflect.get(error, 'lines')
  return typeof lines === 'number' ? linesBefore + lines : undefined
}

function wrongLength(line: number, cells: number, columns: number): FileProblem {
  return {
    code: 'row-unreadable',
    severity: 'blocking',
    line,
    column: undefined,
    message: `Line ${String(line)} has ${String(cells)} cells where the header has ${String(columns)}; a delimiter in a text without quotes would do that.`,
  }
}
