import { z } from 'zod'
import { memoNames, rateOwners, type BookingRules, type LedgerEntry } from '../domain/booking.ts'
import { id, outsideId } from './config-scalars.ts'
import { isTemplateProblem, parseTextTemplate } from './text-template.ts'

const entry = z
  .union([outsideId, z.record(id, outsideId)], 'must be a name, or a name for each ledger connection')
  .describe('Its name or id in the ledger; or one for each ledger, by connection.')

const lineBooking = {
  taxCode: entry.describe('The tax code of taxable lines.').optional(),
  untaxedCode: entry.describe('The tax code of lines that are not taxable.').optional(),
  class: entry.describe('The class of the lines, where the ledger tracks classes.').optional(),
}

const memo = z
  .string()
  .min(1, 'must not be empty')
  .max(1000)
  .superRefine((text, context) => {
    const parsed = parseTextTemplate(text, memoNames)
    if (isTemplateProblem(parsed)) context.addIssue({ code: 'custom', message: parsed.problem })
  })

/** How lines are booked in the ledger; may be stated at a catalog item or a line. */
export const lineBookingSchema = z
  .strictObject(lineBooking)
  .describe('How it is booked in the ledger, in the words of its own lists.')

/** How documents are booked in the ledger; may be stated at the house or a client. */
export const documentBookingSchema = z
  .strictObject({
    ...lineBooking,
    location: entry.describe('The location of the document, where the ledger tracks locations.').optional(),
    terms: entry.describe('The payment terms; left out: those that the ledger has for the customer.').optional(),
    memo: memo
      .describe('What the client reads on the document; may use {client}, {month}, {from} and {to}.')
      .optional(),
    exchangeRate: z
      .enum(rateOwners, `must be one of ${rateOwners.join(', ')}`)
      .describe('Whose rate turns a document of another currency into the home currency: `ours` is that of `rates`.')
      .optional(),
  })
  .describe('How documents are booked in the ledger, in the words of its own lists.')

export type BookingText = z.output<typeof documentBookingSchema>

export const bookingKeys = ['booking', ...Object.keys(documentBookingSchema.shape)]

/** Only what is stated, so that the rest is looked for further up. */
export function toBooking(text: BookingText): BookingRules {
  const { taxCode, untaxedCode, location, terms, exchangeRate } = text
  return {
    ...(taxCode === undefined ? {} : { taxCode: toEntry(taxCode) }),
    ...(untaxedCode === undefined ? {} : { untaxedCode: toEntry(untaxedCode) }),
    ...(text.class === undefined ? {} : { class: toEntry(text.class) }),
    ...(location === undefined ? {} : { location: toEntry(location) }),
    ...(terms === undefined ? {} : { terms: toEntry(terms) }),
    ...(text.memo === undefined ? {} : { memo: memoOf(text.memo) }),
    ...(exchangeRate === undefined ? {} : { exchangeRate }),
  }
}

function toEntry(text: string | Readonly<Record<string, string>>): LedgerEntry {
  return typeof text === 'string' ? text : new Map(Object.entries(text))
}

function memoOf(text: string): NonNullable<BookingRules['memo']> {
  const parsed = parseTextTemplate(text, memoNames)
  return isTemplateProblem(parsed) ? [text] : parsed
}
