/** Exact arithmetic on amounts as the server sends them: decimal text, never a number. */

interface Scaled {
  readonly units: bigint
  readonly scale: number
}

/** @throws {SyntaxError} for what is not a decimal. */
function scaled(decimal: string): Scaled {
  const [whole = '', fraction = ''] = decimal.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

function aligned(a: string, b: string): readonly [bigint, bigint, number] {
  const [first, second] = [scaled(a), scaled(b)]
  const scale = Math.max(first.scale, second.scale)
  const lift = ({ units, scale: own }: Scaled): bigint => units * 10n ** BigInt(scale - own)
  return [lift(first), lift(second), scale]
}

function toText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Below zero when `a` is less than `b`, above when it is more, as a sort wants it. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const [first, second] = aligned(a, b)
  if (first === second) return 0
  return first < second ? -1 : 1
}

export function addDecimals(a: string, b: string): string {
  const [first, second, scale] = aligned(a, b)
  return toText(first + second, scale)
}

export function subtractDecimals(a: string, b: string): string {
  const [first, second, scale] = aligned(a, b)
  return toText(first - second, scale)
}

/** Without its sign. */
export function magnitudeOf(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : decimal
}

export function isZeroDecimal(decimal: string): boolean {
  return scaled(decimal).units === 0n
}

/** `12.345` hundredths of a whole as text with one decimal, for a share that is shown and never billed. */
export function percentOf(part: string, whole: string): string | undefined {
  const [first, second] = aligned(part, whole)
  if (second === 0n) return undefined
  const tenths = (first * 10_000n) / second
  const rounded = (tenths + (tenths < 0n ? -5n : 5n)) / 10n
  return toText(rounded, 1)
}

/** One total for each currency, in the order in which they came: currencies are never added up. */
export function totalsOf(
  amounts: readonly { readonly amount: string; readonly currency: string }[],
): readonly { readonly amount: string; readonly currency: string }[] {
  const totals = new Map<string, string>()
  for (const { amount, currency } of amounts) totals.set(currency, addDecimals(totals.get(currency) ?? '0', amount))
  return [...totals].map(([currency, amount]) => ({ amount, currency }))
}
