import { z } from 'zod'
import { InvalidInput } from '../../src/support/failure.ts'
import { faultSwitches, quiet, type FailureRule, type FaultSwitches, type PageShift } from './fault-switches.ts'
import { fitsPath } from './path-pattern.ts'

interface ArmedRule {
  readonly rule: FailureRule
  seen: number
  struck: number
}

interface ShiftedListing {
  isShifted: boolean
  struck: number
}

/** The switches as they stand, and how often each of the counted ones has struck. */
export class Faults {
  readonly #initial: FaultSwitches
  #switches: FaultSwitches
  #rules: ArmedRule[] = []
  #shifted = new Map<string, ShiftedListing>()
  #version = 0

  constructor(initial: Partial<FaultSwitches> = {}) {
    this.#initial = checked({ ...quiet, ...initial })
    this.#switches = this.#initial
    this.#arm()
  }

  get switches(): FaultSwitches {
    return this.#switches
  }

  /** Grows with every change of a switch. */
  get version(): number {
    return this.#version
  }

  /**
   * Changes the switches named and leaves the others. Counting starts again for what is counted.
   * @throws {InvalidInput} naming each switch that does not exist or cannot have its value.
   */
  set(change: Partial<FaultSwitches>): void {
    this.setFromOutside(change)
  }

  /** As {@link set}, for a change that came over HTTP. */
  setFromOutside(change: unknown): void {
    const named = z.record(z.string(), z.unknown()).safeParse(change)
    if (!named.success) throw new InvalidInput('The switches to change must be one JSON object, by name.')
    this.#switches = checked({ ...this.#switches, ...named.data })
    this.#arm()
  }

  /** Back to what the emulator was started with. */
  reset(): void {
    this.#switches = this.#initial
    this.#arm()
  }

  /** Counts a call, and says which trouble it meets. */
  failureOf(path: string): FailureRule | undefined {
    // Every rule counts every call that concerns it, even when an earlier rule strikes first.
    const striking = this.#rules.filter((armed) => strikes(armed, path))
    return striking.at(0)?.rule
  }

  /** Counts a page of a listing, and says how its rows have moved by now. */
  shiftOf(listing: { readonly path: string; readonly key: string; readonly page: number }): PageShift | undefined {
    const shift = this.#switches.pageShift
    if (shift === null || !fitsPath(shift.path ?? '/v1/**', listing.path)) return undefined
    const state = this.#shifted.get(listing.key) ?? { isShifted: false, struck: 0 }
    this.#shifted.set(listing.key, state)
    if (listing.page <= (shift.afterPage ?? 0)) {
      state.isShifted = false
      return undefined
    }
    if (!state.isShifted) {
      if (state.struck >= (shift.times ?? Infinity)) return undefined
      state.isShifted = true
      state.struck += 1
    }
    return shift
  }

  #arm(): void {
    this.#version += 1
    this.#rules = this.#switches.failures.map((rule) => ({ rule, seen: 0, struck: 0 }))
    this.#shifted = new Map()
  }
}

function strikes(armed: ArmedRule, path: string): boolean {
  const { rule } = armed
  const concerns = rule.path === undefined ? path !== '/v1/token' : fitsPath(rule.path, path)
  if (!concerns) return false
  armed.seen += 1
  const counted = armed.seen - (rule.skip ?? 0)
  if (counted < 1 || counted % (rule.every ?? 1) !== 0) return false
  if (armed.struck >= (rule.times ?? Infinity)) return false
  armed.struck += 1
  return true
}

function checked(switches: unknown): FaultSwitches {
  const result = faultSwitches.safeParse(switches)
  if (result.success) return result.data
  throw new InvalidInput(`The Pax8 emulator's switches were not changed:\n${z.prettifyError(result.error)}`)
}
