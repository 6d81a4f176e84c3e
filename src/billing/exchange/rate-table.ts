import type { ExchangeRate } from '../../domain/exchange-rate.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Currency } from '../../money/currency.ts'
import { formatDecimal } from '../../money/decimal.ts'
import { fractionOfDecimal, multiplyFractions, type Fraction } from '../../money/fraction.ts'
import { dayInWords } from '../words.ts'

/** What one unit of a currency is worth in another, exactly: the inverse of a stated rate seldom is a decimal. */
export interface FoundRate {
  readonly rate: Fraction
  /** The day for which it was stated; of a rate made of two, the earlier. */
  readonly day: PlainDate
  /** The arithmetic that the rate stands for: ` x 0.915`, ` / 1.0925`, ` / 1.0925 x 0.845`. */
  readonly working: string
  /** The stated rates, such as `1 EUR = 1.0925 USD of 30 Oct 2026 (ECB)`. */
  readonly words: string
}

/** All stated rates, by their two currencies and day. */
export class RateTable {
  readonly #byPair = new Map<string, ExchangeRate[]>()
  readonly #partners = new Map<Currency, Set<Currency>>()

  constructor(rates: readonly ExchangeRate[]) {
    for (const rate of rates) {
      const key = pairKey(rate.from, rate.to)
      const others = this.#byPair.get(key)
      if (others === undefined) this.#byPair.set(key, [rate])
      else others.push(rate)
      this.#partner(rate.from, rate.to)
      this.#partner(rate.to, rate.from)
    }
    for (const all of this.#byPair.values()) all.sort((a, b) => (a.day < b.day ? -1 : 1))
  }

  #partner(one: Currency, other: Currency): void {
    const partners = this.#partners.get(one) ?? new Set()
    partners.add(other)
    this.#partners.set(one, partners)
  }

  /**
   * The newest rate stated by a day, and never a later one: as it is stated, turned round, or by way of a third currency
   * (a central bank states all its rates against its own). Of two of one day, in this order.
   */
  find(from: Currency, to: Currency, day: PlainDate): FoundRate | undefined {
    const between = [...(this.#partners.get(from) ?? [])]
      .filter((other) => this.#partners.get(to)?.has(other) === true)
      .sort()
    const found = [this.#leg(from, to, day), ...between.map((other) => this.#through(from, other, to, day))]
    return found.reduce((best, next) =>
      best === undefined || (next !== undefined && next.day > best.day) ? next : best,
    )
  }

  #leg(from: Currency, to: Currency, day: PlainDate): FoundRate | undefined {
    const stated = lastBy(this.#byPair.get(pairKey(from, to)), day)
    const inverse = lastBy(this.#byPair.get(pairKey(to, from)), day)
    if (inverse !== undefined && (stated === undefined || inverse.day > stated.day)) return turnedRound(inverse)
    return stated === undefined ? undefined : asStated(stated)
  }

  #through(from: Currency, other: Currency, to: Currency, day: PlainDate): FoundRate | undefined {
    const [first, second] = [this.#leg(from, other, day), this.#leg(other, to, day)]
    if (first === undefined || second === undefined) return undefined
    return {
      rate: multiplyFractions(first.rate, second.rate),
      day: first.day < second.day ? first.day : second.day,
      working: `${first.working}${second.working}`,
      words: `${first.words}, ${second.words}`,
    }
  }
}

function pairKey(from: Currency, to: Currency): string {
  return `${from} ${to}`
}

function lastBy(rates: readonly ExchangeRate[] | undefined, day: PlainDate): ExchangeRate | undefined {
  return rates?.findLast((rate) => rate.day <= day)
}

function asStated(stated: ExchangeRate): FoundRate {
  const working = ` x ${formatDecimal(stated.rate)}`
  return { rate: fractionOfDecimal(stated.rate), day: stated.day, working, words: rateInWords(stated) }
}

function turnedRound(stated: ExchangeRate): FoundRate {
  const { numerator, denominator } = fractionOfDecimal(stated.rate)
  const rate = { numerator: denominator, denominator: numerator }
  return { rate, day: stated.day, working: ` / ${formatDecimal(stated.rate)}`, words: rateInWords(stated) }
}

function rateInWords({ from, to, rate, day, source }: ExchangeRate): string {
  return `1 ${from} = ${formatDecimal(rate)} ${to} of ${dayInWords(day)} (${source})`
}
