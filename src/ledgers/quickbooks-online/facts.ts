import { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { LedgerCustomer, LedgerFacts, LedgerItem } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import type { Client } from './client.ts'
import { queryRows } from './query-rows.ts'
import { read } from './read.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'
import { wireCompanyInfo, wireCustomer, wireItem, wirePreferences, type WirePreferences } from './wire.ts'

const companyAnswer = z.looseObject({ CompanyInfo: wireCompanyInfo })

interface CompanyInfo {
  readonly name: string
  readonly country: string
  readonly answeredAt: Date | undefined
}

/**
 * What the dry run must know of the company. Inactive customers and items are read too: a link to one is a problem to
 * show, not a record that is missing.
 */
export async function readFacts(client: Client, context: FactsContext, signal: AbortSignal): Promise<LedgerFacts> {
  const company = await readCompanyInfo(client, context.settings, signal)
  const preferences = await readPreferences(client, signal)
  const customers = await queryRows(client, { entity: 'Customer', includesInactive: true }, wireCustomer, signal)
  const items = await queryRows(client, { entity: 'Item', includesInactive: true }, wireItem, signal)
  return {
    readAt: context.clock.now().toISOString(),
    companyName: company.name,
    country: company.country,
    homeCurrency: preferences.CurrencyPrefs.HomeCurrency.value,
    multicurrency: preferences.CurrencyPrefs.MultiCurrencyEnabled ?? false,
    closedThrough: preferences.AccountingInfoPrefs?.BookCloseDate,
    acceptsOurNumbers: preferences.SalesFormsPrefs?.CustomTxnNumbers ?? false,
    salesTax: salesTaxOf(preferences),
    customers: customers.map(({ row }) => ledgerCustomer(row)),
    items: items.map(({ row }) => ledgerItem(row)),
  }
}

interface FactsContext {
  readonly settings: QuickBooksOnlineSettings
  readonly clock: Clock
}

export async function readCompanyInfo(
  client: Client,
  settings: QuickBooksOnlineSettings,
  signal: AbortSignal,
): Promise<CompanyInfo> {
  const request = { method: 'GET', path: `/companyinfo/${settings.realmId}` } as const
  const { value, traceId, answeredAt } = await read(client, request, 'company information', signal)
  const answer = companyAnswer.safeParse(value)
  if (!answer.success) {
    const message = `QuickBooks' company information could not be read: ${unreadable(answer.error)}.`
    throw new LedgerUnavailable(message, { traceId })
  }
  const { CompanyName, Country } = answer.data.CompanyInfo
  return { name: CompanyName, country: countryCode(Country), answeredAt }
}

export async function readPreferences(client: Client, signal: AbortSignal): Promise<WirePreferences> {
  const [first] = await queryRows(client, { entity: 'Preferences' }, wirePreferences, signal)
  if (first === undefined)
    throw new LedgerUnavailable('QuickBooks gave no preferences of this company. Try again later.')
  return first.row
}

function salesTaxOf({ TaxPrefs }: WirePreferences): LedgerFacts['salesTax'] {
  if (TaxPrefs?.PartnerTaxEnabled === true) return 'ledger-computes'
  return TaxPrefs?.UsingSalesTax === true ? 'manual' : 'none'
}

/** The United States are written in three ways; an unknown country is no reason to post by their tax rules. */
function countryCode(country: string | undefined): string {
  const code = (country ?? '').trim().toUpperCase()
  if (code === '') return 'unknown'
  return code === 'USA' || code === 'UNITED STATES' ? 'US' : code
}

function ledgerCustomer(customer: z.output<typeof wireCustomer>): LedgerCustomer {
  return {
    customerId: customer.Id,
    name: customer.DisplayName,
    active: customer.Active ?? true,
    currency: customer.CurrencyRef?.value,
    email: customer.PrimaryEmailAddr?.Address,
  }
}

function ledgerItem(item: z.output<typeof wireItem>): LedgerItem {
  return {
    ledgerItemId: item.Id,
    name: item.FullyQualifiedName ?? item.Name,
    active: item.Active ?? true,
    kind: item.Type ?? 'unknown',
  }
}
