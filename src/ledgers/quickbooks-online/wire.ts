import { z } from 'zod'
import { isPlainDate } from '../../domain/plain-date.ts'
import { formatDecimal, parseDecimal } from '../../money/decimal.ts'
import { JsonNumber } from '../../support/json.ts'

/**
 * What we read of QuickBooks' answers, as its schema names it. Loose: new properties appear without a new version, and
 * only what is used here can make an answer unreadable. Numbers never pass through a float.
 */

/** A JSON number (or its text) as plain decimal digits. */
const decimalText = z
  .union([z.instanceof(JsonNumber).transform((token) => token.value), z.string()])
  .transform((text, context) => {
    const parsed = parseDecimal(text)
    if (parsed !== undefined) return formatDecimal(parsed)
    context.addIssue({ code: 'custom', message: 'is not a decimal number' })
    return z.NEVER
  })

/** Absent and null are the same to QuickBooks. */
function optional<T extends z.ZodType>(schema: T): z.ZodType<z.output<T> | undefined> {
  return schema.nullish().transform((value) => value ?? undefined)
}

const date = z.string().refine(isPlainDate, 'is not a day of the calendar')
const id = z.string().min(1)
const reference = z.looseObject({ value: id })

const plainLine = {
  Description: optional(z.string()),
  Amount: optional(decimalText),
  DetailType: optional(z.string()),
}
const line = z.looseObject({
  ...plainLine,
  /** A bundle holds its sales lines inside; its own amount repeats or omits them. */
  GroupLineDetail: optional(z.looseObject({ Line: optional(z.array(z.looseObject(plainLine))) })),
})

/** An Invoice or a CreditMemo as it is sent: the parts that we read are the same. */
const documentParts = {
  DocNumber: optional(z.string()),
  TxnDate: date,
  CurrencyRef: optional(reference),
  PrivateNote: optional(z.string()),
  CustomerRef: reference,
  Line: z.array(line),
}
export const wirePreparedDocument = z.looseObject(documentParts)

/** One as the company keeps it. */
export const wireDocument = z.looseObject({
  ...documentParts,
  Id: id,
  SyncToken: optional(z.string()),
  TxnTaxDetail: optional(z.looseObject({ TotalTax: optional(decimalText) })),
  TotalAmt: decimalText,
  Balance: optional(decimalText),
})
export type WireDocument = z.output<typeof wireDocument>
export type WireLine = z.output<typeof line>

export const wireCustomer = z.looseObject({
  Id: id,
  DisplayName: z.string(),
  Active: optional(z.boolean()),
  CurrencyRef: optional(reference),
  PrimaryEmailAddr: optional(z.looseObject({ Address: optional(z.string()) })),
})

export const wireItem = z.looseObject({
  Id: id,
  Name: z.string(),
  /** With the categories that it stands in: names alone need not differ. */
  FullyQualifiedName: optional(z.string()),
  Active: optional(z.boolean()),
  Type: optional(z.string()),
})

export const wireCompanyInfo = z.looseObject({
  CompanyName: z.string(),
  Country: optional(z.string()),
})

export const wirePreferences = z.looseObject({
  AccountingInfoPrefs: optional(z.looseObject({ BookCloseDate: optional(date) })),
  SalesFormsPrefs: optional(
    z.looseObject({ CustomTxnNumbers: optional(z.boolean()), AutoApplyCredit: optional(z.boolean()) }),
  ),
  TaxPrefs: optional(z.looseObject({ UsingSalesTax: optional(z.boolean()), PartnerTaxEnabled: optional(z.boolean()) })),
  CurrencyPrefs: z.looseObject({ MultiCurrencyEnabled: optional(z.boolean()), HomeCurrency: reference }),
})
export type WirePreferences = z.output<typeof wirePreferences>

/** The rows of a query; an empty page leaves the entity's key out. */
export const wireQueryAnswer = z.looseObject({ QueryResponse: z.looseObject({}) })

const seconds = z
  .union([z.instanceof(JsonNumber).transform((token) => token.value), z.string()])
  .pipe(z.string().regex(/^\d{1,10}$/))
  .transform(Number)
  .optional()
  .catch(undefined)

/** The token endpoint's answer. A token must never be lost over a lifetime that cannot be read. */
export const wireTokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: seconds,
  x_refresh_token_expires_in: seconds,
  x_refresh_token_hard_expires_in: seconds,
})
export type WireTokens = z.output<typeof wireTokens>

export const wireTokenError = z.looseObject({ error: z.string().regex(/^[a-z_]{1,60}$/) })

/** Says which property could not be read, without quoting what stood there. */
export function unreadable(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.')} ${issue.message}`)
    .join('; ')
}
