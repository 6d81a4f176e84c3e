/** Whole cents as an amount: 1250 is `12.50`. */
export function centsText(cents: number): string {
  const digits = String(cents).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** So many percent of whole cents, rounded to whole cents: in integers, as money is everywhere. */
export function percentOfCents(cents: number, percent: number): number {
  return Math.floor((cents * percent + 50) / 100)
}
