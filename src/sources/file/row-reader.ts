import { isPlainDate, type PlainDate } from '../../domain/plain-date.ts'
import { isCurrency, type Currency } from '../../money/currency.ts'
import type { Decimal } from '../../money/decimal.ts'
import { money, type Money } from '../../money/money.ts'
import type { FileProblem, FileProblemCode } from '../mapped-file.ts'
import { oneSpelling } from '../one-spelling.ts'
import type { Binding } from './bind-columns.ts'
import type { DateReader } from './date-readers.ts'
import type { MappedField } from './mapping-fields.ts'
import type { TableMapping } from './mapping-schema.ts'
import { parseNumber } from './parse-number.ts'
import type { TableRow } from './table.ts'

/** How the rows of one file are read: the same for all of them. */
export interface RowReading {
  readonly mapping: TableMapping
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
  text(field: MappedField): string | undefined
  id(field: MappedField): string | undefined
  date(field: MappedField): PlainDate | undefined
  number(field: MappedField): Decimal | undefined
  money(field: MappedField, currency: Currency): Money | undefined
  currency(): Currency | undefined
  /** A value as the mapping's words translate it, whatever its case; the value itself where the mapping has no word. */
  word(field: MappedField, value: string): string
  /** For fields that a row cannot be without. */
  require<T>(field: MappedField, value: T | undefined): T | undefined
  tell(code: FileProblemCode, severity: FileProblem['severity'], field: MappedField, message: string): void
}

export function createRowReader(row: TableRow, reading: RowReading): RowReader {
  const { mapping } = reading
  const problems: FileProblem[] = []
  const columnOf = (field: MappedField): string | undefined => mapping.columns[field]?.columns[0]?.column
  const tell: RowReader['tell'] = (code, severity, field, message) => {
    const where = `Line ${String(row.line)}: ${message}`
    problems.push({ code, severity, line: row.line, column: columnOf(field), message: where })
  }
  const text = (field: MappedField): string | undefined => fieldText(row, field, reading)
  const parsed = <T>(field: MappedField, parse: (value: string) => T | undefined, expected: string): T | undefined => {
    const value = text(field)
    if (value === undefined) return undefined
    const result = parse(value)
    if (result === undefined) {
      const sentence = `${nameOf(field, mapping)} is "${value.slice(0, 60)}", which is ${expected}.`
      tell('value-unreadable', 'blocking', field, sentence)
    }
    return result
  }
  const number = (field: MappedField): Decimal | undefined =>
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
    word: (field, value) => translated(field, value, mapping) ?? value,
    require: (field, value) => {
      const isTold = problems.some(({ severity, column }) => severity === 'blocking' && column === columnOf(field))
      if (value === undefined && !isTold) {
        const sentence = `${nameOf(field, mapping)} is empty, and a row cannot be without it.`
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
function dateParser(field: MappedField, { mapping, dateReaders }: RowReading): DateReader {
  if (mapping.constants[field] !== undefined) return (text) => (isPlainDate(text) ? text : undefined)
  return (text) => dateReaders.get(field)?.(text.replace(/^'/, ''))
}

/** The text of a field in a row, of all the columns that make it, as the mapping's values translate it. */
function fieldText(row: TableRow, field: MappedField, { mapping, binding }: RowReading): string | undefined {
  const text = cellsText(row, field, binding) ?? mapping.constants[field]
  // What is kept in the distributor's own words as well is translated where it is read.
  if (text === undefined || keptAsWritten.has(field)) return text
  return translated(field, text, mapping) ?? text
}

const keptAsWritten: ReadonlySet<MappedField> = new Set(['charge.kind', 'subscription.status'])

/** The very value goes before one that is the same but for its case and its blanks. */
function translated(field: MappedField, text: string, { valueMaps }: TableMapping): string | undefined {
  const values = valueMaps[field]
  if (values === undefined) return undefined
  if (Object.hasOwn(values, text)) return values[text]
  const spelling = oneSpelling(text)
  return Object.entries(values).find(([value]) => oneSpelling(value) === spelling)?.[1]
}

/** The cells of the columns that make a field, put together; undefined where all are empty. */
export function cellsText(row: TableRow, field: MappedField, binding: Binding): string | undefined {
  const bound = binding.placesOf.get(field)
  const parts = bound?.places.map((place) => (row.cells[place] ?? '').trim()).filter((part) => part !== '') ?? []
  if (parts.length === 0) return undefined
  return bound?.takes === 'first' ? parts[0] : parts.join(bound?.joinedBy)
}

function nameOf(field: MappedField, mapping: TableMapping): string {
  const columns = mapping.columns[field]?.columns.map(({ column }) => `"${column}"`)
  return columns === undefined ? `the constant for ${field}` : columns.join(' and ')
}
