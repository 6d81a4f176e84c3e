import { z } from 'zod'
import { decimalText, optional } from '../wire/json-parts.ts'
import { xeroDay, xeroMoment } from './dates.ts'

/** What we read of Xero's answers, as its OpenAPI document names it. Loose: properties are added without a new version. */

const id = z.string().min(1)

const line = z.looseObject({
  Description: optional(z.string()),
  LineAmount: optional(decimalText),
})

/** What a body of ours says of itself. */
const bodyParts = {
  Contact: z.looseObject({ ContactID: id }),
  Date: xeroDay,
  CurrencyCode: optional(z.string()),
  Reference: optional(z.string()),
  LineItems: z.array(line),
}

export const wirePreparedInvoice = z.looseObject({ ...bodyParts, InvoiceNumber: z.string() })
export const wirePreparedCreditNote = z.looseObject({ ...bodyParts, CreditNoteNumber: z.string() })

/** A document as the organisation holds it. */
const heldParts = {
  ...bodyParts,
  Status: z.string(),
  LineAmountTypes: optional(z.string()),
  TotalTax: optional(decimalText),
  Total: decimalText,
  UpdatedDateUTC: xeroMoment,
}

export const wireInvoice = z.looseObject({
  ...heldParts,
  Type: z.string(),
  InvoiceID: id,
  InvoiceNumber: optional(z.string()),
  AmountDue: optional(decimalText),
})
export const wireCreditNote = z.looseObject({
  ...heldParts,
  Type: z.string(),
  CreditNoteID: id,
  CreditNoteNumber: optional(z.string()),
  RemainingCredit: optional(decimalText),
})
export type WireLine = z.output<typeof line>

export const wireOrganisations = z.looseObject({
  Organisations: z
    .array(
      z.looseObject({
        Name: z.string(),
        CountryCode: optional(z.string()),
        BaseCurrency: z.string(),
        PaysTax: optional(z.boolean()),
        PeriodLockDate: optional(xeroDay),
        EndOfYearLockDate: optional(xeroDay),
        PaymentTerms: optional(z.looseObject({})),
      }),
    )
    .length(1),
})
export type WireOrganisation = z.output<typeof wireOrganisations>['Organisations'][number]

const terms = z.looseObject({
  Sales: optional(z.looseObject({ Day: optional(decimalText), Type: optional(z.string()) })),
})

export const wireContacts = z.looseObject({
  Contacts: z.array(
    z.looseObject({
      ContactID: id,
      Name: z.string(),
      ContactStatus: optional(z.string()),
      EmailAddress: optional(z.string()),
      PaymentTerms: optional(terms),
    }),
  ),
})
export type WireContact = z.output<typeof wireContacts>['Contacts'][number]
export const wireTerms = terms

export const wireItems = z.looseObject({
  Items: z.array(
    z.looseObject({
      Code: z.string(),
      Name: optional(z.string()),
      IsSold: optional(z.boolean()),
      SalesDetails: optional(z.looseObject({ AccountCode: optional(z.string()), TaxType: optional(z.string()) })),
    }),
  ),
})

export const wireAccounts = z.looseObject({
  Accounts: z.array(
    z.looseObject({
      Code: optional(z.string()),
      Name: z.string(),
      Status: optional(z.string()),
      Class: optional(z.string()),
      TaxType: optional(z.string()),
    }),
  ),
})

export const wireTaxRates = z.looseObject({
  TaxRates: z.array(
    z.looseObject({
      TaxType: optional(z.string()),
      Name: z.string(),
      Status: optional(z.string()),
      CanApplyToRevenue: optional(z.boolean()),
      EffectiveRate: optional(decimalText),
    }),
  ),
})

export const wireCurrencies = z.looseObject({ Currencies: z.array(z.looseObject({ Code: z.string() })) })
