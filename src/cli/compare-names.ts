/** One order on every computer: the names are of clients anywhere, and the computer's own language must not decide. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** As a person looks names up: Çelik stands by Celik, and not after Z. Names alike but for accents keep one order too. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}
