import type { Known } from '../domain/known.ts'
import { minorUnitsOf } from '../money/currency.ts'
import { addDecimals, equalDecimals, roundDecimal, subtractDecimals, zero, type Decimal } from '../money/decimal.ts'
import type { TotalIdentity } from './tie-out.ts'
import type { VarianceClass } from './variance-class.ts'

/** The sums that a header's total could be. Costs and total are known sums of the charges that are ours. */
export interface HeaderSums {
  readonly currency: string
  readonly total: Known<Decimal>
  readonly cost: Decimal
  /** Each charge's cost rounded to the currency's places, then added. */
  readonly roundedCost: Decimal
  readonly tax: Known<Decimal>
  readonly listAmount: Known<Decimal>
  readonly carriedBalance: Known<Decimal>
  readonly everyCostKnown: boolean
}

export interface HeaderIdentity {
  readonly identity: TotalIdentity
  /** Total minus costs, in its classes; they add up to it exactly. */
  readonly rows: readonly { readonly class: VarianceClass; readonly cost: Decimal }[]
}

/**
 * Finds out what the header's total is the sum of, since no distributor documents it for sure. The cost identities come
 * first; the list amounts are tried last, because a total that is the sum of them says that retail may have been read
 * as cost: the gap stays unexplained until someone has looked.
 */
export function totalIdentity(sums: HeaderSums): HeaderIdentity {
  const { total, cost } = sums
  if (total === 'unknown') return { identity: 'total-unknown', rows: [] }
  const gap = subtractDecimals(total, cost)
  const found = candidates(sums).find(({ rows }) => equalDecimals(gap, sumOfRows(rows)))
  if (found !== undefined) return { identity: found.identity, rows: found.rows.filter((row) => row.cost.units !== 0n) }
  const rows = [{ class: 'unexplained' as const, cost: gap }]
  return { identity: listIdentity(sums, total) ?? 'none', rows }
}

/** Every identity that gives this total; several can, such as with and without a tax of nothing. */
export function identitiesThatHold(sums: HeaderSums): readonly TotalIdentity[] {
  const { total, cost } = sums
  if (total === 'unknown') return []
  const gap = subtractDecimals(total, cost)
  const found = candidates(sums).filter(({ rows }) => equalDecimals(gap, sumOfRows(rows)))
  return [...new Set(found.map(({ identity }) => identity))]
}

function candidates(sums: HeaderSums): HeaderIdentity[] {
  const { tax, carriedBalance, cost, roundedCost, currency } = sums
  const found: HeaderIdentity[] = [{ identity: 'cost', rows: [] }]
  const taxRow = tax === 'unknown' ? undefined : { class: 'tax' as const, cost: tax }
  const carriedRow =
    carriedBalance === 'unknown' ? undefined : { class: 'carried-balance' as const, cost: carriedBalance }
  if (taxRow) found.push({ identity: 'cost-and-tax', rows: [taxRow] })
  if (carriedRow) found.push({ identity: 'cost-and-carried-balance', rows: [carriedRow] })
  if (taxRow && carriedRow) found.push({ identity: 'cost-and-tax-and-carried-balance', rows: [taxRow, carriedRow] })
  if (!sums.everyCostKnown) return found
  for (const target of [roundDecimal(cost, minorUnitsOf(currency), 'half-up'), roundedCost]) {
    const rounding = { class: 'rounding' as const, cost: subtractDecimals(target, cost) }
    found.push({ identity: 'rounded-costs', rows: [rounding] })
    if (taxRow) found.push({ identity: 'rounded-costs-and-tax', rows: [rounding, taxRow] })
  }
  return found
}

function listIdentity({ listAmount, tax }: HeaderSums, total: Decimal): TotalIdentity | undefined {
  if (listAmount === 'unknown') return undefined
  if (equalDecimals(total, listAmount)) return 'list-amount'
  if (tax !== 'unknown' && equalDecimals(total, addDecimals(listAmount, tax))) return 'list-amount-and-tax'
  return undefined
}

function sumOfRows(rows: HeaderIdentity['rows']): Decimal {
  return rows.reduce<Decimal>((sum, { cost }) => addDecimals(sum, cost), zero)
}
