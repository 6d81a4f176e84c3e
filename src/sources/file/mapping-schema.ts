import { z } from 'zod'
import { chargeKinds, type ChargeKind } from '../../domain/distributor-invoice.ts'
import { isCurrency } from '../../money/currency.ts'
import { chargeRoundingSchema } from '../charge-rounding.ts'
import { isDateFormat } from './date-format.ts'

/** What a row of a charges file may say, in our words. */
export const chargeFields = [
  'company.id',
  'company.name',
  'invoice.number',
  'invoice.date',
  'invoice.dueDate',
  'invoice.total',
  'charge.line',
  'charge.kind',
  'subscription.id',
  'product.id',
  'product.name',
  'product.sku',
  'product.vendor',
  'description',
  'details',
  'period.start',
  'period.end',
  'billingTerm',
  'quantity',
  'unitOfMeasure',
  'unitCost',
  'cost',
  'costWithTax',
  'listUnitPrice',
  'listAmount',
  'tax',
  'currency',
] as const

export type ChargeField = (typeof chargeFields)[number]

const columnName = z.string().min(1).max(200)

/** A column by its name, and by its place among the columns of that name where there are several (counted from 1). */
const columnSchema = z.union([
  columnName.transform((column) => ({ column, occurrence: undefined })),
  z.strictObject({ column: columnName, occurrence: z.int().min(1).max(100) }),
])

/** One column, or the texts of several put together, the empty ones left out. */
const columnsSchema = z.union([
  columnSchema.transform((column) => ({ columns: [column], joinedBy: '' })),
  z.strictObject({ columns: z.array(columnSchema).min(1).max(10), joinedBy: z.string().max(10) }),
])

const controlTotalSchema = z.strictObject({
  name: z.string().min(1).max(100),
  /** The column that repeats the total on each row. It is a check and is never added up. */
  column: columnSchema,
  /** The columns whose values tell the groups apart; none: the total is for the whole file. */
  by: z.array(columnSchema).max(5).default([]),
  /** What of each charge it adds up. */
  sums: z.array(z.enum(['cost', 'tax'])).min(1),
})

const fieldName = z.enum(chargeFields)

/** A mapping: how one kind of file is read, as data. A change to what it reads is a new version. */
const mappingShape = z.strictObject({
  mapping: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and dashes'),
  version: z.int().min(1),
  label: z.string().min(1).max(100),
  /** Why the mapping reads the file as it does, for the reader; decides nothing. */
  notes: z.array(z.string()).default([]),
  profile: z.literal('charges'),
  format: z.enum(['csv', 'tsv', 'json', 'jsonl']),
  delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
  encoding: z.enum(['auto', 'utf-8', 'utf-16le', 'windows-1252']).default('auto'),
  headerRow: z.int().min(1).max(1000).default(1),
  /** JSON only: the path to the list of rows, such as `items`; empty: the document is the list. */
  rowsAt: z.string().max(200).default(''),
  dateFormats: z.array(z.string().refine(isDateFormat, 'must be made of yyyy, MM, M, MMM, dd, d')).min(1),
  decimal: z.enum(['.', ',']).default('.'),
  /** Whether the end of a service period is its last day or the first day after it. */
  periodEnd: z.enum(['inclusive', 'exclusive']).optional(),
  columns: z.partialRecord(fieldName, columnsSchema),
  constants: z.partialRecord(fieldName, z.string().min(1).max(500)).default({}),
  valueMaps: z.partialRecord(fieldName, z.record(z.string(), z.string())).default({}),
  /** How the distributor rounds its lines, where it says so. */
  rounding: chargeRoundingSchema.optional(),
  controlTotals: z.array(controlTotalSchema).default([]),
  rowFilter: z
    .strictObject({
      notEmpty: z.array(columnSchema).default([]),
      equals: z.array(z.strictObject({ column: columnSchema, values: z.array(z.string()).min(1) })).default([]),
    })
    .default({ notEmpty: [], equals: [] }),
  /** Columns that are known and decide nothing, so that only new ones are reported. */
  otherColumns: z.array(columnName).default([]),
})

export const mappingSchema = mappingShape.superRefine((mapping, context) => {
  for (const { path, message } of contradictionsIn(mapping)) context.addIssue({ code: 'custom', path: [path], message })
})

export type FileMapping = z.output<typeof mappingShape>
export type ColumnRef = z.output<typeof columnSchema>
export type ControlTotalRule = z.output<typeof controlTotalSchema>

export function isChargeKind(text: string): text is ChargeKind {
  return chargeKinds.some((kind) => kind === text)
}

/** What the shape alone does not show: fields that are needed, and values that fit together. */
function contradictionsIn(mapping: FileMapping): { path: string; message: string }[] {
  const { columns, constants, valueMaps } = mapping
  const isStated = (field: ChargeField): boolean => columns[field] !== undefined || constants[field] !== undefined
  const found: { path: string; message: string }[] = []
  const tell = (path: string, message: string): void => void found.push({ path, message })
  for (const field of ['invoice.number', 'invoice.date', 'currency', 'charge.kind'] as const) {
    if (!isStated(field)) tell('columns', `must say where "${field}" is; it may be a constant instead`)
  }
  if (isStated('cost') === isStated('costWithTax')) {
    tell('columns', 'must say where "cost" (before tax) is, or "costWithTax", and not both')
  }
  if (isStated('costWithTax') && !isStated('tax'))
    tell('columns', 'must say where "tax" is, to take it off "costWithTax"')
  if (isStated('period.start') !== isStated('period.end')) tell('columns', 'must say both ends of the period or none')
  if (isStated('period.end') && mapping.periodEnd === undefined) {
    tell(
      'periodEnd',
      'must say whether the end of a period is its last day (inclusive) or the day after it (exclusive)',
    )
  }
  for (const field of chargeFields) {
    if (columns[field] !== undefined && constants[field] !== undefined)
      tell('constants', `repeats the column "${field}"`)
  }
  if (constants.currency !== undefined && !isCurrency(constants.currency))
    tell('constants', 'names no ISO 4217 currency')
  for (const kind of Object.values(valueMaps['charge.kind'] ?? {})) {
    if (!isChargeKind(kind)) tell('valueMaps', `has "${kind}", which is no kind of charge (${chargeKinds.join(', ')})`)
  }
  if (mapping.decimal === ',' && (mapping.format === 'json' || mapping.format === 'jsonl')) {
    tell('decimal', 'must be a point: JSON numbers have no comma')
  }
  return found
}
