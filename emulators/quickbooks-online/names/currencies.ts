import type { CompanyPreferences } from '../company-preferences.ts'
import { referenceAt, type JsonObject } from '../state/json-object.ts'
import { fault, type FaultError } from '../vendor-fault.ts'

const currencyNames: Readonly<Record<string, string>> = {
  AUD: 'Australian Dollar',
  CAD: 'Canadian Dollar',
  EUR: 'Euro',
  GBP: 'British Pound Sterling',
  USD: 'United States Dollar',
}

export function currencyReference(code: string): JsonObject {
  return { value: code, name: currencyNames[code] ?? code }
}

/** The currency of a new customer; adds a fault where only the home currency is possible. */
export function customerCurrency(preferences: CompanyPreferences, body: JsonObject, errors: FaultError[]): string {
  const asked = referenceAt(body, 'CurrencyRef') ?? preferences.homeCurrency
  if (asked !== preferences.homeCurrency && !preferences.multiCurrency) {
    errors.push(fault.business('Multi-currency is not enabled for this company.'))
  }
  return asked
}

/** A document's currency: always its customer's, named on the document where the company uses several. */
export function documentCurrency(
  preferences: CompanyPreferences,
  input: { body: JsonObject; customer: JsonObject },
  errors: FaultError[],
): string {
  const own = referenceAt(input.customer, 'CurrencyRef') ?? preferences.homeCurrency
  const asked = referenceAt(input.body, 'CurrencyRef')
  if (asked === undefined && preferences.multiCurrency) errors.push(fault.missing('CurrencyRef'))
  if (asked !== undefined && asked !== own) {
    errors.push(fault.business('The currency of the transaction is invalid for customer / vendor / account.'))
  }
  return own
}
