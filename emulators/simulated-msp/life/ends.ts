import { addDays, dayIn } from '../calendar.ts'
import type { HappeningKind } from '../types.ts'
import { hourOn, midnightOf, never, note, pickCalm, type Scene, type SubscriptionInPlay } from './world.ts'

/** A client gives a product up: at once, or on a later day that the distributor shows in one of two ways. */
export function cancelSubscription(scene: Scene): void {
  const { random, month } = scene
  const held = pickCalm(scene, isCancellable)
  if (held === undefined) return
  const day = dayIn(month.month, random.between(3, 24))
  const kind = random.pick<CancellationKind>(['cancellation', 'future-cancellation', 'pending-cancellation'])
  const endDay = kind === 'cancellation' ? day : addDays(day, random.between(3, 35))
  const status = kind === 'pending-cancellation' ? 'PendingCancel' : undefined
  held.events.push({ kind: 'cancel', at: hourOn(day, random), endDay, status })
  if (endDay > day) held.events.push({ kind: 'end', at: midnightOf(endDay) })
  held.open = false
  held.calmFrom = never
  note(scene, kind, day, held, `${held.product.name} is cancelled and ends on ${endDay}`)
}

/** Cancelled by mistake, and brought back under the same id some days later. */
export function resurrectSubscription(scene: Scene): void {
  const { random, month } = scene
  const held = pickCalm(scene, isCancellable)
  if (held === undefined) return
  const day = dayIn(month.month, random.between(3, 14))
  const back = addDays(day, random.between(2, 11))
  held.events.push({ kind: 'cancel', at: hourOn(day, random), endDay: day, status: undefined })
  held.events.push({ kind: 'resurrect', at: hourOn(back, random) })
  held.calmFrom = month.end.slice(0, 7)
  note(scene, 'resurrection', back, held, `${held.product.name}, cancelled on ${day}, is brought back`)
}

type CancellationKind = HappeningKind & ('cancellation' | 'future-cancellation' | 'pending-cancellation')

/** A yearly commitment cannot be given up before its end. */
function isCancellable({ first, line }: SubscriptionInPlay): boolean {
  return first.commitmentTerm !== '1-Year' && line?.model === 'per-seat'
}
