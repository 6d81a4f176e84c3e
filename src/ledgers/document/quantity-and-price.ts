import {
  absoluteDecimal,
  decimalOfInteger,
  equalDecimals,
  fitsPlaces,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  type Decimal,
} from '../../money/decimal.ts'
import {
  compareFractions,
  fraction,
  fractionOfDecimal,
  multiplyFractions,
  roundFraction,
} from '../../money/fraction.ts'

/** How many decimal places a ledger's line holds. */
export interface LinePlaces {
  readonly quantity: number
  readonly unitPrice: number
  readonly amount: number
}

/** A line as it was billed: `quantity` at `unitPrice`, for `days` of `of` days where it is prorated. */
export interface BilledLine {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Decimal
  readonly proration: { readonly days: number; readonly of: number } | undefined
}

/**
 * The three numbers of a sales line. `as-billed`: the line's own. `folded`: the days are in the quantity. `single`: one
 * unit at the amount, because no other pair gives it, so the working has to stand in the description.
 */
export interface QuantityAndPrice {
  readonly form: 'as-billed' | 'folded' | 'single'
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Decimal
}

/**
 * Chooses a quantity and a unit price that the ledger multiplies to exactly the approved amount: ledgers refuse a line
 * or change its amount unless that is quantity x price, rounded half up to their places. The amount itself is never
 * changed.
 * @throws {RangeError} for an amount with more places than a line can hold.
 */
export function quantityAndPrice(line: BilledLine, places: LinePlaces): QuantityAndPrice {
  if (!fitsPlaces(line.amount, places.amount)) {
    throw new RangeError(`A line amount in this ledger has ${String(places.amount)} places.`)
  }
  const { unitPrice, amount } = line
  const form = line.proration === undefined ? 'as-billed' : 'folded'
  const quantity = line.proration === undefined ? line.quantity : foldedQuantity(line.quantity, line.proration, places)
  if (quantity !== undefined && gives(quantity, line, places)) return { form, quantity, unitPrice, amount }
  return {
    form: 'single',
    // The sign stands in the quantity, as it does when a person credits a seat by hand.
    quantity: decimalOfInteger(line.amount.units < 0n ? -1 : 1),
    unitPrice: absoluteDecimal(line.amount),
    amount: line.amount,
  }
}

/** Seats times days, such as 2.5 seats for 5 seats of 15 in 30 days; `undefined` when the ledger's places do not hold it. */
function foldedQuantity(
  quantity: Decimal,
  proration: { days: number; of: number },
  places: LinePlaces,
): Decimal | undefined {
  const exact = multiplyFractions(fractionOfDecimal(quantity), fraction(proration.days, proration.of))
  const folded = roundFraction(exact, places.quantity, 'down')
  return compareFractions(fractionOfDecimal(folded), exact) === 0 ? folded : undefined
}

function gives(quantity: Decimal, { unitPrice, amount }: BilledLine, places: LinePlaces): boolean {
  if (!fitsPlaces(quantity, places.quantity)) return false
  if (!fitsPlaces(unitPrice, places.unitPrice)) return false
  return equalDecimals(roundDecimal(multiplyDecimals(quantity, unitPrice), places.amount, 'half-up'), amount)
}

/** The working of a line that is shown as one unit: `17 x 22.00 x 18/31`, the last being days. */
export function workingOf(line: {
  readonly quantity: string
  readonly unitPrice: string
  readonly proration: { readonly days: number; readonly of: number } | undefined
}): string {
  const product = `${line.quantity} x ${line.unitPrice}`
  return line.proration === undefined ? product : `${product} x ${line.proration.days}/${line.proration.of}`
}

/** The same line with the opposite sign, for a document that states what it takes off. */
export function opposite(line: QuantityAndPrice): QuantityAndPrice {
  return { ...line, quantity: negateDecimal(line.quantity), amount: negateDecimal(line.amount) }
}
