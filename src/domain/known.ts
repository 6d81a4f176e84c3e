/** A value that may not be known. Unknown is never zero: nothing may be billed or compared on its strength. */
export type Known<T> = T | 'unknown'

export function isKnown<T>(value: Known<T>): value is Exclude<T, 'unknown'> {
  return value !== 'unknown'
}
