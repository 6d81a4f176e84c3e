import { isPlainDate, type PlainDate } from '../../domain/plain-date.ts'
import { isCurrency, type Currency } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import { money, type Money } from '../../money/money.ts'
import type { FileProblem, FileProblemCode } from '../charges-file.ts'
import type { Binding } from './bind-columns.ts'
import type { DateReader } from './date-readers.ts'
import type { ChargeField, FileMapping } from './mapping-schema.ts'
import { parseNumber } from './parse-number.ts'
import type { TableRow } from './table.ts'

/** How the rows of one file are read: the same for all of them. */
export interface RowReading {
  readonly mapping: FileMapping
  readonly binding: Binding
  readonly dateReaders: ReadonlyMap<string, DateReader>
}

/**
 * Reads the fields of one row. An empty cell is `undefined`; a cell that cannot be read is told with its line, and is
 * `undefined` too, which makes the whole file one that is not imported.
 */
export interface RowReader {
  readonly line: number
  readonly problems: readonly FileProblem[]
  text(field: ChargeField): string | undefined
  id(field: ChargeField): string | undefined
  date(field: ChargeField): PlainDate | undefined
  number(field: ChargeField): Decimal | undefined
  money(field: ChargeField, currency: Currency): Money | undefined
  currency(): Currency | undefined
  /** For fields that a charge cannot be without. */
  require<T>(field: ChargeField, value: T | undefined): T | undefined
  tell(code: FileProblemCode, severity: FileProblem['severity'], field: ChargeField, message: string): void
}

export function createRowReader(row: TableRow, reading: RowReading): RowReader {
  const { mapping } = reading
  const problems: FileProblem[] = []
  const columnOf = (field: ChargeField): string | undefined => mapping.columns[field]?.columns[0]?.column
  const tell: RowReader['tell'] = (code, severity, field, message) => {
    const where = `Line ${String(row.line)}: ${message}`
    problems.push({ code, severity, line: row.line, column: columnOf(field), message: where })
  }
  const text = (field: ChargeField): string | undefined => fieldText(row, field, reading)
  const parsed = <T>(field: ChargeField, parse: (value: string) => T | undefined, expected: string): T | undefined => {
    const value = text(field)
    if (value === undefined) return undefined
    const result = parse(value)
    if (result === undefined) {
      const sentence = `${nameOf(field, mapping)} is "${value.slice(0, 60)}", which is ${expected}.`
      tell('value-unreadable', 'blocking', field, sentence)
    }
    return result
  }
  const number = (field: ChargeField): Decimal | undefined =>
    parsed(
      field,
      (value) => parseNumber(value, mapping.decimal),
      `no number with "${mapping.decimal}" for its decimals`,
    )
  return {
    line: row.line,
    problems,
    text,
    id: (field) => parsed(field, parseId, 'no id as it was: a spreadsheet has shortened or emptied it'),
    date: (field) => parsed(field, dateParser(field, reading), `no date as ${mapping.dateFormats.join(' or ')}`),
    number,
    money: (field, currency) => {
      const value = number(field)
      return value === undefined ? undefined : money(value, currency)
    },
    currency: () => parsed('currency', parseCurrency, 'no ISO 4217 currency'),
    require: (field, value) => {
      const isTold = problems.some(({ severity, column }) => severity === 'blocking' && column === columnOf(field))
      if (value === undefined && !isTold) {
        const sentence = `${nameOf(field, mapping)} is empty, and a charge cannot be without it.`
        tell('value-unreadable', 'blocking', field, sentence)
      }
      return value
    },
    tell,
  }
}

/** An apostrophe before an id is a spreadsheet's mark for text. `1.01E+09` has lost digits for ever. */
function parseId(text: string): string | undefined {
  const id = text.replace(/^'/, '')
  return id === '' || /^\d(\.\d+)?E\+\d+$/i.test(id) ? undefined : id
}

function parseCurrency(text: string): Currency | undefined {
  const code = text.toUpperCase()
  return isCurrency(code) ? code : undefined
}

/** A constant is ours and written as YYYY-MM-DD; what the file says is written as the file does. */
function dateParser(field: ChargeField, { mapping, dateReaders }: RowReading): DateReader {
  if (mapping.constants[field] !== undefined) return (text) => (isPlainDate(text) ? text : undefined)
  return (text) => dateReaders.get(field)?.(text.replace(/^'/, ''))
}

/** The text of a field in a row, of all the columns that make it, as the mapping's values translate it. */
function fieldText(row: TableRow, field: ChargeField, { mapping, binding }: RowReading): string | undefined {
  const text = cellsText(row, field, binding) ?? mapping.constants[field]
  // A charge's kind is translated where it is read: its own words are kept beside it.
  const values = field === 'charge.kind' ? undefined : mapping.valueMaps[field]
  return text !== undefined && values !== undefined && Object.hasOwn(values, text) ? values[text] : text
}

/** The cells of the columns that make a field, put together; undefined where all are empty. */
export function cellsText(row: TableRow, field: ChargeField, binding: Binding): string | undefined {
  const bound = binding.placesOf.get(field)
  const parts = bound?.places.map((place) => (row.cells[place] ?? '').trim()).filter((part) => part !== '') ?? []
  return parts.length === 0 ? undefined : parts.join(bound?.joinedBy)
}

function nameOf(field: ChargeField, mapping: FileMapping): string {
  const columns = mapping.columns[field]?.columns.map(({ column }) => `"${column}"`)
  return columns === undefined ? `the constant for ${field}` : columns.join(' and ')
}
