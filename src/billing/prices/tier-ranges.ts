import { addDecimals, compareDecimals, subtractDecimals, type Decimal } from '../../money/decimal.ts'
import type { TierPrice, UnitPrice } from '../unit-price.ts'

/** Units that fall in one tier; below zero where they fall out of it. */
export interface TierPart {
  readonly quantity: Decimal
  readonly unitPrice: UnitPrice
  /** The tier's place in the list. */
  readonly tier: number
}

/** The tier that prices a whole quantity; the first one where there is none. */
export function tierOf(quantity: Decimal, tiers: readonly TierPrice[]): TierPrice | undefined {
  return tiers.find(({ upTo }) => upTo === undefined || compareDecimals(quantity, upTo) <= 0)
}

/** What is added to a quantity (or taken from it), by the tiers that it falls in. */
export function acrossTiers(before: Decimal, by: Decimal, tiers: readonly TierPrice[]): TierPart[] {
  const after = addDecimals(before, by)
  let lower: Decimal | undefined
  return tiers.flatMap(({ upTo, unitPrice }, tier) => {
    const quantity = subtractDecimals(within(after, lower, upTo), within(before, lower, upTo))
    lower = upTo
    return quantity.units === 0n ? [] : [{ quantity, unitPrice, tier }]
  })
}

function within(value: Decimal, lower: Decimal | undefined, upper: Decimal | undefined): Decimal {
  if (lower !== undefined && compareDecimals(value, lower) < 0) return lower
  if (upper !== undefined && compareDecimals(value, upper) > 0) return upper
  return value
}
