import { z } from 'zod'
import type { Clock } from '../../support/clock.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { LedgerDimension, LedgerFacts } from '../gateway.ts'
import { unreadable } from '../wire/json-parts.ts'
import { adapterFactsOf, type AdapterFacts } from './adapter-facts.ts'
import type { Client } from './client.ts'
import type { PlainEntry } from './lists.ts'
import { queryRows } from './query-rows.ts'
import { read } from './read.ts'
import { readChangedLists, readWholeLists } from './read-lists.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'
import { readTaxCodes } from './tax-codes.ts'
import { wireCompanyInfo, wirePreferences, type WirePreferences } from './wire.ts'

const companyAnswer = z.looseObject({ CompanyInfo: wireCompanyInfo })

interface CompanyInfo {
  readonly name: string
  readonly country: string
  readonly answeredAt: Date | undefined
}

interface FactsContext {
  readonly settings: QuickBooksOnlineSettings
  readonly clock: Clock
}

/**
 * What the dry run must know of the company. Its lists are brought up to date from those of an earlier reading by their
 * changes alone, where QuickBooks can tell all of these; else they are read in whole.
 */
export async function readFacts(
  client: Client,
  { settings, clock }: FactsContext,
  kept: LedgerFacts | undefined,
  signal: AbortSignal,
): Promise<LedgerFacts> {
  // Before anything is asked, so that what changes meanwhile is among the changes of the next reading.
  const readAt = clock.now().toISOString()
  const company = await readCompanyInfo(client, settings, signal)
  const preferences = await readPreferences(client, signal)
  const classesPer = classesPerOf(preferences)
  const tracked = {
    classes: classesPer !== 'none',
    locations: preferences.AccountingInfoPrefs?.TrackDepartments ?? false,
  }
  const isOurs = kept !== undefined && adapterFactsOf(kept)?.realmId === settings.realmId
  const changed = isOurs ? await readChangedLists(client, kept, { tracked, clock }, signal) : undefined
  const lists = changed ?? (await readWholeLists(client, tracked, signal))
  const salesTax = salesTaxOf(preferences, company.country)
  const namesCodes = company.country === 'US' ? salesTax === 'manual' : salesTax !== 'none'
  const { classes, locations, ...rest } = lists
  return {
    readAt,
    companyName: company.name,
    country: company.country,
    homeCurrency: preferences.CurrencyPrefs.HomeCurrency.value,
    multicurrency: preferences.CurrencyPrefs.MultiCurrencyEnabled ?? false,
    closedThrough: preferences.AccountingInfoPrefs?.BookCloseDate,
    acceptsOurNumbers: preferences.SalesFormsPrefs?.CustomTxnNumbers ?? false,
    salesTax,
    ...rest,
    ...(namesCodes ? { taxCodes: await readTaxCodes(client, signal) } : {}),
    dimensions: [...dimension('class', classes), ...dimension('location', locations)],
    adapterFacts: {
      realmId: settings.realmId,
      classesPer,
      appliesCredits: preferences.SalesFormsPrefs?.AutoApplyCredit ?? false,
    } satisfies AdapterFacts,
  }
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

function classesPerOf({ AccountingInfoPrefs }: WirePreferences): AdapterFacts['classesPer'] {
  if (AccountingInfoPrefs?.ClassTrackingPerTxnLine === true) return 'line'
  return AccountingInfoPrefs?.ClassTrackingPerTxn === true ? 'document' : 'none'
}

function dimension(name: string, entries: readonly PlainEntry[] | undefined): LedgerDimension[] {
  return entries === undefined ? [] : [{ dimension: name, required: false, entries }]
}

/** Outside the United States there is no automated sales tax: QuickBooks works tax out by the code of each line. */
function salesTaxOf({ TaxPrefs }: WirePreferences, country: string): LedgerFacts['salesTax'] {
  if (TaxPrefs?.PartnerTaxEnabled === true) return 'ledger-computes'
  if (TaxPrefs?.UsingSalesTax !== true) return 'none'
  return country === 'US' ? 'manual' : 'ledger-computes'
}

/** The United States are written in three ways; an unknown country is no reason to post by their tax rules. */
function countryCode(country: string | undefined): string {
  const code = (country ?? '').trim().toUpperCase()
  if (code === '') return 'unknown'
  return code === 'USA' || code === 'UNITED STATES' ? 'US' : code
}
