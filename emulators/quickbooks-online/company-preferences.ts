import { z } from 'zod'

const decimalText = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number as text')
const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')

/** What a company has chosen in its settings, as far as it changes how sales documents are taken. */
export const companyPreferencesSchema = z.strictObject({
  name: z.string().default('Sandbox Company'),
  /** `US`, or any other country code: that decides how tax works. */
  country: z.string().default('US'),
  homeCurrency: z.string().default('USD'),
  multiCurrency: z.boolean().default(false),
  /** Home units per foreign unit, by currency; 1 where none is given. */
  exchangeRates: z.record(z.string(), decimalText).default({}),
  /**
   * US companies: by QuickBooks (`automated`), by a code chosen per document (`manual`), or none. Elsewhere `off` is a
   * company that charges no tax, and the others are one.
   */
  salesTax: z.enum(['automated', 'manual', 'off']).default('automated'),
  /** The rate of the company's standard tax code. */
  salesTaxPercent: decimalText.default('8'),
  /** On: a document without a number has none. Off: QuickBooks numbers it. */
  customTransactionNumbers: z.boolean().default(false),
  refusesDuplicateNumbers: z.boolean().default(true),
  /** Open credit memos are set against a new invoice at once, which is how new companies are set up. */
  appliesCreditsAutomatically: z.boolean().default(true),
  /** Nothing dated on or before this day may be added or changed. */
  bookCloseDate: plainDate.optional(),
  /** Whether each line has a class, the whole document has one, or there are none. */
  tracksClasses: z.enum(['line', 'document', 'off']).default('off'),
  /** Locations, which the API calls departments. */
  tracksLocations: z.boolean().default(false),
  /** `suspended`: the subscription ended (6190). `no-rights`: the connecting user lost access (120). */
  standing: z.enum(['active', 'suspended', 'no-rights']).default('active'),
})

export type CompanyPreferences = z.output<typeof companyPreferencesSchema>
export type CompanyPreferencesInput = z.input<typeof companyPreferencesSchema>

/** The `Preferences` entity, in the shape and order of the vendor's own. */
export function preferencesEntity(
  preferences: CompanyPreferences,
  times: { created: string; updated: string },
): object {
  const isUs = preferences.country === 'US'
  return {
    AccountingInfoPrefs: {
      UseAccountNumbers: false,
      TrackDepartments: preferences.tracksLocations,
      ClassTrackingPerTxn: preferences.tracksClasses === 'document',
      ClassTrackingPerTxnLine: preferences.tracksClasses === 'line',
      FirstMonthOfFiscalYear: 'January',
      ...(preferences.bookCloseDate === undefined ? {} : { BookCloseDate: preferences.bookCloseDate }),
      TaxYearMonth: 'January',
      CustomerTerminology: 'Customers',
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: false,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: false,
    },
    SalesFormsPrefs: {
      CustomField: [],
      CustomTxnNumbers: preferences.customTransactionNumbers,
      EmailCopyToCompany: false,
      AllowDeposit: false,
      AllowDiscount: true,
      AllowEstimates: true,
      ETransactionEnabledStatus: 'NotApplicable',
      ETransactionAttachPDF: false,
      ETransactionPaymentEnabled: false,
      IPNSupportEnabled: false,
      AllowServiceDate: true,
      AllowShipping: false,
      AutoApplyCredit: preferences.appliesCreditsAutomatically,
      AutoApplyPayments: true,
      UsingPriceLevels: false,
    },
    TaxPrefs: {
      UsingSalesTax: preferences.salesTax !== 'off',
      ...(isUs ? { PartnerTaxEnabled: preferences.salesTax === 'automated' } : {}),
    },
    CurrencyPrefs: {
      MultiCurrencyEnabled: preferences.multiCurrency,
      HomeCurrency: { value: preferences.homeCurrency },
    },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: { NameValue: [{ Name: 'SalesFormsPrefs.DefaultItem', Value: '1' }] },
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '0',
    MetaData: { CreateTime: times.created, LastUpdatedTime: times.updated },
  }
}

/** The `CompanyInfo` entity. */
export function companyInfoEntity(
  preferences: CompanyPreferences,
  times: { created: string; updated: string },
): object {
  return {
    CompanyName: preferences.name,
    LegalName: preferences.name,
    CompanyStartDate: times.created.slice(0, 10),
    FiscalYearStartMonth: 'January',
    Country: preferences.country,
    SupportedLanguages: 'en',
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'SubscriptionStatus', Value: 'PAID' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
    ],
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '0',
    MetaData: { CreateTime: times.created, LastUpdatedTime: times.updated },
  }
}
