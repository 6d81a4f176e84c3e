import { InvalidInput } from '../../src/support/failure.ts'
import type { Pax8State } from '../pax8/state.ts'
import type { Action } from './play/action.ts'
import { draftActions } from './play/draft-actions.ts'
import { recordActions } from './play/first-records.ts'
import { invoiceActions } from './play/invoice-actions.ts'
import { subscriptionActions } from './play/subscription-actions.ts'
import { usageActions } from './play/usage-actions.ts'
import type { SimulatedMsp } from './types.ts'

/**
 * Tells the emulated distributor everything that has happened up to and including a day (`2026-09-14`) or an instant
 * (`2026-10-04T09:00:00.000Z`), and answers how many things were new. What it was told before is not told again, so a
 * state is a function of the simulated MSP and the day alone, whether it was reached in one step or in thirty. An
 * earlier day than the last changes nothing.
 * @throws {InvalidInput} for a text that is no day, and for a state that another MSP has been played into.
 */
export function playUntil(msp: SimulatedMsp, day: string, pax8: Pax8State): number {
  const progress = progressOf(msp, pax8)
  const until = instantOf(day)
  const actions = actionsOf(msp)
  const first = progress.next
  for (const action of actions.slice(first)) {
    if (action.at > until) break
    action.apply(pax8)
    progress.next += 1
  }
  return progress.next - first
}

interface Progress {
  readonly msp: SimulatedMsp
  next: number
}

const played = new WeakMap<Pax8State, Progress>()
const plans = new WeakMap<SimulatedMsp, readonly Action[]>()

function progressOf(msp: SimulatedMsp, pax8: Pax8State): Progress {
  const known = played.get(pax8)
  if (known !== undefined && known.msp !== msp) {
    throw new InvalidInput('Another simulated MSP was played into this Pax8 state; use a fresh state for this one.')
  }
  const progress = known ?? { msp, next: 0 }
  played.set(pax8, progress)
  return progress
}

/** All that will happen, in order. Of two things at one time the one that was listed first comes first. */
function actionsOf(msp: SimulatedMsp): readonly Action[] {
  const known = plans.get(msp)
  if (known !== undefined) return known
  const actions = [
    ...[recordActions(msp), draftActions(msp), usageActions(msp), invoiceActions(msp)].flat(),
    ...msp.subscriptions.flatMap((subscription) => subscriptionActions(msp, subscription)),
  ].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
  plans.set(msp, actions)
  return actions
}

function instantOf(day: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(day)) return `${day}T23:59:59.999Z`
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(day)) return day
  throw new InvalidInput(`"${day.slice(0, 40)}" is no day such as 2026-09-14, nor an instant in UTC; play until one.`)
}
