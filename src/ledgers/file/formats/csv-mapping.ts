import { z } from 'zod'
import { InvalidInput } from '../../../support/failure.ts'

/** What a column of an invoice file may hold, in our words. */
export const csvFields = [
  'documentKind',
  'documentNumber',
  'reference',
  'customerId',
  'customerName',
  'clientId',
  'clientName',
  'currency',
  'invoiceDate',
  'periodFirstDay',
  'periodLastDay',
  'netTotal',
  'line.number',
  'line.itemId',
  'line.itemName',
  'line.description',
  'line.serviceFirstDay',
  'line.serviceLastDay',
  'line.quantity',
  'line.unitPrice',
  'line.amount',
  'line.billedQuantity',
  'line.billedUnitPrice',
  'line.proration',
  'line.taxable',
] as const

export type CsvField = (typeof csvFields)[number]

// A spreadsheet works out what begins like a formula, and JSON and XML are told from CSV by how they begin.
const title = z
  .string()
  .max(200)
  .regex(/^[^=+\-@{<\s]/, 'begins with a letter or a digit')
const columnSchema = z.union([
  z.strictObject({ title, field: z.enum(csvFields) }),
  z.strictObject({ title, constant: z.string().max(1000) }),
])

const words = z.strictObject({ invoice: z.string().min(1), 'credit-memo': z.string().min(1) })
const flags = z.strictObject({ true: z.string(), false: z.string() })

/** How invoices become rows: data, so that a system with its own columns needs no code. One row for each line. */
export const csvMappingSchema = z
  .strictObject({
    mapping: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is small letters, digits and dashes'),
    version: z.int().min(1).max(9999),
    label: z.string().max(200).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    byteOrderMark: z.boolean().default(false),
    lineEnd: z.enum(['windows', 'unix']).default('windows'),
    decimal: z.enum(['.', ',']).default('.'),
    dateFormat: z.enum(['yyyy-MM-dd', 'MM/dd/yyyy', 'dd/MM/yyyy', 'dd.MM.yyyy', 'yyyyMMdd']).default('yyyy-MM-dd'),
    /** `negative`: what a credit memo takes off has a minus; `positive`: its kind says it, and a column must hold that. */
    creditMemoAmounts: z.enum(['negative', 'positive']).default('positive'),
    documentKinds: words.default({ invoice: 'invoice', 'credit-memo': 'credit-memo' }),
    taxable: flags.default({ true: 'yes', false: 'no' }),
    columns: z.array(columnSchema).min(1).max(200),
  })
  .superRefine((mapping, refine) => {
    const fields = mapping.columns.flatMap((column) => ('field' in column ? [column.field] : []))
    const problem = (message: string): void => {
      refine.addIssue({ code: 'custom', path: ['columns'], message })
    }
    // Without these a file could not be held against what was approved, or told from another.
    for (const field of ['documentNumber', 'invoiceDate', 'line.amount'] as const) {
      if (!fields.includes(field)) problem(`has no column for ${field}, without which a file cannot be read back`)
    }
    if (!fields.includes('customerId') && !fields.includes('customerName')) {
      problem('has no column for customerId or customerName')
    }
    if (mapping.creditMemoAmounts === 'positive' && !fields.includes('documentKind')) {
      problem(
        'has no column for documentKind, and so nothing would tell a credit memo from an invoice; add it, or set creditMemoAmounts to negative',
      )
    }
    if (new Set(fields).size < fields.length) problem('names a field twice')
    const titles = mapping.columns.map((column) => column.title)
    if (new Set(titles).size < titles.length) problem('names a title twice')
    if (mapping.delimiter === ',' && mapping.decimal === ',') problem('uses the comma for decimals and between cells')
  })

export type CsvMapping = z.output<typeof csvMappingSchema>

/** @throws {InvalidInput} that names each place at fault. */
export function parseCsvMapping(input: unknown): CsvMapping {
  const parsed = csvMappingSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.slice(0, 8).map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new InvalidInput(`The column mapping cannot be used: ${places.join('; ')}.`)
}
