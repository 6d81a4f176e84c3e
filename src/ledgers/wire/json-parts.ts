import { z } from 'zod'
import { isPlainDate } from '../../domain/plain-date.ts'
import { formatDecimal, parseDecimal } from '../../money/decimal.ts'
import { InvalidJson, JsonNumber, parseJson } from '../../support/json.ts'

/** A JSON number (or its text) as plain decimal digits; it never passes through a float. */
export const decimalText = z
  .union([z.instanceof(JsonNumber).transform((token) => token.value), z.string()])
  .transform((text, context) => {
    const parsed = parseDecimal(text)
    if (parsed !== undefined) return formatDecimal(parsed)
    context.addIssue({ code: 'custom', message: 'is not a decimal number' })
    return z.NEVER
  })

/** Vendors leave a property out or send null, and mean the same. */
export function optional<T extends z.ZodType>(schema: T): z.ZodType<z.output<T> | undefined> {
  return schema.nullish().transform((value) => value ?? undefined)
}

export const day = z.string().refine(isPlainDate, 'is not a day of the calendar')

/** Says which property could not be read, without quoting what stood there. */
export function unreadable(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.')} ${issue.message}`)
    .join('; ')
}

/** The JSON of a text; undefined when it is none. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof InvalidJson) return undefined
    throw error
  }
}
