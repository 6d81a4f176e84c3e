import type { LinePlaces } from '../document/quantity-and-price.ts'
import type { LedgerCapabilities } from '../gateway.ts'

/** Line amounts have two places whatever the currency: refusal 6070 compares them after rounding to cents. */
export const amountPlaces = 2

/** What its interface keeps without re-deriving a price. */
export const linePlaces: LinePlaces = { quantity: 5, unitPrice: 5, amount: amountPlaces }

/**
 * What QuickBooks Online holds. The number's length is from its own refusal (2050, "Max:21 supported"), the pace is a
 * safe part of 10 requests a second and company.
 */
export const quickBooksOnlineCapabilities: LedgerCapabilities = {
  documentNumberLength: 21,
  descriptionLength: 4000,
  quantityPlaces: linePlaces.quantity,
  unitPricePlaces: linePlaces.unitPrice,
  negativeTotal: false,
  computesTax: true,
  drafts: 'never',
  numbers: 'by-setting',
  foundBy: 'document-number',
  // A company's owner can switch its warning off, so the look-up counts.
  refusesUsedNumbers: false,
  requestIdSeconds: 'undocumented',
  documentsInOneRequest: 30,
  transport: 'answers',
  deletionsVisible: true,
  changesDays: 30,
  requestsPerDay: undefined,
  requestsPerSecond: 4,
  requestsInFlight: 4,
}

export const privateNoteLength = 4000
export const customerMemoLength = 1000

/** @see https://developer.intuit.com: a request id has at most 50 characters. */
export const requestIdLength = 50
