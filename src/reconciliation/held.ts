import type { Charge } from '../domain/distributor-invoice.ts'
import { dayNumber } from '../domain/plain-date.ts'
import type { SubscriptionTimeline } from '../domain/timeline.ts'
import { fineOf, type Fine } from './fine.ts'
import type { Lookups } from './lookups.ts'

/** What the timelines say is held on a day by all the subscriptions of some charges; undefined: not known. */
export function heldByCharges(charges: readonly Charge[], day: number, lookups: Lookups): Fine | undefined {
  return heldOn(timelinesOfCharges(charges, lookups), day)
}

/** One for each subscription that is charged; none at all where one of them has none. */
export function timelinesOfCharges(charges: readonly Charge[], lookups: Lookups): SubscriptionTimeline[] {
  const ids = new Set<string>()
  for (const charge of charges) {
    if (charge.subscriptionId === undefined) return []
    ids.add(lookups.originalSubscription(charge.connectionId, charge.subscriptionId))
  }
  const connectionId = charges[0]?.connectionId
  if (connectionId === undefined) return []
  const found = [...ids].flatMap((id) => lookups.timeline(connectionId, id) ?? [])
  return found.length === ids.size ? found : []
}

export function heldOn(timelines: readonly SubscriptionTimeline[], day: number): Fine | undefined {
  if (timelines.length === 0) return undefined
  let held: Fine = 0n
  for (const timeline of timelines) {
    const own = heldOf(timeline, day)
    if (own === undefined) return undefined
    held += own
  }
  return held
}

function heldOf(timeline: SubscriptionTimeline, day: number): Fine | undefined {
  const step = timeline.steps.find(
    ({ from, until }) => dayNumber(from) <= day && (until === undefined || day < dayNumber(until)),
  )
  if (step === undefined) {
    return day < dayNumber(timeline.knownFrom) && timeline.before === 'not-running' ? 0n : undefined
  }
  if (!step.inForce) return 0n
  return step.quantity === 'unknown' ? undefined : fineOf(step.quantity)
}
