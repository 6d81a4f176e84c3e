import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'
import { isCurrency } from '../../money/currency.ts'
import { csvMappingSchema } from './formats/csv-mapping.ts'

const absolutePath = z
  .string()
  .max(4000)
  .refine((path) => isAbsolute(path), 'must be a whole path, from the root')

const sellerSchema = z.strictObject({
  name: z.string().min(1).max(200),
  taxId: z.string().max(60).optional(),
  street: z.string().max(200).optional(),
  city: z.string().max(200).optional(),
  postalZone: z.string().max(40).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is two capital letters (ISO 3166)')
    .optional(),
})

/** Who sends the invoices, where the format names them. */
export type Seller = z.output<typeof sellerSchema>

/** What decides the bytes of a file; kept with the facts, so that a dry run shows exactly what will be written. */
export const fileChoicesSchema = z.object({
  format: z.enum(['csv', 'json', 'ubl']),
  mapping: csvMappingSchema.optional(),
  /** Mappings that were used before: files that were written by them are still read. */
  earlierMappings: z.array(csvMappingSchema).default([]),
  seller: sellerSchema,
})

export type FileChoices = z.output<typeof fileChoicesSchema>

const settingsSchema = fileChoicesSchema
  .extend({
    directory: absolutePath,
    /** `each`: a file for each document, at once. `month`: kept back until a person has a month's put into one file. */
    layout: z.enum(['each', 'month']).default('each'),
    /** True where the other system takes files away when it has read them, so that one that is gone is no trouble. */
    takenAway: z.boolean().default(false),
    customersFile: absolutePath.optional(),
    itemsFile: absolutePath.optional(),
    homeCurrency: z.string().refine(isCurrency, 'is the code of a currency, such as USD'),
  })
  .superRefine((settings, refine) => {
    const problem = (path: string, message: string): void => {
      refine.addIssue({ code: 'custom', path: [path], message })
    }
    if (settings.format === 'csv' && settings.mapping === undefined) problem('mapping', 'is needed for CSV')
    if (settings.format === 'ubl' && settings.layout === 'month') {
      problem('layout', 'cannot be a month in one file: UBL has one document in a file')
    }
    if (settings.layout === 'month' && settings.takenAway) {
      problem('takenAway', 'says nothing where a month goes into one file: leave it out')
    }
  })

export type FileLedgerSettings = z.output<typeof settingsSchema>

/** @throws {InvalidInput} that names each setting at fault. */
export function parseSettings(input: unknown): FileLedgerSettings {
  const result = settingsSchema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new InvalidInput(`The settings of the file ledger cannot be used: ${problems.join('; ')}.`)
}
