import { InvalidInput } from '../../support/failure.ts'

/** What the demo plays. The same options play the same months, to the byte. */
export interface DemoOptions {
  readonly clients: number
  readonly months: number
  readonly seed: string
}

/** @throws {InvalidInput} for sizes that cannot be played. */
export function demoOptions(options: { clients: string; months: string; seed: string }): DemoOptions {
  return {
    clients: wholeNumber('--clients', options.clients, 1, 20_000),
    months: wholeNumber('--months', options.months, 1, 36),
    seed: options.seed,
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new InvalidInput(
    `${name} ${text} cannot be played; give a whole number from ${String(least)} to ${String(most)}.`,
  )
}
