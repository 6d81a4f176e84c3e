import type { CoveredSupply, DecimalText } from '../../domain/invoice.ts'
import { addDecimals, decimal, negateDecimal, zero, type Decimal } from '../../money/decimal.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'

/**
 * What a true-up bills at the distributor: what the month covers as known now, less what was covered, supply by supply.
 * What both cover alike falls out, so that a tie-out counts each unit once.
 */
export function coversDifference(
  shouldBe: readonly CoveredSupply[],
  billed: readonly CoveredSupply[],
): readonly CoveredSupply[] {
  const sums = new Map<string, Sum>()
  for (const covered of shouldBe) count(sums, covered, false)
  for (const covered of billed) count(sums, covered, true)
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, sum]) => {
      const quantity = textOf(sum.quantity, plainNumber)
      const cost = textOf(sum.cost, (value) => amountText(value, sum.covered.costCurrency))
      return isNothing(sum.quantity) && isNothing(sum.cost) ? [] : [{ ...sum.covered, quantity, cost }]
    })
}

/** A figure with how often it was unknown: unknown less unknown is nothing, any other number of them is unknown. */
interface Figure {
  known: Decimal
  unknown: number
}

interface Sum {
  readonly covered: CoveredSupply
  readonly quantity: Figure
  readonly cost: Figure
}

function count(sums: Map<string, Sum>, covered: CoveredSupply, isBilled: boolean): void {
  const { quantity, cost } = covered
  const key = keyOf(covered)
  const sum = sums.get(key) ?? { covered, quantity: nothing(), cost: nothing() }
  sums.set(key, sum)
  add(sum.quantity, quantity, isBilled)
  add(sum.cost, cost, isBilled)
}

/** Written out, because a stored document has its keys in another order, and lacks those that were undefined. */
function keyOf(covered: CoveredSupply): string {
  const { connectionId, subscriptionId, chargeId, companyId, productId, servicePeriod, unitCost, costCurrency } =
    covered
  const days = `${servicePeriod.start}..${servicePeriod.end}`
  return JSON.stringify([connectionId, subscriptionId, chargeId, companyId, productId, days, unitCost, costCurrency])
}

function nothing(): Figure {
  return { known: zero, unknown: 0 }
}

function add(figure: Figure, text: DecimalText | 'unknown', isBilled: boolean): void {
  if (text === 'unknown') figure.unknown += isBilled ? -1 : 1
  else figure.known = addDecimals(figure.known, isBilled ? negateDecimal(decimal(text)) : decimal(text))
}

function isNothing({ known, unknown }: Figure): boolean {
  return unknown === 0 && known.units === 0n
}

function textOf({ known, unknown }: Figure, write: (value: Decimal) => string): DecimalText | 'unknown' {
  return unknown === 0 ? write(known) : 'unknown'
}
