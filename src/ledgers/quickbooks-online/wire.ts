import { z } from 'zod'
import { day, decimalText, optional } from '../wire/json-parts.ts'

/**
 * What we read of QuickBooks' answers, as its schema names it. Loose: new properties appear without a new version, and
 * only what is used here can make an answer unreadable. Numbers never pass through a float.
 */

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
  TxnDate: day,
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

export const wireCustomer = z.looseObject({
  Id: id,
  DisplayName: z.string(),
  Active: optional(z.boolean()),
  CurrencyRef: optional(reference),
  PrimaryEmailAddr: optional(z.looseObject({ Address: optional(z.string()) })),
  SalesTermRef: optional(reference),
})

export const wireItem = z.looseObject({
  Id: id,
  Name: z.string(),
  /** With the categories that it stands in: names alone need not differ. */
  FullyQualifiedName: optional(z.string()),
  Active: optional(z.boolean()),
  Type: optional(z.string()),
  IncomeAccountRef: optional(reference),
  /** Outside the United States. */
  SalesTaxCodeRef: optional(reference),
})

/** A class or a location, which QuickBooks calls a department. */
export const wireNamed = z.looseObject({
  Id: id,
  Name: z.string(),
  FullyQualifiedName: optional(z.string()),
  Active: optional(z.boolean()),
})

export const wireAccount = z.looseObject({ ...wireNamed.shape, AccountType: optional(z.string()) })

export const wireTerm = z.looseObject({
  Id: id,
  Name: z.string(),
  Active: optional(z.boolean()),
  Type: optional(z.string()),
  DueDays: optional(decimalText),
})

const taxRates = z.looseObject({ TaxRateDetail: optional(z.array(z.looseObject({ TaxRateRef: reference }))) })

export const wireTaxCode = z.looseObject({
  Id: id,
  Name: z.string(),
  Active: optional(z.boolean()),
  Hidden: optional(z.boolean()),
  SalesTaxRateList: optional(taxRates),
})

export const wireTaxRate = z.looseObject({ Id: id, RateValue: optional(decimalText) })

export const wireCompanyInfo = z.looseObject({
  CompanyName: z.string(),
  Country: optional(z.string()),
})

export const wirePreferences = z.looseObject({
  AccountingInfoPrefs: optional(
    z.looseObject({
      BookCloseDate: optional(day),
      TrackDepartments: optional(z.boolean()),
      ClassTrackingPerTxn: optional(z.boolean()),
      ClassTrackingPerTxnLine: optional(z.boolean()),
    }),
  ),
  SalesFormsPrefs: optional(
    z.looseObject({ CustomTxnNumbers: optional(z.boolean()), AutoApplyCredit: optional(z.boolean()) }),
  ),
  TaxPrefs: optional(z.looseObject({ UsingSalesTax: optional(z.boolean()), PartnerTaxEnabled: optional(z.boolean()) })),
  CurrencyPrefs: z.looseObject({ MultiCurrencyEnabled: optional(z.boolean()), HomeCurrency: reference }),
})
export type WirePreferences = z.output<typeof wirePreferences>

/** The rows of a query; an empty page leaves the entity's key out. */
export const wireQueryAnswer = z.looseObject({ QueryResponse: z.looseObject({}) })
