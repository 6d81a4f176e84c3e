import type { InvoiceLine } from '../../src/domain/invoice.ts'
import { isNear, isSame, minus, plus, rational, rationalOf, times, type Rational } from '../reference/rational.ts'

/**
 * What is wrong with the numbers in a line's sentence, worked out again from the words alone with arithmetic that is not
 * the engine's. A sentence of a form that this does not know is wrong too, so that no form goes unchecked.
 * @param minorUnits The decimal places of the invoice's currency.
 */
export function sentenceProblems(line: InvoiceLine, sentence: string, minorUnits = 2): string[] {
  const numbers = new Check(line, sentence, rational(1, 10n ** BigInt(minorUnits)))
  for (const form of forms) {
    const match = form.pattern.exec(sentence)
    if (match === null) continue
    form.check(numbers, match)
    return numbers.problems
  }
  return [`is of no known form: ${sentence}`]
}

class Check {
  readonly line: InvoiceLine
  readonly sentence: string
  /** One minor unit of the currency: what rounding may move an amount by at most. */
  readonly unit: Rational
  readonly problems: string[] = []

  constructor(line: InvoiceLine, sentence: string, unit: Rational) {
    this.line = line
    this.sentence = sentence
    this.unit = unit
  }

  /** The sentence's last number is the line's amount, to the character. */
  ends(amount: string | undefined): void {
    if (amount !== this.line.amount) this.say(`ends with ${amount ?? 'nothing'} instead of ${this.line.amount}`)
  }

  same(what: string, found: Rational, expected: Rational): void {
    if (!isSame(found, expected)) this.say(`${what} does not work out`)
  }

  near(what: string, found: Rational, expected: Rational, distance: Rational): void {
    if (!isNear(found, expected, distance)) this.say(`${what} does not work out`)
  }

  say(problem: string): void {
    this.problems.push(`${problem}: ${this.sentence}`)
  }
}

interface Form {
  readonly pattern: RegExp
  readonly check: (numbers: Check, match: RegExpExecArray) => void
}

const number = String.raw`-?\d+(?:\.\d+)?`
const tail = String.raw`(?:(${number}) -> )?(${number})$`

const forms: readonly Form[] = [
  {
    pattern: new RegExp(
      String.raw`^True-up for .*: (${number}) should have been billed .*, (${number}) was .* = (${number})$`,
    ),
    check: (numbers, [, should = '', was = '', amount = '']) => {
      numbers.ends(amount)
      numbers.same('the difference', rationalOf(amount), minus(rationalOf(should), rationalOf(was)))
    },
  },
  {
    pattern: new RegExp(`^For .*, carried .* = (${number})$`),
    check: (numbers, [, amount]) => {
      numbers.ends(amount)
    },
  },
  {
    pattern: new RegExp(`^${number} in the bundle.* = (${number})$`),
    check: (numbers, [, amount]) => {
      numbers.ends(amount)
    },
  },
  {
    pattern: new RegExp(String.raw`^Minimum charge of .*: (${number}) - (${number}) = (${number})$`),
    check: (numbers, [, least = '', billed = '', amount = '']) => {
      numbers.ends(amount)
      numbers.same('the minimum', rationalOf(amount), minus(rationalOf(least), rationalOf(billed)))
    },
  },
  {
    pattern: new RegExp(String.raw`^Discount of .*: (${number}) off (${number}) = (${number})$`),
    check: (numbers, [, off = '', , amount = '']) => {
      numbers.ends(amount)
      numbers.same('the discount', rationalOf(amount), minus(rational(0), rationalOf(off)))
    },
  },
  {
    pattern: new RegExp(String.raw`^Charged by the distributor for [^(]*\((.*), \w+ rule[^)]*\) = ${tail}`),
    check: (numbers, [, working = '', exact, amount = '']) => {
      rounded(numbers, { value: valueOf(working), exact, amount })
    },
  },
  {
    pattern: new RegExp(
      String.raw`^The monthly amount(?:, in force (\d+) of (\d+) days, at| of) (${number})(?: \(.*\))? = ${tail}`,
    ),
    check: (numbers, [, days, of, price = '', exact, amount = '']) => {
      rounded(numbers, { value: times(rationalOf(price), share(numbers, days, of)), exact, amount })
    },
  },
  {
    pattern: new RegExp(
      String.raw`^(${number}) seats?( added| removed)?[^(,]*?(?: \(([^)]*\d)\))?` +
        String.raw`(?: for [^,]*|,(?: in force)? (\d+) of (\d+) days(?: not used)?), at (${number})(?: \((.*), \w+ rule[^)]*\))? = (.*)$`,
    ),
    check: checkSeats,
  },
]

function checkSeats(numbers: Check, match: RegExpExecArray): void {
  const [, units = '', change, ruled, days, of, price = '', working, results = ''] = match
  const count = change === ' removed' ? minus(rational(0), rationalOf(units)) : rationalOf(units)
  numbers.same('the quantity', count, rationalOf(numbers.line.quantity))
  numbers.same('the unit price', rationalOf(price), rationalOf(numbers.line.unitPrice))
  if (ruled !== undefined) chain(numbers, ruled, rationalOf(units))
  if (working !== undefined)
    numbers.near('the price', valueOf(working) ?? rationalOf(price), rationalOf(price), rational(1, 10n ** 9n))
  const value = times(times(count, rationalOf(price)), share(numbers, days, of))
  const rest = new RegExp(`^${tail}`).exec(results)
  if (rest !== null) rounded(numbers, { value, exact: rest[1], amount: rest[2] ?? '' })
  else longer(numbers, results, value)
}

/** `3 x 32.67 = 98.01`, or `1200.00 over 1 Jan to 31 Dec: part 5 of 12 = 100.00`. */
function longer(numbers: Check, results: string, value: Rational): void {
  const amount = results.split(' = ').at(-1)
  numbers.ends(amount)
  const product = new RegExp(String.raw`^(${number}) x (${number}) = `).exec(results)
  const part = new RegExp(String.raw`^(?:${number} -> )?(${number}) over .*: part \d+ of (\d+) = `).exec(results)
  if (product !== null) {
    const [, units = '', price = ''] = product
    numbers.same('the product', times(rationalOf(units), rationalOf(price)), rationalOf(amount ?? ''))
    numbers.near(
      'the rounded price',
      times(rationalOf(units), rationalOf(price)),
      value,
      times(rationalOf(units.replace('-', '')), numbers.unit),
    )
  } else if (part !== null) {
    const [, whole = '', parts = '1'] = part
    numbers.near('the whole term', rationalOf(whole), value, numbers.unit)
    numbers.near(
      'the part',
      rationalOf(amount ?? ''),
      times(rationalOf(whole), rational(1, BigInt(parts))),
      numbers.unit,
    )
  } else numbers.say('ends in a form that is not known')
}

/** The value as it is, or cut off with what it is rounded to behind an arrow. */
function rounded(
  numbers: Check,
  { value, exact, amount }: { value: Rational | undefined; exact: string | undefined; amount: string },
): void {
  numbers.ends(amount)
  if (value === undefined) return
  if (exact === undefined) {
    numbers.same('the amount', rationalOf(amount), value)
    return
  }
  const places = BigInt(exact.split('.')[1]?.length ?? 0)
  numbers.near('what is rounded', rationalOf(exact), value, rational(1, 10n ** places))
  numbers.near('the rounding', rationalOf(amount), value, numbers.unit)
}

function share(numbers: Check, days: string | undefined, of: string | undefined): Rational {
  const { proration } = numbers.line
  if (days === undefined || of === undefined) {
    if (proration !== undefined) numbers.say('does not tell its days')
    return rational(1)
  }
  if (proration?.days !== Number(days) || proration.of !== Number(of)) numbers.say('tells other days than the line')
  return rational(BigInt(days), BigInt(of))
}

/** `at least 10: 7 + 3; in steps of 4: 10 + 2`: each goes on from the one before, and the last gives the quantity. */
function chain(numbers: Check, ruled: string, units: Rational): void {
  let last: Rational | undefined
  for (const part of ruled.split('; ')) {
    const working = part.split(': ').at(-1) ?? ''
    const first = /^-?[\d.]+/.exec(working)?.[0]
    if (last !== undefined && first !== undefined) numbers.same('the next rule', rationalOf(first), last)
    last = valueOf(working)
  }
  if (last !== undefined) numbers.same('what the rules make of the quantity', last, units)
}

/** `cost 25.19 x 1.20`, `18.70 + 2.50`, `75.00 / 0.75`: from left to right; undefined where there is nothing to work. */
function valueOf(working: string): Rational | undefined {
  const words = working.replace(/^(?:cost|list price|tier) /, '').replaceAll(/ [A-Z]{3}\b/g, '')
  const tokens = words.split(' ')
  const [first = ''] = tokens
  if (!isNumber(first)) return undefined
  let value = rationalOf(first)
  for (let index = 1; index + 1 < tokens.length; index += 2) {
    const [operator = '', operand = ''] = tokens.slice(index, index + 2)
    if (!isNumber(operand)) return undefined
    value = applied(value, operator, rationalOf(operand))
  }
  return value
}

function applied(value: Rational, operator: string, operand: Rational): Rational {
  if (operator === 'x') return times(value, operand)
  if (operator === '/') return times(value, { top: operand.bottom, bottom: operand.top })
  return operator === '-' ? minus(value, operand) : plus(value, operand)
}

function isNumber(text: string): boolean {
  return new RegExp(`^${number}$`).test(text)
}
