import { InvalidInput } from '../support/failure.ts'

/** @throws {InvalidInput} that names the option and the bounds. */
export function readWholeNumber(option: string, text: string, bounds: { least: number; most: number }): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (value >= bounds.least && value <= bounds.most) return value
  throw new InvalidInput(
    `${option} ${text.slice(0, 40)} cannot be used; give a whole number from ${String(bounds.least)} to ${String(bounds.most)}.`,
  )
}

/** A port number; 0 takes a free one. @throws {InvalidInput} */
export function readPort(option: string, text: string): number {
  return readWholeNumber(option, text, { least: 0, most: 65_535 })
}
