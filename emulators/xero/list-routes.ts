import { jsonNumber } from '../../src/support/json.ts'
import type { Answer } from '../service/call.ts'
import { listAnswer, msDate } from './answer.ts'
import type { Json } from './document.ts'
import type { XeroOrganisation } from './organisation.ts'

/** The lists that a document refers to, each under its own path. */
export const listRoutes: Readonly<Record<string, (organisation: XeroOrganisation, page: Page) => Answer>> = {
  '/Organisation': (organisation, { now }) => listAnswer('Organisations', [organisationJson(organisation)], now),
  '/Contacts': ({ contacts }, { now, page, pageSize, includesArchived }) => {
    const all = [...contacts.values()].filter(({ status }) => includesArchived || status === 'ACTIVE')
    const rows = page === undefined ? all : all.slice((page - 1) * pageSize, page * pageSize)
    return listAnswer('Contacts', rows.map(contactJson), now)
  },
  '/Items': ({ items }, { now }) => listAnswer('Items', [...items.values()].map(itemJson), now),
  '/Accounts': ({ accounts }, { now }) => listAnswer('Accounts', [...accounts.values()].map(accountJson), now),
  '/TaxRates': ({ taxRates }, { now }) => listAnswer('TaxRates', [...taxRates.values()].map(taxRateJson), now),
  '/Currencies': ({ settings }, { now }) => {
    const codes = [settings.baseCurrency, ...settings.otherCurrencies]
    return listAnswer(
      'Currencies',
      codes.map((code) => ({ Code: code, Description: code })),
      now,
    )
  },
}

export interface Page {
  readonly now: Date
  /** Counted from 1; undefined: the call asked for no page, and gets all. */
  readonly page: number | undefined
  readonly pageSize: number
  readonly includesArchived: boolean
}

function organisationJson({ tenantId, settings }: XeroOrganisation): Json {
  const lock = (day: string | undefined): string | undefined =>
    day === undefined ? undefined : msDate(new Date(`${day}T00:00:00.000Z`))
  return {
    OrganisationID: tenantId,
    Name: settings.name,
    LegalName: settings.name,
    PaysTax: settings.paysTax,
    BaseCurrency: settings.baseCurrency,
    CountryCode: settings.countryCode,
    OrganisationStatus: 'ACTIVE',
    EndOfYearLockDate: lock(settings.endOfYearLockDate),
    PeriodLockDate: lock(settings.periodLockDate),
    Timezone: 'UTC',
    Class: 'STANDARD',
  }
}

function contactJson(contact: ReturnType<XeroOrganisation['contacts']['get']> & object): Json {
  const { contactId, name, status, email, defaultCurrency, dueDays } = contact
  const terms = { Sales: { Day: jsonNumber(String(dueDays ?? 0)), Type: 'DAYSAFTERBILLDATE' } }
  return {
    ContactID: contactId,
    ContactStatus: status,
    Name: name,
    EmailAddress: email ?? '',
    ...(defaultCurrency === undefined ? {} : { DefaultCurrency: defaultCurrency }),
    ...(dueDays === undefined ? {} : { PaymentTerms: terms }),
    IsCustomer: true,
  }
}

function itemJson(item: ReturnType<XeroOrganisation['items']['get']> & object): Json {
  const { itemId, code, name, accountCode, taxType, isSold } = item
  return {
    ItemID: itemId,
    Code: code,
    Name: name,
    IsSold: isSold,
    SalesDetails: {
      ...(accountCode === undefined ? {} : { AccountCode: accountCode }),
      ...(taxType === undefined ? {} : { TaxType: taxType }),
    },
  }
}

function accountJson(account: ReturnType<XeroOrganisation['accounts']['get']> & object): Json {
  const { accountId, code, name, class: kind, taxType, status } = account
  const type = kind === 'REVENUE' ? 'REVENUE' : 'EXPENSE'
  return { AccountID: accountId, Code: code, Name: name, Status: status, Type: type, Class: kind, TaxType: taxType }
}

function taxRateJson({
  taxType,
  name,
  rate,
  appliesToRevenue,
}: ReturnType<XeroOrganisation['taxRates']['get']> & object): Json {
  const percent = jsonNumber(rate)
  return {
    Name: name,
    TaxType: taxType,
    Status: 'ACTIVE',
    CanApplyToRevenue: appliesToRevenue,
    DisplayTaxRate: percent,
    EffectiveRate: percent,
  }
}
