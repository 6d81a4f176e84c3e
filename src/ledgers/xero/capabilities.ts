import type { LinePlaces } from '../document/quantity-and-price.ts'
import type { LedgerCapabilities } from '../gateway.ts'

/**
 * With `unitdp=4` a unit price has four places; a quantity has four; line amounts have two whatever the currency.
 * @see https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero/
 */
export const linePlaces: LinePlaces = { quantity: 4, unitPrice: 4, amount: 2 }

/** What Xero holds: lengths by its schema, limits as published for one organisation. */
export const xeroCapabilities: LedgerCapabilities = {
  documentNumberLength: 255,
  descriptionLength: 4000,
  quantityPlaces: linePlaces.quantity,
  unitPricePlaces: linePlaces.unitPrice,
  negativeTotal: false,
  computesTax: true,
  drafts: 'by-setting',
  numbers: 'ours',
  foundBy: 'document-number',
  refusesUsedNumbers: true,
  requestIdSeconds: 360,
  documentsInOneRequest: 50,
  transport: 'answers',
  // A document that was deleted or voided stays, with that status, and is among what changed.
  deletionsVisible: true,
  changesDays: undefined,
  requestsPerDay: 5000,
  // Sixty a minute, five at once.
  requestsPerSecond: 1,
  requestsInFlight: 3,
}

export const referenceLength = 255
/** @see the parameter `Idempotency-Key` of Xero's OpenAPI document. */
export const requestIdLength = 128
