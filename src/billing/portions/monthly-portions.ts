import type { QuantityBasis } from '../../domain/billing-config.ts'
import type { Period } from '../../domain/period.ts'
import type { Holding } from '../holdings.ts'
import { coursesByTiers } from '../prices/tier-courses.ts'
import { billedQuantities, type ChargesOf } from '../quantity/billed-quantities.ts'
import { ruleCourses } from '../quantity/quantity-rules.ts'
import type { QuantitySettings } from '../quantity/quantity-settings.ts'
import { adjustmentPortions, type Span } from './adjustments.ts'
import { coursesOf, type Courses } from './courses-of.ts'
import type { Portion, PriceHolding, Refusal } from './portion.ts'
import { stretchPortions } from './stretches.ts'

export interface MonthlyInput {
  /** One list for each subscription, by day. */
  readonly subscriptions: readonly (readonly Holding[])[]
  /** The days of the period on which the line is billed. */
  readonly window: Period
  /** The period that unit prices are for. */
  readonly period: Period
  readonly basis: QuantityBasis
  readonly settings: QuantitySettings
  readonly priceOf: PriceHolding
  readonly chargesOf: ChargesOf
}

/**
 * What is billed for one service period: the quantities that the basis finds, then what the line's rules add to or take
 * off them, then the shape in which they stand on the invoice. Nothing is summed or rounded yet.
 */
export function monthlyPortions(input: MonthlyInput): { portions: readonly Portion[]; refusals: readonly Refusal[] } {
  const { courses, refusals } = quantitiesOf(input)
  const { settings, basis, period } = input
  const isByDay = basis === 'daily' || basis === 'as-billed'
  const span: Span = { window: isByDay ? input.window : period, period, dayCount: settings.dayCount }
  const ruled = courses.length === 0 ? courses : ruleCourses(courses, settings, span.window)
  const all = coursesByTiers(ruled.length === 0 ? courses : [...courses, ...ruled])
  const portions =
    settings.shape === 'stretches'
      ? stretchPortions(all, span)
      : all.flatMap((course) => adjustmentPortions(course, span))
  return { portions, refusals }
}

function quantitiesOf({ basis, ...input }: MonthlyInput): Courses {
  return basis === 'as-billed' ? billedQuantities(input) : coursesOf({ ...input, basis })
}
