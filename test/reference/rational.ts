/** Exact fractions for checking the engine against: written from scratch, sharing no code with it. */
export interface Rational {
  readonly top: bigint
  readonly bottom: bigint
}

export function rational(top: bigint | number, bottom: bigint | number = 1): Rational {
  return reduced(BigInt(top), BigInt(bottom))
}

const read = new Map<string, Rational>()

/** Reads `-12.345` digit by digit; a text that was read before is remembered. */
export function rationalOf(text: string): Rational {
  const known = read.get(text)
  if (known !== undefined) return known
  const found = digitByDigit(text)
  if (read.size < 10_000) read.set(text, found)
  return found
}

function digitByDigit(text: string): Rational {
  let top = 0n
  let bottom = 1n
  let afterPoint = false
  for (const character of text.replace('-', '')) {
    if (character === '.') afterPoint = true
    else {
      top = top * 10n + BigInt(character.charCodeAt(0) - 48)
      if (afterPoint) bottom *= 10n
    }
  }
  return reduced(text.startsWith('-') ? -top : top, bottom)
}

export function plus(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
}

export function times(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.top, a.bottom * b.bottom)
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { top: -b.top, bottom: b.bottom })
}

export function isSame(a: Rational, b: Rational): boolean {
  return a.top * b.bottom === b.top * a.bottom
}

/** True when the two are at most `distance` apart. */
export function isNear(a: Rational, b: Rational, distance: Rational): boolean {
  const gap = minus(a, b)
  const size = gap.top < 0n ? { ...gap, top: -gap.top } : gap
  return size.top * distance.bottom <= distance.top * size.bottom
}

/** The cents that an amount rounds to: whole cents, then the rule about what is left over. */
export function roundedCents(amount: Rational, rule: 'half-up' | 'half-even' | 'down' | 'up'): bigint {
  const negative = amount.top < 0n
  const top = (negative ? -amount.top : amount.top) * 100n
  const whole = top / amount.bottom
  const left = top - whole * amount.bottom
  const twice = left * 2n
  let cents = whole
  if (rule === 'up' && left > 0n) cents += 1n
  if (rule === 'half-up' && twice >= amount.bottom) cents += 1n
  if (rule === 'half-even' && (twice > amount.bottom || (twice === amount.bottom && whole % 2n === 1n))) cents += 1n
  return negative ? -cents : cents
}

function reduced(top: bigint, bottom: bigint): Rational {
  let a = top < 0n ? -top : top
  let b = bottom
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? { top: 0n, bottom: 1n } : { top: top / a, bottom: bottom / a }
}
