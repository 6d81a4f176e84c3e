import type { LedgerCapabilities } from '../gateway.ts'

/** A file holds what it is given; the bounds are there so that a slip is seen, not because a format has them. */
export const fileCapabilities: LedgerCapabilities = {
  documentNumberLength: 200,
  descriptionLength: 32_000,
  quantityPlaces: 6,
  unitPricePlaces: 6,
  negativeTotal: false,
  computesTax: false,
  drafts: 'never',
  numbers: 'ours',
  foundBy: 'reference',
  // A file is named after its posting; two with one number are for the other system to see.
  refusesUsedNumbers: false,
  requestIdSeconds: 'none',
  documentsInOneRequest: 1,
  transport: 'answers',
  deletionsVisible: true,
  changesDays: undefined,
  requestsPerDay: undefined,
  requestsPerSecond: 200,
  requestsInFlight: 4,
}
