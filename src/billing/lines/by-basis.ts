import { quantityBases, type QuantityBasis } from '../../domain/billing-config.ts'
import type { LineReasons } from '../../domain/invoice.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { addFractions, fractionOfDecimal, roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Claim } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { Portion, PriceHolding } from '../portions/portion.ts'
import { portionsOf, type PortionRules } from '../portions/portions-of.ts'
import type { RunContext } from '../run-context.ts'
import { groupPortions, type PortionGroup } from './group-portions.ts'
import type { AmountRounding } from './line-amount.ts'

type ByBasis = LineReasons['byBasis']

/** The places to which a quantity of seat-days is shown in whole periods; nothing is billed from the shown figure. */
const shownQuantityPlaces = 5

export interface ByBasisInput {
  readonly run: RunContext
  readonly claim: Claim
  readonly chosen: { readonly basis: QuantityBasis; readonly groups: readonly PortionGroup[] }
  readonly priceOf: PriceHolding
  readonly rounding: AmountRounding
  readonly by: PortionRules
  readonly currency: string
}

/**
 * What each basis would bill for a billing line. A basis under which something could not be billed is unknown: part of an
 * amount beside whole ones would mislead.
 */
export function amountsByBasis(input: ByBasisInput): ByBasis {
  const { run, claim, chosen, by, currency } = input
  const same = nothingChanges(run, claim) && !looksAround(by.settings)
  return quantityBases.map((basis) => {
    const isSame = basis === chosen.basis || (same && basis !== 'as-billed' && chosen.basis !== 'as-billed')
    const groups = isSame ? chosen.groups : groupsUnder(basis, input)
    if (groups === undefined) return { basis, quantity: 'unknown', amount: 'unknown' }
    const amount = groups.reduce<Decimal>((sum, group) => addDecimals(sum, group.amount), zero)
    return { basis, quantity: netQuantity(groups), amount: amountText(amount, currency) }
  })
}

function groupsUnder(
  basis: QuantityBasis,
  { run, claim, priceOf, rounding, by }: ByBasisInput,
): PortionGroup[] | undefined {
  const { portions, refusals } = portionsOf(run, claim, basis, priceOf, by)
  return refusals.length > 0 ? undefined : groupPortions(portions, rounding, by.settings)
}

/** The commonest month: everything was held unchanged from its first day to its last, so each basis bills the same. */
function nothingChanges(run: RunContext, { holdings, window }: Claim): boolean {
  const { start, end } = run.input.billingPeriod
  if (window.start !== start || window.end !== end) return false
  return holdings.every(
    ({ days, step }) =>
      days.start === start && days.end === end && (step.billingTerm === 'monthly' || step.billingTerm === 'arrears'),
  )
}

/** True where a quantity may hang on days before the month, or on a commitment that ends inside it. */
function looksAround(settings: PortionRules['settings']): boolean {
  if (settings === undefined) return false
  return settings.changeDay !== 'new' || settings.committedFloor || settings.decreases === 'at-term-end'
}

function netQuantity(groups: readonly PortionGroup[]): string {
  const [only] = groups
  if (groups.length === 1 && only?.proration === undefined && only !== undefined) return plainNumber(only.quantity)
  const sum = groups.reduce<Fraction>((total, group) => addFractions(total, shareOf(group)), {
    numerator: 0n,
    denominator: 1n,
  })
  return plainNumber(roundFraction(sum, shownQuantityPlaces, 'half-up'))
}

function shareOf({ quantity, proration }: Pick<Portion, 'quantity' | 'proration'>): Fraction {
  const whole = fractionOfDecimal(quantity)
  if (proration === undefined) return whole
  return {
    numerator: whole.numerator * BigInt(proration.days),
    denominator: whole.denominator * BigInt(proration.of),
  }
}
