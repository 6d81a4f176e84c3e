import { z } from 'zod'
import { decimalText } from './review.ts'

/** What starting to post would write, in each currency. */
export const plannedTotal = z.object({
  currency: z.string(),
  invoices: z.int().positive(),
  amount: decimalText,
})
