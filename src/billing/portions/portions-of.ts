import type { QuantityBasis } from '../../domain/billing-config.ts'
import type { BillingTerm } from '../../domain/subscription.ts'
import type { Claim } from '../claims.ts'
import type { Holding } from '../holdings.ts'
import type { ChargesOf } from '../quantity/billed-quantities.ts'
import { defaultQuantitySettings, type QuantitySettings } from '../quantity/quantity-settings.ts'
import type { RunContext } from '../run-context.ts'
import { monthsInAdvance, monthsInArrears } from './anniversary-months.ts'
import { monthlyPortions } from './monthly-portions.ts'
import { oneTimePortions } from './one-time.ts'
import type { MidTermChange, Portion, Portions, PriceHolding, Refusal } from './portion.ts'
import { spreadPortions } from './spread-terms.ts'
import { monthsOfTerm } from './terms.ts'
import { isTrialStep } from './trial.ts'
import { termPortions } from './yearly-terms.ts'

type Timing = 'monthly' | 'yearly' | 'once' | 'trial' | 'unknown'

/** What decides about portions besides the basis; what is left out is as it is where nobody says otherwise. */
export interface PortionRules {
  readonly settings?: QuantitySettings | undefined
  readonly chargesOf?: ChargesOf | undefined
}

/** What one basis bills of a claim, by subscription; nothing is summed or rounded yet. */
export function portionsOf(
  run: RunContext,
  { holdings, window }: Pick<Claim, 'holdings' | 'window'>,
  basis: QuantityBasis,
  priceOf: PriceHolding,
  { settings = defaultQuantitySettings, chargesOf = noCharges }: PortionRules = {},
): Portions {
  const portions: Portion[] = []
  const refusals: Refusal[] = []
  const midTermChanges: MidTermChange[] = []
  const take = (part: { portions: readonly Portion[]; refusals: readonly Refusal[] }): void => {
    portions.push(...part.portions)
    refusals.push(...part.refusals)
  }
  const monthly: (readonly Holding[])[] = []
  for (const [timing, group] of bySubscriptionAndTiming(holdings)) {
    if (timing === 'monthly') monthly.push(group)
    else if (timing === 'once') take(oneTimePortions(group, priceOf))
    else if (timing === 'yearly') {
      const monthsOf = ({ step }: Holding): number | undefined => monthsOfTerm(step.billingTerm)
      const input = { holdings: group, monthsOf, prorates: proratesTerms(basis), settings, priceOf }
      const yearly = settings.terms === 'spread' ? spreadPortions(input, run.input.billingPeriod) : termPortions(input)
      take(yearly)
      midTermChanges.push(...yearly.midTermChanges)
    } else if (timing === 'unknown') take({ portions: [], refusals: group.map(unknownTerm) })
  }
  if (monthly.length > 0) {
    const period = run.input.billingPeriod
    const input = { subscriptions: monthly, window, period, basis, settings, priceOf, chargesOf }
    if (settings.servicePeriods === 'calendar') take(monthlyPortions(input))
    else {
      const isLate = settings.timing === 'arrears'
      const own = isLate ? monthsInArrears(input) : monthsInAdvance(input, proratesTerms(basis))
      take(own)
      midTermChanges.push(...own.midTermChanges)
    }
  }
  return { portions, refusals, midTermChanges }
}

/** A term's quantity is known when it begins; only where days count is a change within it billed before the next one. */
function proratesTerms(basis: QuantityBasis): boolean {
  return basis === 'daily' || basis === 'as-billed'
}

const noCharges: ChargesOf = () => []

function unknownTerm(holding: Holding): Refusal {
  return { holding, reason: { refused: 'unknown-billing-term' } }
}

/** Holdings come sorted by subscription; each subscription's are grouped by how their term is billed. */
function bySubscriptionAndTiming(holdings: readonly Holding[]): (readonly [Timing, readonly Holding[]])[] {
  const groups: [Timing, Holding[]][] = []
  let open = new Map<Timing, Holding[]>()
  let subscription: unknown
  for (const holding of holdings) {
    if (holding.timeline !== subscription) {
      open = new Map()
      subscription = holding.timeline
    }
    const timing = timingOf(holding)
    const group = open.get(timing)
    if (group !== undefined) group.push(holding)
    else {
      const begun = [holding]
      open.set(timing, begun)
      groups.push([timing, begun])
    }
  }
  return groups
}

/** A trial costs nothing and is not billed, whatever term it is written under. */
export function isTrial({ step }: Holding): boolean {
  return isTrialStep(step)
}

function timingOf(holding: Holding): Timing {
  return isTrial(holding) ? 'trial' : timings[holding.step.billingTerm]
}

/** `arrears`: the distributor bills it after the month; for us it is a month like any other. */
const timings: Readonly<Record<BillingTerm, Timing>> = {
  monthly: 'monthly',
  arrears: 'monthly',
  annual: 'yearly',
  '2-year': 'yearly',
  '3-year': 'yearly',
  'one-time': 'once',
  activation: 'once',
  trial: 'trial',
  unknown: 'unknown',
}
