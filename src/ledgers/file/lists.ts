import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { isCurrency } from '../../money/currency.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { LedgerCustomer, LedgerItem } from '../gateway.ts'

const text = z.union([z.string(), z.int().transform(String)]).transform((value) => value.trim())
const optionalText = text.optional().transform((value) => (value === undefined || value === '' ? undefined : value))
const active = z
  .union([z.boolean(), z.string()])
  .optional()
  .transform((value, context) => {
    if (typeof value === 'boolean') return value
    const word = (value ?? '').trim().toLowerCase()
    if (['', 'yes', 'true', '1', 'active'].includes(word)) return true
    if (['no', 'false', '0', 'inactive'].includes(word)) return false
    context.addIssue({ code: 'custom', message: `"${word.slice(0, 20)}" is neither yes nor no` })
    return z.NEVER
  })

const customerRow = z.object({
  id: text.refine((id) => id !== '', 'is empty'),
  name: optionalText,
  active,
  currency: optionalText.refine((code) => code === undefined || isCurrency(code), 'is no code of a currency'),
  email: optionalText,
})
const itemRow = z.object({
  id: text.refine((id) => id !== '', 'is empty'),
  name: optionalText,
  active,
  kind: optionalText,
})

/** The customers of a list as CSV (with a header) or as JSON. @throws {InvalidInput} with every row at fault. */
export function readCustomers(source: string, file: string): readonly LedgerCustomer[] {
  return readRows(source, file, customerRow).map(({ id, name, active: isActive, currency, email }) => ({
    ...{ customerId: id, name: name ?? id, active: isActive, currency, email },
  }))
}

/** The items of such a list. @throws {InvalidInput} */
export function readItems(source: string, file: string): readonly LedgerItem[] {
  return readRows(source, file, itemRow).map(({ id, name, active: isActive, kind }) => ({
    ...{ ledgerItemId: id, name: name ?? id, active: isActive, kind: kind ?? 'item' },
  }))
}

function readRows<T extends { readonly id: string }>(source: string, file: string, schema: z.ZodType<T>): readonly T[] {
  const body = source.replace(/^\uFEFF/, '')
  const rows = /^\s*[[{]/.test(body) ? jsonRows(body, file) : csvRows(body, file)
  const problems: string[] = []
  const seen = new Set<string>()
  const read = rows.flatMap(({ place, row }) => {
    const parsed = schema.safeParse(row)
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map(({ path, message }) => `${place}: ${path.join('.')} ${message}`))
      return []
    }
    if (seen.has(parsed.data.id)) problems.push(`${place}: the id ${parsed.data.id} stands in the list already`)
    seen.add(parsed.data.id)
    return [parsed.data]
  })
  if (problems.length === 0) return read
  const more = problems.length > 10 ? `; and ${String(problems.length - 10)} more` : ''
  throw new InvalidInput(`The list ${file} cannot be used: ${problems.slice(0, 10).join('; ')}${more}`)
}

interface Row {
  readonly place: string
  readonly row: unknown
}

function jsonRows(body: string, file: string): readonly Row[] {
  try {
    return z
      .array(z.unknown())
      .parse(JSON.parse(body))
      .map((row, index) => ({ place: `entry ${String(index + 1)}`, row }))
  } catch (cause) {
    throw new InvalidInput(`The list ${file} is no JSON list of objects`, { cause })
  }
}

const recordsSchema = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }),
)

function csvRows(body: string, file: string): readonly Row[] {
  const [header = ''] = body.split(/\r?\n/, 1)
  const delimiter = [';', '\t'].find((candidate) => header.includes(candidate)) ?? ','
  try {
    const columns = (names: string[]): string[] => names.map((name) => name.trim().toLowerCase())
    const options = { delimiter, columns, info: true, skip_empty_lines: true, trim: true } as const
    const records = recordsSchema.parse(parse(body, options))
    return records.map(({ record, info }) => ({ place: `line ${String(info.lines)}`, row: record }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new InvalidInput(`The list ${file} cannot be read as rows (${cause.message})`, { cause })
  }
}
