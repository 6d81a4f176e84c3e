import { quantityBases, type QuantityBasis } from '../../domain/billing-config.ts'
import type { LineReasons } from '../../domain/invoice.ts'
import { addDecimals, zero, type Decimal } from '../../money/decimal.ts'
import { addFractions, fractionOfDecimal, roundFraction, type Fraction } from '../../money/fraction.ts'
import type { Claim } from '../claims.ts'
import { amountText, plainNumber } from '../numbers-as-text.ts'
import type { Portion, PriceHolding } from '../portions/portion.ts'
import { portionsOf } from '../portions/portions-of.ts'
import type { RunContext } from '../run-context.ts'
import { groupPortions, type AmountRounding, type PortionGroup } from './group-portions.ts'

type ByBasis = LineReasons['byBasis']

/** The places to which a quantity of seat-days is shown in whole periods; nothing is billed from the shown figure. */
const shownQuantityPlaces = 5

/**
 * What each basis would bill for a billing line. A basis under which something could not be billed is left out: part of
 * an amount beside two whole ones would mislead.
 */
export function amountsByBasis(input: {
  readonly run: RunContext
  readonly claim: Claim
  readonly chosen: { readonly basis: QuantityBasis; readonly groups: readonly PortionGroup[] }
  readonly priceOf: PriceHolding
  readonly rounding: AmountRounding
  readonly currency: string
}): ByBasis {
  const { run, claim, chosen, currency } = input
  const same = nothingChanges(run, claim)
  return quantityBases.flatMap((basis) => {
    const groups = same || basis === chosen.basis ? chosen.groups : groupsUnder(basis, input)
    if (groups === undefined) return []
    const quantity = netQuantity(groups)
    const amount = groups.reduce<Decimal>((sum, group) => addDecimals(sum, group.amount), zero)
    return [{ basis, quantity, amount: amountText(amount, currency) }]
  })
}

function groupsUnder(
  basis: QuantityBasis,
  { run, claim, priceOf, rounding }: Parameters<typeof amountsByBasis>[0],
): PortionGroup[] | undefined {
  const { portions, refusals } = portionsOf(run, claim, basis, priceOf)
  return refusals.length > 0 ? undefined : groupPortions(portions, rounding)
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
