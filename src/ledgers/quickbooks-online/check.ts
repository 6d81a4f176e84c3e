import type { LedgerCheck, LedgerTools, OAuthTokens } from '../gateway.ts'
import type { Client } from './client.ts'
import { readCompanyInfo, readPreferences } from './facts.ts'
import type { QuickBooksOnlineSettings } from './settings.ts'
import type { WirePreferences } from './wire.ts'

const millisecondsPerDay = 86_400_000
const warningDays = 30

/** Proves the connection by two reads, and says what of the company's settings a person should know before posting. */
export async function checkConnection(
  client: Client,
  settings: QuickBooksOnlineSettings,
  { clock, tokens }: LedgerTools,
  signal: AbortSignal,
): Promise<LedgerCheck> {
  const company = await readCompanyInfo(client, settings, signal)
  const now = clock.now()
  const skew = company.answeredAt === undefined ? undefined : now.getTime() - company.answeredAt.getTime()
  const preferences = await readPreferences(client, signal)
  return {
    company: company.name,
    clockSkewSeconds: skew === undefined ? undefined : Math.round(skew / 1000),
    notes: [
      ...countryNotes(company.country),
      ...preferenceNotes(preferences, company.country),
      ...expiryNotes(await tokens.read(), now),
    ],
  }
}

function countryNotes(country: string): string[] {
  if (country === 'US') return []
  return [
    `The company's country is ${country}: where it charges tax, each line needs a tax code. State \`taxCode\` and \`untaxedCode\` under \`booking\` in the billing config, or choose one in each item there.`,
  ]
}

function preferenceNotes(preferences: WirePreferences, country: string): string[] {
  const { SalesFormsPrefs, TaxPrefs, AccountingInfoPrefs } = preferences
  const notes: string[] = []
  if (SalesFormsPrefs?.CustomTxnNumbers !== true) {
    notes.push(
      'QuickBooks numbers invoices by itself. Turn on "Custom transaction numbers" there, so that each invoice can be found by our number.',
    )
  }
  if (SalesFormsPrefs?.AutoApplyCredit === true) {
    notes.push(
      'QuickBooks applies open credits to new invoices at once, so a balance may be below its total, and a credit memo that was applied cannot be deleted before the payment of 0.00 that links the two.',
    )
  }
  if (country === 'US' && TaxPrefs?.UsingSalesTax === true && TaxPrefs.PartnerTaxEnabled !== true) {
    notes.push('Sales tax is charged by codes chosen by hand: state `taxCode` under `booking` in the billing config.')
  }
  if (AccountingInfoPrefs?.BookCloseDate !== undefined) {
    notes.push(`The books are closed through ${AccountingInfoPrefs.BookCloseDate}.`)
  }
  return notes
}

function expiryNotes({ refreshExpiresAt, grantEndsAt }: OAuthTokens, now: Date): string[] {
  const days = (instant: string): number => Math.floor((Date.parse(instant) - now.getTime()) / millisecondsPerDay)
  const notes: string[] = []
  if (days(refreshExpiresAt) < warningDays) {
    notes.push(`The connection ends on ${refreshExpiresAt.slice(0, 10)} unless it is used before.`)
  }
  if (grantEndsAt !== undefined && days(grantEndsAt) < warningDays) {
    notes.push(`Access ends for good on ${grantEndsAt.slice(0, 10)}; connect QuickBooks again before that.`)
  }
  return notes
}
