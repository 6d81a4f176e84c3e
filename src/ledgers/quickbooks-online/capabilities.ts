import type { LinePlaces } from '../document/quantity-and-price.ts'
import type { LedgerCapabilities } from '../gateway.ts'

/**
 * What QuickBooks Online holds. The number's length is from its own refusal (2050, "Max:21 supported"), the places are
 * what its interface keeps without re-deriving a price, the pace is a safe part of 10 requests a second and company.
 */
export const quickBooksOnlineCapabilities: LedgerCapabilities = {
  documentNumberLength: 21,
  descriptionLength: 4000,
  quantityPlaces: 5,
  unitPricePlaces: 5,
  negativeTotal: false,
  computesTax: true,
  requestsPerSecond: 4,
  requestsInFlight: 4,
}

/** Line amounts have two places whatever the currency: refusal 6070 compares them after rounding to cents. */
export const amountPlaces = 2

export const linePlaces: LinePlaces = {
  quantity: quickBooksOnlineCapabilities.quantityPlaces,
  unitPrice: quickBooksOnlineCapabilities.unitPricePlaces,
  amount: amountPlaces,
}

export const privateNoteLength = 4000

/** @see https://developer.intuit.com: a request id has at most 50 characters. */
export const requestIdLength = 50
