import { decimal, equalDecimals, negateDecimal } from '../../money/decimal.ts'
import type { CreditRead, Finding } from '../tie-out.ts'
import type { KeyedFinding } from './finding-key.ts'

/** What came of asking the distributor for a credit. */
export type DisputeOutcome = { readonly state: 'awaited' } | { readonly state: 'credited'; readonly credit: CreditRead }

/**
 * Matches disputed differences with the credits that came: of the same company, for the same subscription or product,
 * over exactly the amount, on another invoice that is no earlier. A credit answers one dispute only, the earliest first.
 */
export function disputeOutcomes(
  disputed: readonly KeyedFinding[],
  credits: readonly CreditRead[],
  invoiceDates: ReadonlyMap<string, string>,
): ReadonlyMap<string, DisputeOutcome> {
  const free = new Set(credits)
  const outcomes = new Map<string, DisputeOutcome>()
  for (const { key, finding } of disputed) {
    const since = invoiceDates.get(finding.invoiceId ?? '') ?? ''
    const credit = [...free].find((each) => each.invoiceDate >= since && answers(each, finding))
    if (credit !== undefined) free.delete(credit)
    outcomes.set(key, credit === undefined ? { state: 'awaited' } : { state: 'credited', credit })
  }
  return outcomes
}

function answers(credit: CreditRead, finding: Finding): boolean {
  if (credit.connectionId !== finding.connectionId || credit.invoiceId === finding.invoiceId) return false
  if (credit.companyId !== finding.companyId || credit.currency !== finding.currency) return false
  const isForTheSame =
    (finding.subscriptionId !== undefined && credit.subscriptionId === finding.subscriptionId) ||
    (finding.productId !== undefined && credit.productId === finding.productId)
  return isForTheSame && equalDecimals(decimal(credit.cost), negateDecimal(decimal(finding.cost)))
}
