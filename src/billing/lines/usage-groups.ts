import type { Charge } from '../../domain/distributor-invoice.ts'
import { samePeriod, type Period } from '../../domain/period.ts'
import type { UsageDisplay } from '../../domain/charge-rules.ts'
import type { AppliedRate } from '../exchange/applied-rate.ts'
import type { Money } from '../../money/money.ts'

/** A charge with what it is re-priced from, and the rate where that is of another currency than the client's. */
export interface SourcedCharge {
  readonly charge: Charge
  readonly source: Money
  readonly rate: AppliedRate | undefined
  readonly servicePeriod: Period
}

/** Charges that become one invoice line, in the order in which they were read; never none. */
export type ChargeGroup = readonly [SourcedCharge, ...SourcedCharge[]]

/**
 * One line a charge; or for metered usage that is to be collapsed, one line for all the usage of one product on the same
 * days. What is not usage always has a line of its own.
 */
export function groupUsage(charges: readonly SourcedCharge[], display: UsageDisplay): readonly ChargeGroup[] {
  if (display === 'itemise') return charges.map((sourced) => [sourced])
  const groups: [SourcedCharge, ...SourcedCharge[]][] = []
  for (const sourced of charges) {
    const group = groups.find(([first]) => isSameUsage(first, sourced))
    if (group === undefined) groups.push([sourced])
    else group.push(sourced)
  }
  return groups
}

function isSameUsage(a: SourcedCharge, b: SourcedCharge): boolean {
  return (
    a.charge.kind === 'usage' &&
    b.charge.kind === 'usage' &&
    a.charge.connectionId === b.charge.connectionId &&
    a.charge.productId === b.charge.productId &&
    a.charge.currency === b.charge.currency &&
    samePeriod(a.servicePeriod, b.servicePeriod)
  )
}
