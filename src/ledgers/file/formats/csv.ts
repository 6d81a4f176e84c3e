import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { addDays } from '../../../domain/plain-date.ts'
import { decimal, formatDecimal, negateDecimal, parseDecimal, type Decimal } from '../../../money/decimal.ts'
import { InvalidInput } from '../../../support/failure.ts'
import { sumOfAmounts, type LedgerDocument, type LedgerDocumentLine } from '../../document/ledger-document.ts'
import { guardFormula, unguardFormula } from './csv-cell.ts'
import type { CsvField, CsvMapping } from './csv-mapping.ts'
import { exactLine } from './exact-line.ts'
import { utf8, type FileContent, type FileFormat } from './format.ts'

const mark = '\uFEFF'

/** A document as CSV, one row for each line, by a mapping that is data. */
export function csvFormat(mapping: CsvMapping): FileFormat {
  return {
    id: 'csv',
    extension: mapping.delimiter === '\t' ? 'tsv' : 'csv',
    mediaType: 'text/csv',
    problems: () => [],
    write: (document) => table(mapping, rowsOf(document, mapping)),
    read: (text) => contentOf(cellsOf(text, mapping), mapping),
    ...utf8,
    join: (texts) =>
      table(
        mapping,
        texts.flatMap((text) => cellsOf(text, mapping).map(({ cells }) => cells)),
      ),
  }
}

/** The header that tells a file of this mapping from one of another. */
export function csvHeader(mapping: CsvMapping): string {
  return line(
    mapping,
    mapping.columns.map(({ title }) => title),
  )
}

function table(mapping: CsvMapping, rows: readonly (readonly string[])[]): string {
  return `${mapping.byteOrderMark ? mark : ''}${csvHeader(mapping)}${rows.map((row) => line(mapping, row)).join('')}`
}

function line({ delimiter, lineEnd }: CsvMapping, cells: readonly string[]): string {
  return stringify([[...cells]], { delimiter, record_delimiter: lineEnd, quoted_match: /[\r\n]/ })
}

function rowsOf(document: LedgerDocument, mapping: CsvMapping): string[][] {
  return document.lines.map((documentLine, index) =>
    mapping.columns.map((column) =>
      'constant' in column
        ? guardFormula(column.constant)
        : cell(column.field, { document, line: documentLine, number: index + 1 }, mapping),
    ),
  )
}

interface Row {
  readonly document: LedgerDocument
  readonly line: LedgerDocumentLine
  readonly number: number
}

function cell(field: CsvField, { document, line: row, number }: Row, mapping: CsvMapping): string {
  const day = (date: string): string => formatDay(date, mapping.dateFormat)
  const lastDay = (end: string): string => day(addDays(end, -1))
  const plain = (text: string): string => text.replace('.', mapping.decimal)
  const isNegative = document.documentKind === 'credit-memo' && mapping.creditMemoAmounts === 'negative'
  const signed = (text: string): string => plain(isNegative ? formatDecimal(negateDecimal(decimal(text))) : text)
  switch (field) {
    case 'documentKind':
      return guardFormula(mapping.documentKinds[document.documentKind])
    case 'documentNumber':
      return guardFormula(document.documentNumber)
    case 'reference':
      return guardFormula(document.reference)
    case 'customerId':
      return guardFormula(document.customer.id)
    case 'customerName':
      return guardFormula(document.customer.name ?? document.customer.id)
    case 'clientId':
      return guardFormula(document.client.id)
    case 'clientName':
      return guardFormula(document.client.name)
    case 'currency':
      return document.currency
    case 'invoiceDate':
      return day(document.invoiceDate)
    case 'periodFirstDay':
      return day(document.billingPeriod.start)
    case 'periodLastDay':
      return lastDay(document.billingPeriod.end)
    case 'netTotal':
      return signed(document.netTotal)
    case 'line.number':
      return String(number)
    case 'line.itemId':
      return guardFormula(row.item.id)
    case 'line.itemName':
      return guardFormula(row.item.name ?? row.item.id)
    case 'line.description':
      return guardFormula(exactLine(row, document).description)
    case 'line.serviceFirstDay':
      return day(row.servicePeriod.start)
    case 'line.serviceLastDay':
      return lastDay(row.servicePeriod.end)
    case 'line.quantity':
      return signed(exactLine(row, document).quantity)
    case 'line.unitPrice':
      return plain(exactLine(row, document).unitPrice)
    case 'line.amount':
      return signed(row.amount)
    case 'line.billedQuantity':
      return signed(row.quantity)
    case 'line.billedUnitPrice':
      return plain(row.unitPrice)
    case 'line.proration':
      return row.proration === undefined ? '' : `${String(row.proration.days)} of ${String(row.proration.of)} days`
    case 'line.taxable':
      return guardFormula(mapping.taxable[row.taxable ? 'true' : 'false'])
  }
}

const recordsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

interface Cells {
  readonly cells: readonly string[]
  /** Where the row ends in the file. */
  readonly line: number
}

/** The rows below the header. @throws {InvalidInput} when the file is not one of this mapping, with the line. */
function cellsOf(text: string, mapping: CsvMapping): Cells[] {
  const body = text.startsWith(mark) ? text.slice(1) : text
  const header = csvHeader(mapping).trimEnd()
  if (body.split(/\r?\n/, 1)[0] !== header && !body.startsWith(header)) {
    throw new InvalidInput(
      `The file does not begin with the header of the mapping ${mapping.mapping} ${String(mapping.version)}.`,
    )
  }
  try {
    const options = { delimiter: mapping.delimiter, info: true, record_delimiter: ['\r\n', '\n'], max_record_size: 0 }
    const records = recordsSchema.parse(parse(body, options)).slice(1)
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new InvalidInput(`The file cannot be read as rows (${error.code}).`, { cause: error })
  }
}

function contentOf(rows: readonly Cells[], mapping: CsvMapping): FileContent {
  const positions = new Map(
    mapping.columns.flatMap((column, index) => ('field' in column ? [[column.field, index] as const] : [])),
  )
  const raw = (row: Cells, field: CsvField): string | undefined => {
    const index = positions.get(field)
    return index === undefined ? undefined : row.cells[index]
  }
  const [first] = rows
  if (first === undefined) throw new InvalidInput('The file has a header and no rows.')
  const text = (field: CsvField): string | undefined => {
    const found = raw(first, field)
    return found === undefined ? undefined : unguardFormula(found)
  }
  for (const field of ['documentNumber', 'documentKind', 'customerId', 'customerName', 'invoiceDate'] as const) {
    const other = rows.find((row) => raw(row, field) !== raw(first, field))
    if (other !== undefined) {
      throw new InvalidInput(
        `Line ${String(other.line)}: ${field} is not that of the rows above; a file holds one document.`,
      )
    }
  }
  const date = readDay(text('invoiceDate') ?? '', mapping.dateFormat)
  if (date === undefined)
    throw new InvalidInput(`Line ${String(first.line)}: the invoice date is no ${mapping.dateFormat}.`)
  const amounts = rows.map((row) => amountOf(raw(row, 'line.amount') ?? '', mapping, row.line))
  const currency = text('currency')
  const documentKind = kindOf(text('documentKind'), amounts, mapping)
  const turns = documentKind === 'credit-memo' && mapping.creditMemoAmounts === 'negative'
  const lines = rows.map((row, index) => {
    const amount = amounts[index] ?? decimal('0')
    const description = raw(row, 'line.description')
    return {
      description: description === undefined ? undefined : unguardFormula(description),
      amount: formatDecimal(turns ? negateDecimal(amount) : amount),
    }
  })
  return {
    ...{ documentKind, documentNumber: text('documentNumber'), customerId: text('customerId') },
    ...{ reference: text('reference'), currency, date },
    netTotal: sumOfAmounts(lines, currency),
    lines,
  }
}

function amountOf(text: string, mapping: CsvMapping, line: number): Decimal {
  const amount =
    mapping.decimal === ',' && text.includes('.') ? undefined : parseDecimal(text.replace(mapping.decimal, '.'))
  if (amount === undefined)
    throw new InvalidInput(`Line ${String(line)}: the amount "${text.slice(0, 40)}" is no number.`)
  return amount
}

/** An invoice's total is never below zero, so that where amounts are signed the total tells. */
function kindOf(
  word: string | undefined,
  amounts: readonly Decimal[],
  mapping: CsvMapping,
): FileContent['documentKind'] {
  if (word !== undefined) {
    if (word === mapping.documentKinds.invoice) return 'invoice'
    return word === mapping.documentKinds['credit-memo'] ? 'credit-memo' : undefined
  }
  const total = sumOfAmounts(
    amounts.map((amount) => ({ amount: formatDecimal(amount) })),
    undefined,
  )
  return total.startsWith('-') ? 'credit-memo' : 'invoice'
}

const parts = ['yyyy', 'MM', 'dd'] as const

function formatDay(date: string, format: CsvMapping['dateFormat']): string {
  const values = date.split('-')
  return parts.reduce<string>((text, part, index) => text.replace(part, values[index] ?? ''), format)
}

function readDay(text: string, format: CsvMapping['dateFormat']): string | undefined {
  if (!new RegExp(`^${format.replace(/[.]/g, String.raw`\.`).replace(/[yMd]/g, String.raw`\d`)}$`).test(text))
    return undefined
  return parts.map((part) => text.slice(format.indexOf(part), format.indexOf(part) + part.length)).join('-')
}
