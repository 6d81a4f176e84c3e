import { messageOf } from '../../support/failure.ts'
import { InvalidJson, isJsonNumber, parseJson, stringifyJson } from '../../support/json.ts'
import type { FileProblem } from '../mapped-file.ts'
import type { TableMapping } from './mapping-schema.ts'
import { plainDigits } from './parse-number.ts'
import { FileHasNoRows, type Table } from './table.ts'

/** Objects in objects become columns such as `customer.id`; deeper than this they are kept as their JSON. */
const mostDepth = 8

/**
 * Reads a JSON document or JSON Lines. A number keeps the digits that it was written with.
 * @throws {FileHasNoRows} when it is no JSON, or has no list where the mapping says.
 */
export function readJsonTable(text: string, mapping: TableMapping): Table {
  const values = mapping.format === 'jsonl' ? linesOf(text) : documentRows(text, mapping.rowsAt)
  const problems: FileProblem[] = []
  const columns = new Map<string, number>()
  const rows: { line: number; cells: ReadonlyMap<string, string> }[] = []
  for (const { line, value } of values) {
    const cells = new Map<string, string>()
    if (!isObject(value)) problems.push(unreadable(line, 'is no object with named values'))
    else if (!flatten(value, '', 0, cells)) problems.push(unreadable(line, 'says the same column twice'))
    for (const name of cells.keys()) if (!columns.has(name)) columns.set(name, columns.size)
    if (isObject(value)) rows.push({ line, cells })
  }
  const names = [...columns.keys()]
  const filled = rows.filter(({ cells }) => [...cells.values()].some((cell) => cell !== ''))
  return {
    columns: names,
    rows: filled.map(({ line, cells }) => ({ line, cells: names.map((name) => cells.get(name) ?? '') })),
    emptyRows: rows.length - filled.length,
    problems,
  }
}

interface JsonRow {
  readonly line: number
  readonly value: unknown
}

function linesOf(text: string): JsonRow[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '')
    .map(({ line, text: own }) => ({ line, value: parsed(own, line) }))
}

function documentRows(text: string, rowsAt: string): JsonRow[] {
  let value = parsed(text, undefined)
  for (const key of rowsAt === '' ? [] : rowsAt.split('.')) {
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }
  if (!Array.isArray(value)) {
    const place = rowsAt === '' ? 'The document' : `"${rowsAt}" in the document`
    throw new FileHasNoRows(`${place} is not a list of rows; the mapping's "rowsAt" says where they are.`)
  }
  return value.map((row: unknown, index) => ({ line: index + 1, value: row }))
}

function parsed(text: string, line: number | undefined): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof InvalidJson) && !(error instanceof RangeError)) throw error
    throw new FileHasNoRows(`The file is not JSON: ${messageOf(error)}`, { line, cause: error })
  }
}

/** False when two members make the same column, such as `{"a.b": 1, "a": {"b": 2}}`. */
function flatten(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
  cells: Map<string, string>,
): boolean {
  let allDiffer = true
  for (const [key, member] of Object.entries(value)) {
    const name = `${prefix}${key}`
    if (isObject(member) && depth < mostDepth) allDiffer = flatten(member, `${name}.`, depth + 1, cells) && allDiffer
    else if (cells.has(name)) allDiffer = false
    else cells.set(name, cellOf(member))
  }
  return allDiffer
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return isJsonNumber(value) ? plainDigits(value.value) : stringifyJson(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value)
}

function unreadable(line: number, what: string): FileProblem {
  const message = `Row ${String(line)} ${what}.`
  return { code: 'row-unreadable', severity: 'blocking', line, column: undefined, message }
}
