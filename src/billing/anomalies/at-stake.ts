import type { Anomaly } from '../../domain/anomaly.ts'
import type { Known } from '../../domain/known.ts'
import { minorUnitsOf } from '../../money/currency.ts'
import { absoluteDecimal, type Decimal } from '../../money/decimal.ts'
import { roundFraction } from '../../money/fraction.ts'
import type { Money } from '../../money/money.ts'
import { exactAmount } from '../amount.ts'
import type { Holding } from '../holdings.ts'
import { amountText } from '../numbers-as-text.ts'
import { monthsOfTerm } from '../portions/terms.ts'

type AtStake = Anomaly['atStake']

/** What a holding costs us a month; undefined where its quantity or cost is not known. Yearly terms count a twelfth. */
export function monthlyCost({ step, quantity }: Pick<Holding, 'step' | 'quantity'>): AtStake {
  return monthlyAmount(step.unitCost, quantity, monthsOfTerm(step.billingTerm) ?? 1)
}

/** So many units at so much each, per month. */
export function monthlyAmount(unit: Known<Money>, quantity: Known<Decimal>, months = 1): AtStake {
  if (unit === 'unknown' || quantity === 'unknown') return undefined
  const proration = months === 1 ? undefined : { days: 1, of: months }
  const exact = exactAmount({ quantity, unitPrice: unit, proration })
  return stakeOf(roundFraction(exact, minorUnitsOf(unit.currency), 'half-up'), unit.currency)
}

/** An amount that comes once, with its sign: a credit is below zero. */
export function onceOf(amount: Decimal, currency: string): NonNullable<AtStake> {
  return { amount: amountText(amount, currency), currency, isOnce: true }
}

/** The size of an amount a month, whichever its sign. */
export function stakeOf(amount: Decimal, currency: string): NonNullable<AtStake> {
  return { amount: amountText(absoluteDecimal(amount), currency), currency }
}

/** `, about 428.23 USD a month`, or that nobody knows. */
export function stakeInWords(stake: AtStake): string {
  if (stake === undefined) return 'monthly cost unknown'
  const cost = `${stake.amount} ${stake.currency} of cost`
  return stake.isOnce === true ? `${cost}, once` : `${cost} a month`
}
