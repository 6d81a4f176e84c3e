import { InvalidInput } from '../../src/support/failure.ts'
import type { Pax8State } from '../pax8/state.ts'
import { playUntil } from '../simulated-msp/play.ts'
import type { Happening, SimulatedMsp } from '../simulated-msp/types.ts'
import type { ShiftedClock } from './shifted-clock.ts'

/** What came of moving the time. */
export interface TimeMoved {
  readonly before: string
  readonly now: string
  /** How many things the distributor was told: records that are new or have changed. */
  readonly newFacts: number
  /** Ids of the distributor's invoices that have appeared. */
  readonly newDistributorInvoices: readonly string[]
  /** What happened to the clients, by day. */
  readonly happenings: readonly Pick<Happening, 'day' | 'kind' | 'companyId' | 'effect'>[]
}

const longestMoveDays = 1100
const dayMilliseconds = 86_400_000

/** The time of the sandbox, and the life of the simulated MSP with it. Time only goes forward. */
export class SimulatedTime {
  readonly #clock: ShiftedClock
  readonly #msp: SimulatedMsp
  readonly #pax8: Pax8State

  constructor(clock: ShiftedClock, msp: SimulatedMsp, pax8: Pax8State) {
    this.#clock = clock
    this.#msp = msp
    this.#pax8 = pax8
  }

  now(): Date {
    return this.#clock.now()
  }

  /** The day after which nothing new happens to the simulated MSP. */
  get lastMonth(): string {
    return this.#msp.months.at(-1) ?? ''
  }

  /** Tells the distributor what has happened by now. @returns how many things were new. */
  catchUp(): number {
    return playUntil(this.#msp, this.#clock.now().toISOString(), this.#pax8)
  }

  /** @throws {InvalidInput} for a time in the past, or years ahead. */
  moveTo(instant: Date): TimeMoved {
    const before = this.#clock.now()
    if (instant < before) {
      throw new InvalidInput(
        `It is ${before.toISOString()} here, and time only goes forward. Start the sandbox afresh to go back.`,
      )
    }
    if (instant.getTime() - before.getTime() > longestMoveDays * dayMilliseconds) {
      throw new InvalidInput(`${instant.toISOString()} is more than three years ahead; move there in smaller steps.`)
    }
    const invoices = this.#pax8.invoices.size
    this.#clock.setTo(instant)
    const newFacts = this.catchUp()
    const newInvoices = this.#pax8.invoices.all().slice(invoices)
    return {
      before: before.toISOString(),
      now: this.#clock.now().toISOString(),
      newFacts,
      newDistributorInvoices: newInvoices.map(({ id }) => id),
      happenings: this.#happenings(before, instant),
    }
  }

  #happenings(after: Date, until: Date): TimeMoved['happenings'] {
    const [from, to] = [after, until].map((instant) => instant.toISOString().slice(0, 10))
    return this.#msp.happenings
      .filter(({ day }) => day > (from ?? '') && day <= (to ?? ''))
      .map(({ day, kind, companyId, effect }) => ({ day, kind, companyId, effect }))
  }
}
