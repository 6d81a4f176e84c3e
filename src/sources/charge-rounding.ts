import { z } from 'zod'

/**
 * How a source rounds what it charges, as far as it says: once per charge, or each unit before it is multiplied. It
 * bounds what a tie-out calls rounding, and `basis` is shown beside it.
 */
export const chargeRoundingSchema = z.strictObject({
  per: z.enum(['line', 'unit']),
  places: z.int().min(0).max(12),
  rounding: z.enum(['half-up', 'half-even', 'down']),
  basis: z.string().min(1).max(200),
})

export type ChargeRounding = z.output<typeof chargeRoundingSchema>
