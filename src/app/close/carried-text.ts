import { z } from 'zod'
import type { CarriedLine } from '../../domain/decision.ts'
import { isPlainDate } from '../../domain/plain-date.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { parseJson } from '../../support/json.ts'

const date = z.string().refine(isPlainDate)

const carriedLines = z.array(
  z.strictObject({
    carriedId: z.string(),
    clientId: z.string(),
    itemId: z.string(),
    description: z.string(),
    servicePeriod: z.strictObject({ start: date, end: date }),
    amount: z.string(),
    currency: z.string(),
    cost: z.string(),
    costCurrency: z.string(),
    from: date,
    reason: z.string(),
    corrects: z.string().optional(),
  }),
)

/** Carried lines as they are stored with their decision. */
export function writeCarriedLines(lines: readonly CarriedLine[]): string {
  return canonicalJson(lines)
}

/** @throws {ZodError} when the text is not what {@link writeCarriedLines} writes. */
export function readCarriedLines(text: string): readonly CarriedLine[] {
  return carriedLines.parse(parseJson(text))
}
