import { conditionFields, isAbout, type ChargeRule } from '../../domain/charge-rule.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Period } from '../../domain/period.ts'

/**
 * The rule that decides on a difference: one that is about each charge behind it, and in force for the month. Of several
 * the one with the most conditions, then the one whose name comes first, so that the choice is always the same.
 * @param charges All charges behind the difference; none: no rule is about it.
 */
export function chooseRule<R extends ChargeRule>(
  rules: readonly R[],
  charges: readonly { readonly charge: Charge; readonly vendorName: string | undefined }[],
  period: Period,
): R | undefined {
  if (charges.length === 0) return undefined
  const fitting = rules.filter(
    ({ conditions, from }) =>
      from <= period.start && charges.every(({ charge, vendorName }) => isAbout(conditions, charge, vendorName)),
  )
  return [...fitting].sort((a, b) => narrowness(b) - narrowness(a) || (a.name < b.name ? -1 : 1))[0]
}

function narrowness({ conditions }: ChargeRule): number {
  return conditionFields.filter((field) => conditions[field] !== undefined).length
}
