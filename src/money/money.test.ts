import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { isCurrency, minorUnitsOf } from './currency.ts'
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  decimalOfInteger,
  equalDecimals,
  fitsPlaces,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  powerOfTen,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  trimmed,
  zero,
  type Decimal,
} from './decimal.ts'
import {
  addFractions,
  compareFractions,
  fraction,
  fractionOfDecimal,
  multiplyFractions,
  one,
  roundFraction,
} from './fraction.ts'
import {
  addMoney,
  compareMoney,
  CurrencyMismatch,
  formatAmount,
  formatMoney,
  isZeroMoney,
  money,
  multiplyMoney,
  negateMoney,
  roundMoney,
  shareOfMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
  type Money,
} from './money.ts'
import { divideRounded, roundings } from './rounding.ts'

const decimals: fc.Arbitrary<Decimal> = fc.record({
  units: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
  scale: fc.integer({ min: 0, max: 10 }),
})

describe('reading and writing decimals', () => {
  test.each([
    ['25.19', 2519n, 2],
    ['-3', -3n, 0],
    ['+1.50', 150n, 2],
    ['1e-7', 1n, 7],
    ['2.5E3', 2500n, 0],
    ['0.000', 0n, 3],
    ['-0', 0n, 0],
  ])('%s is read exactly', (text, units, scale) => {
    expect(decimal(text)).toEqual({ units, scale })
  })

  test.each([
    '',
    ' ',
    '.',
    '1.',
    '.5',
    '1,5',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '--1',
    '1 ',
    '１',
    '1e9999',
    '9'.repeat(41),
    '1e-41',
  ])('"%s" is no decimal number', (text) => {
    expect(parseDecimal(text)).toBeUndefined()
    expect(() => decimal(text)).toThrow(RangeError)
  })

  test('forty digits are read, before and after the point together, and one more is refused', () => {
    const half = '12345678901234567890'
    expect(parseDecimal(`${half}.${half}`)).toEqual({ units: BigInt(half + half), scale: 20 })
    expect(parseDecimal(`${half}.${half}1`)).toBeUndefined()
    expect(parseDecimal(`1${half}.${half}`)).toBeUndefined()
    expect(parseDecimal('1e39')).toEqual({ units: 10n ** 39n, scale: 0 })
    expect(parseDecimal('1e40')).toBeUndefined()
  })

  test('zero has no places, and one place is dropped when it holds nothing', () => {
    expect(formatDecimal(zero)).toBe('0')
    expect(formatDecimal(trimmed(decimal('5.0')))).toBe('5')
  })

  test('trailing zeros are kept when written and dropped when trimmed', () => {
    expect(formatDecimal(decimal('12.50'))).toBe('12.50')
    expect(formatDecimal(trimmed(decimal('12.50')))).toBe('12.5')
    expect(formatDecimal(decimal('-0.05'))).toBe('-0.05')
  })

  test('whatever is written is read back as it was', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(decimal(formatDecimal(value))).toEqual(value)
      }),
    )
  })

  test('any text is read or refused, never misread', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = parseDecimal(text)
        if (value !== undefined) expect(text.trim()).toMatch(/^[+-]?\d/u)
      }),
    )
  })
})

describe('arithmetic', () => {
  test('0.1 and 0.2 are 0.3', () => {
    expect(formatDecimal(addDecimals(decimal('0.1'), decimal('0.2')))).toBe('0.3')
  })

  test('adding and taking away again changes nothing', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(equalDecimals(subtractDecimals(addDecimals(a, b), b), a)).toBe(true)
      }),
    )
  })

  test('multiplying distributes over adding', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        const left = multiplyDecimals(a, addDecimals(b, c))
        expect(equalDecimals(left, addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)))).toBe(true)
      }),
    )
  })

  test('comparing is an order that does not look at how a number is written', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(Math.sign(compareDecimals(a, b)) + Math.sign(compareDecimals(b, a))).toBe(0)
        expect(equalDecimals(trimmed(a), a)).toBe(true)
        expect(compareDecimals(negateDecimal(a), absoluteDecimal(a)) <= 0).toBe(true)
      }),
    )
  })

  test('a sum is the same in any order', () => {
    fc.assert(
      fc.property(fc.array(decimals), (values) => {
        expect(equalDecimals(sumDecimals(values), sumDecimals([...values].reverse()))).toBe(true)
      }),
    )
  })

  test('powers of ten beyond the prepared ones are right', () => {
    expect(powerOfTen(70)).toBe(10n ** 70n)
    expect(decimalOfInteger(17)).toEqual({ units: 17n, scale: 0 })
  })
})

describe('rounding', () => {
  test.each([
    ['half-up', ['3', '-3', '2', '3', '-2', '2']],
    ['half-even', ['2', '-2', '2', '3', '-2', '2']],
    ['down', ['2', '-2', '2', '2', '-2', '1']],
    ['up', ['3', '-3', '3', '3', '-3', '2']],
  ] as const)('%s', (rule, expected) => {
    const values = ['2.5', '-2.5', '2.4', '2.6', '-2.4', '1.5']
    expect(values.map((value) => formatDecimal(roundDecimal(decimal(value), 0, rule)))).toEqual(expected)
  })

  test('a rounded number is less than one unit from the exact one, and exact ones stay', () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.bigInt({ min: 1n }),
        fc.constantFrom(...roundings),
        (numerator, denominator, rule) => {
          const rounded = divideRounded(numerator, denominator, rule)
          const error = rounded * denominator - numerator
          expect(error < denominator && -error < denominator).toBe(true)
          expect(divideRounded(rounded * denominator, denominator, rule)).toBe(rounded)
          if (rule === 'half-up' || rule === 'half-even')
            expect((error < 0n ? -error : error) * 2n <= denominator).toBe(true)
        },
      ),
    )
  })

  test('rounding is the same on both sides of zero and for a negative denominator', () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.bigInt({ min: 1n }),
        fc.constantFrom(...roundings),
        (numerator, denominator, rule) => {
          expect(divideRounded(-numerator, denominator, rule)).toBe(-divideRounded(numerator, denominator, rule))
          expect(divideRounded(numerator, -denominator, rule)).toBe(-divideRounded(numerator, denominator, rule))
        },
      ),
    )
  })

  test('more places only add zeros, and a number fits the places that it needs', () => {
    expect(formatDecimal(roundDecimal(decimal('1.5'), 3, 'half-up'))).toBe('1.500')
    expect([fitsPlaces(decimal('1.500'), 1), fitsPlaces(decimal('1.55'), 1)]).toEqual([true, false])
  })

  test('two thirds round up under half-even although they are one unit from the half', () => {
    expect(divideRounded(2n, 3n, 'half-even')).toBe(1n)
    expect(divideRounded(-2n, 3n, 'half-even')).toBe(-1n)
  })

  test.each([
    ['17.55174', 2, '17.55'],
    ['17.55500', 2, '17.56'],
    ['-1.2345', 3, '-1.235'],
    ['0.05', 1, '0.1'],
  ])('%s to %i places is %s', (text, places, expected) => {
    expect(formatDecimal(roundDecimal(decimal(text), places, 'half-up'))).toBe(expected)
  })

  test('dividing by zero is refused', () => {
    expect(() => divideRounded(1n, 0n, 'half-up')).toThrow(RangeError)
  })
})

describe('fractions', () => {
  test('18 of 31 days of 30.228 round once', () => {
    const share = multiplyFractions(fractionOfDecimal(decimal('30.228')), fraction(18, 31))
    expect(formatDecimal(roundFraction(share, 2, 'half-up'))).toBe('17.55')
  })

  test('a whole is a fraction, and fractions compare by what they are worth', () => {
    expect(fraction(3, 1)).toEqual({ numerator: 3n, denominator: 1n })
    expect(compareFractions(fraction(1, 3), fraction(1, 2))).toBeLessThan(0)
    expect(compareFractions(fraction(1, 2), fraction(1, 3))).toBeGreaterThan(0)
    expect(compareFractions(fraction(2, 4), fraction(1, 2))).toBe(0)
  })

  test('a denominator of zero or below is refused', () => {
    expect(() => fraction(1, 0)).toThrow(RangeError)
    expect(() => fraction(1, -3)).toThrow(RangeError)
  })

  test('parts of a whole add up to it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 8 }), (days) => {
        const all = days.reduce((total, count) => total + count, 0)
        const whole = days.map((count) => fraction(count, all)).reduce(addFractions)
        expect(compareFractions(whole, one)).toBe(0)
      }),
    )
  })
})

describe('money', () => {
  const usd = (text: string) => money(text, 'USD')

  test('amounts of two currencies are neither added nor compared', () => {
    const dollars: Money = money('1', 'USD')
    const euros: Money = money('1', 'EUR')
    expect(() => addMoney(dollars, euros)).toThrow(CurrencyMismatch)
    expect(() => subtractMoney(dollars, euros)).toThrow(CurrencyMismatch)
    expect(() => compareMoney(dollars, euros)).toThrow(CurrencyMismatch)
    expect(() => sumMoney<string>('USD', [dollars, euros])).toThrow(CurrencyMismatch)
  })

  test('a currency that does not exist is refused', () => {
    expect(() => money('1', 'USX')).toThrow(/USX/u)
    expect([isCurrency('JPY'), isCurrency('usd')]).toEqual([true, false])
  })

  test('minor units are the currency’s own', () => {
    expect(['USD', 'JPY', 'KWD', 'EUR'].map(minorUnitsOf)).toEqual([2, 0, 3, 2])
    expect(formatAmount(roundMoney(money('1234.5', 'JPY'), 'half-up'))).toBe('1235')
    expect(formatAmount(money('1.5', 'KWD'))).toBe('1.500')
  })

  test('an amount is written with at least the currency’s places and as many as it needs', () => {
    expect(['25.19', '17', '30.228', '12.500', '-0.5'].map((text) => formatAmount(usd(text)))).toEqual([
      '25.19',
      '17.00',
      '30.228',
      '12.50',
      '-0.50',
    ])
    expect(formatMoney(usd('17.55'))).toBe('17.55 USD')
  })

  test('multiplying is exact and a share is rounded once', () => {
    expect(formatAmount(multiplyMoney(usd('25.19'), decimal('1.20')))).toBe('30.228')
    expect(formatAmount(shareOfMoney(usd('30.228'), fraction(18, 31), 'half-up'))).toBe('17.55')
    expect(formatAmount(shareOfMoney(usd('30.228'), fraction(18, 31), 'down', 4))).toBe('17.5517')
  })

  test('taking an amount away from itself leaves nothing', () => {
    expect(isZeroMoney(addMoney(usd('12.34'), negateMoney(usd('12.34'))))).toBe(true)
    expect(formatAmount(zeroMoney('USD'))).toBe('0.00')
    expect(compareMoney(subtractMoney(usd('3'), usd('1')), usd('2.00'))).toBe(0)
  })
})

describe('splitting an amount', () => {
  test('100.00 in three is 33.34, 33.33 and 33.33', () => {
    expect(allocate(money('100.00', 'USD'), [1n, 1n, 1n]).map(formatAmount)).toEqual(['33.34', '33.33', '33.33'])
  })

  test('cents left over go to the first of equal parts', () => {
    const parts = allocate(money('0.06', 'USD'), [1n, 1n, 1n, 1n])
    expect(parts.map(formatAmount)).toEqual(['0.02', '0.02', '0.01', '0.01'])
  })

  test('a part without weight gets nothing, and a credit is split like a charge', () => {
    expect(allocate(money('-0.05', 'USD'), [1n, 0n, 1n]).map(formatAmount)).toEqual(['-0.03', '0.00', '-0.02'])
  })

  test('no weights, none above zero, or one below zero are refused', () => {
    for (const weights of [[], [0n, 0n], [2n, -1n]]) {
      expect(() => allocate(money('1', 'USD'), weights)).toThrow(RangeError)
    }
  })

  test('the parts add up to the amount and none is a unit from its exact share', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 10 }),
        (units, scale, weights) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0n)
          fc.pre(total > 0n)
          const amount = money({ units, scale }, 'USD')
          const parts = allocate(amount, weights)
          expect(compareMoney(sumMoney('USD', parts), amount)).toBe(0)
          const whole = units * powerOfTen(Math.max(scale, 2) - scale)
          parts.forEach((part, index) => {
            const error = part.units * total - whole * (weights[index] ?? 0n)
            expect(error < total && -error < total).toBe(true)
          })
        },
      ),
    )
  })
})
