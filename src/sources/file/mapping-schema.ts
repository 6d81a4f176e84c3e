import { z } from 'zod'
import { chargeRoundingSchema } from '../charge-rounding.ts'
import { isDateFormat } from './date-format.ts'
import { chargeFields, stateFields, type MappedField } from './mapping-fields.ts'
import { contradictionsInCharges, contradictionsInState } from './mapping-contradictions.ts'

const columnName = z.string().min(1).max(200)

/**
 * A column by its name, and by its place among the columns of that name where there are several (counted from 1).
 * `optional`: the file may do without it.
 */
const columnSchema = z.union([
  columnName.transform((column) => ({ column, occurrence: undefined, optional: false })),
  z.strictObject({
    column: columnName,
    occurrence: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .transform((place) => place),
    optional: z.boolean().default(false),
  }),
])

/** One column, the texts of several put together (the empty ones left out), or the first of several that is not empty. */
const columnsSchema = z.union([
  columnSchema.transform((column) => ({ columns: [column], joinedBy: '', takes: 'all' as const })),
  z
    .strictObject({ columns: z.array(columnSchema).min(1).max(10), joinedBy: z.string().max(10) })
    .transform((columns) => ({ ...columns, takes: 'all' as const })),
  z
    .strictObject({ firstOf: z.array(columnSchema).min(1).max(10) })
    .transform(({ firstOf }) => ({ columns: firstOf, joinedBy: '', takes: 'first' as const })),
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

/** What mappings of both kinds say about a file. */
const common = {
  mapping: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and dashes'),
  version: z.int().min(1),
  label: z.string().min(1).max(100),
  /** Why the mapping reads the file as it does, for the reader; decides nothing. */
  notes: z.array(z.string()).default([]),
  format: z.enum(['csv', 'tsv', 'json', 'jsonl']),
  delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
  encoding: z.enum(['auto', 'utf-8', 'utf-16le', 'windows-1252']).default('auto'),
  headerRow: z.int().min(1).max(1000).default(1),
  /** JSON only: the path to the list of rows, such as `items`; empty: the document is the list. */
  rowsAt: z.string().max(200).default(''),
  dateFormats: z.array(z.string().refine(isDateFormat, 'must be made of yyyy, MM, M, MMM, dd, d')).min(1),
  decimal: z.enum(['.', ',']).default('.'),
  rowFilter: z
    .strictObject({
      notEmpty: z.array(columnSchema).default([]),
      equals: z.array(z.strictObject({ column: columnSchema, values: z.array(z.string()).min(1) })).default([]),
    })
    .default({ notEmpty: [], equals: [] }),
  /** Columns that are known and decide nothing, so that only new ones are reported. */
  otherColumns: z.array(columnName).default([]),
}

function fieldsOf<Field extends string>(names: readonly [Field, ...Field[]]) {
  const field = z.enum(names)
  return {
    columns: z.partialRecord(field, columnsSchema),
    constants: z.partialRecord(field, z.string().min(1).max(500)).default({}),
    /** What values mean; one that is written in another case, or with blanks for dashes, is the same value. */
    valueMaps: z.partialRecord(field, z.record(z.string(), z.string())).default({}),
    /** Fields that the operator states with each file, where the file has no column for them. */
    asks: z.array(field).default([]),
    /** Fields that the operator may state with a file, and need not. */
    accepts: z.array(field).default([]),
  }
}

const [firstChargeField, ...otherChargeFields] = chargeFields
const [firstStateField, ...otherStateFields] = stateFields

const chargesShape = z.strictObject({
  ...common,
  profile: z.literal('charges'),
  ...fieldsOf([firstChargeField, ...otherChargeFields]),
  /** What the end of a service period is: its last day, the day after it, or what its length proves it to be. */
  periodEnd: z.enum(['inclusive', 'exclusive', 'as-proven']).optional(),
  /** How the distributor rounds its lines, where it says so. */
  rounding: chargeRoundingSchema.optional(),
  controlTotals: z.array(controlTotalSchema).default([]),
})

const stateShape = z.strictObject({
  ...common,
  profile: z.literal('state'),
  ...fieldsOf([firstStateField, ...otherStateFields]),
  /** Whether the end of a subscription is its last day or the first day on which it no longer runs. */
  subscriptionEnd: z.enum(['inclusive', 'exclusive']).optional(),
})

/** A mapping: how one kind of file is read, as data. A change to what it reads is a new version. */
export const mappingSchema = z
  .discriminatedUnion('profile', [chargesShape, stateShape])
  .superRefine((mapping, context) => {
    const found = mapping.profile === 'charges' ? contradictionsInCharges(mapping) : contradictionsInState(mapping)
    for (const { path, message } of found) context.addIssue({ code: 'custom', path: [path], message })
  })

export type ChargesMapping = z.output<typeof chargesShape>
export type StateMapping = z.output<typeof stateShape>
export type ColumnRef = z.output<typeof columnSchema>
export type ColumnRefs = z.output<typeof columnsSchema>
export type ControlTotalRule = z.output<typeof controlTotalSchema>

/** What reading a file as rows needs to know of its mapping, whichever kind it is. */
export interface TableMapping extends Pick<
  ChargesMapping,
  | 'format'
  | 'delimiter'
  | 'encoding'
  | 'headerRow'
  | 'rowsAt'
  | 'dateFormats'
  | 'decimal'
  | 'rowFilter'
  | 'otherColumns'
> {
  readonly columns: Readonly<Partial<Record<MappedField, ColumnRefs | undefined>>>
  readonly constants: Readonly<Partial<Record<MappedField, string | undefined>>>
  readonly valueMaps: Readonly<Partial<Record<MappedField, Readonly<Record<string, string>> | undefined>>>
  readonly asks: readonly MappedField[]
  readonly accepts: readonly MappedField[]
  readonly controlTotals?: readonly ControlTotalRule[]
}
