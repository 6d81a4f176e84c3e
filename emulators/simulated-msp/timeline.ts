import { dayNumber } from './calendar.ts'
import type { SimulatedSubscription } from './types.ts'

/** What held from one day to the next change, while the subscription ran. */
export interface Stretch {
  readonly from: string
  /** First day on which it no longer held; {@link openEnd} when nothing ends it. */
  readonly until: string
  readonly quantity: number
  readonly unitCostCents: number
  readonly listPriceCents: number
  readonly companyId: string
  readonly productId: string
  /** A trial runs but nobody pays for it. */
  readonly isTrial: boolean
}

/** Later than any day, and still a text that compares like one. */
const openEnd = '9999-12-31'

/** The true course of a subscription, worked out from its events. Days on which it does not run are in no stretch. */
export function stretchesOf(subscription: SimulatedSubscription): Stretch[] {
  const stretches: Stretch[] = []
  let current: Stretch | undefined = {
    from: subscription.startDay,
    until: openEnd,
    quantity: subscription.quantity,
    unitCostCents: subscription.unitCostCents,
    listPriceCents: subscription.listPriceCents,
    companyId: subscription.companyId,
    productId: subscription.productId,
    isTrial: subscription.status === 'Trial',
  }
  let last: Stretch = current
  for (const event of subscription.events) {
    const day = event.kind === 'cancel' ? event.endDay : event.at.slice(0, 10)
    const next = after(last, event)
    if (next === 'same') continue
    if (current !== undefined && current.from < day) stretches.push({ ...current, until: day })
    current = next === 'ended' ? undefined : { ...next, from: day, until: openEnd }
    last = current ?? last
  }
  if (current !== undefined) stretches.push(current)
  return stretches
}

/** The state after an event; `same` when it changes nothing that is charged. */
function after(state: Stretch, event: SimulatedSubscription['events'][number]): Stretch | 'same' | 'ended' {
  switch (event.kind) {
    case 'quantity':
      return { ...state, quantity: event.quantity }
    case 'price':
    case 'renewal':
      return withPrices(state, event)
    case 'convert':
      return { ...withPrices(state, event), isTrial: false }
    case 'swap':
      return { ...withPrices(state, event), productId: event.productId }
    case 'move':
      return { ...state, companyId: event.companyId }
    case 'cancel':
      return 'ended'
    case 'resurrect':
      return state
    case 'end':
    case 'status':
    case 'reveal':
      return 'same'
  }
}

function withPrices(
  state: Stretch,
  { unitCostCents, listPriceCents }: { readonly unitCostCents: number; readonly listPriceCents: number },
): Stretch {
  return { ...state, unitCostCents, listPriceCents }
}

/** What holds on a day, or `undefined` when nothing runs then. */
export function stretchOn(stretches: readonly Stretch[], day: string): Stretch | undefined {
  return stretches.find(({ from, until }) => from <= day && day < until)
}

export interface Change {
  readonly day: string
  readonly before: Stretch | undefined
  readonly after: Stretch | undefined
}

/** The changes that take effect from the first day, inside, to the end, outside; in order. */
export function changesBetween(stretches: readonly Stretch[], start: string, end: string): Change[] {
  const days = new Set<string>()
  for (const { from, until } of stretches) {
    if (from >= start && from < end) days.add(from)
    if (until >= start && until < end) days.add(until)
  }
  return [...days]
    .sort((a, b) => dayNumber(a) - dayNumber(b))
    .map((day) => ({
      day,
      before: stretches.find(({ from, until }) => from < day && day <= until),
      after: stretchOn(stretches, day),
    }))
}
