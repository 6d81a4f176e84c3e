import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDecimal } from '../money/decimal.ts'
import { InvalidInput } from '../support/failure.ts'
import { readBillingConfig } from './read-billing-config.ts'
import { readCentralBankRates, type WantedRates } from './read-central-bank-rates.ts'
import { ratesAsYaml, withRatesInConfig } from './rates-in-config.ts'

const file = `Date,USD,JPY,CYP,GBP,
2026-10-30,1.0925,163.45,N/A,0.8450,
2026-10-29,1.0901,162.9,0.58,N/A,
`
const all: WantedRates = { currencies: [], from: undefined, until: undefined }
const rows = (text: string, wanted: Partial<WantedRates> = {}): string[] =>
  readCentralBankRates(text, { ...all, ...wanted }).map(
    ({ from, to, day, rate, source }) => `${day} ${from} ${to} ${formatDecimal(rate)} ${source}`,
  )

describe("a central bank's rates", () => {
  test('are read with all their digits; currencies that are gone and days without a rate are left out', () => {
    expect(rows(file)).toEqual([
      '2026-10-29 EUR USD 1.0901 ECB',
      '2026-10-29 EUR JPY 162.9 ECB',
      '2026-10-30 EUR USD 1.0925 ECB',
      '2026-10-30 EUR JPY 163.45 ECB',
      '2026-10-30 EUR GBP 0.8450 ECB',
    ])
  })

  test('can be asked for by currency and days', () => {
    expect(rows(file, { currencies: ['USD'], from: '2026-10-30' })).toEqual(['2026-10-30 EUR USD 1.0925 ECB'])
    expect(rows(file, { currencies: ['USD'], until: '2026-10-30' })).toEqual(['2026-10-29 EUR USD 1.0901 ECB'])
  })

  test.each([
    ['USD,1\n', /Line 1 does not begin with "Date"/],
    [file.replace('2026-10-29', '29 October 2026'), /On line 3, "29 October 2026" is not a day/],
    [file.replace('2026-10-29', '2026-10-30'), /On line 3, 2026-10-30 stands for the second time/],
    [file.replace('162.9', '-1'), /On line 3, JPY, "-1" is not a rate above zero/],
    [file.replace('162.9', 'abc'), /On line 3, JPY, "abc" is not a rate above zero/],
  ])('of a file that is not whole are refused: %#', (text, message) => {
    expect(() => rows(text)).toThrow(message)
  })

  test('of a currency that the file does not have are refused', () => {
    expect(() => rows(file, { currencies: ['CHF'] })).toThrow('no column for CHF; it has USD, JPY, GBP')
  })

  test('from any text are read or refused, and never anything else', () => {
    const cell = fc.oneof(fc.constantFrom('Date', 'USD', 'N/A', '2026-10-30', '1.5', '', '"', '-0'), fc.string())
    const texts = fc.array(fc.array(cell).map((cells) => cells.join(','))).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(
        fc.oneof(
          texts,
          texts.map((text) => `Date,USD\n${text}`),
        ),
        (text) => {
          try {
            return rows(text).every((row) => row.length > 0)
          } catch (error) {
            return error instanceof InvalidInput
          }
        },
      ),
    )
  })
})

describe('rates in a config', () => {
  const config = `# ours
seatledger: 1
house: { currency: USD, exchange: { rate: invoice-date } } # by the day
rates:
  - { from: EUR, to: USD, day: 2026-10-29, rate: 1.09 }
clients: [] # none yet
`
  const added = readCentralBankRates(file, { ...all, currencies: ['USD'] })

  test('are added to those that stand there; for a pair and day that is there the new one counts', () => {
    expect(withRatesInConfig(config, 'billing.yaml', added)).toBe(`# ours
seatledger: 1
house: { currency: USD, exchange: { rate: invoice-date } } # by the day
rates:
  - { from: EUR, to: USD, day: 2026-10-29, rate: 1.0901, source: "ECB" }
  - { from: EUR, to: USD, day: 2026-10-30, rate: 1.0925, source: "ECB" }
clients: [] # none yet
`)
  })

  test('come to the end of a config that has none, and are the same when they are added again', () => {
    const bare = 'seatledger: 1\nhouse: { currency: USD }'
    const once = withRatesInConfig(bare, 'billing.yaml', added)
    expect(once).toBe(`${bare}\n${ratesAsYaml(added)}`)
    expect(withRatesInConfig(once, 'billing.yaml', added)).toBe(once)
    expect(readBillingConfig(once, 'billing.yaml', 1).rates).toEqual(added)
  })

  test('twice for a pair and day, of a currency against itself, or not above zero are refused', () => {
    const problemsOf = (rates: string): unknown => {
      try {
        return readBillingConfig(`seatledger: 1\nhouse: { currency: USD }\nrates:\n${rates}`, 'b.yaml', 1)
      } catch (error) {
        return error instanceof Error ? error.message : error
      }
    }
    const rate = (more: string): string => `  - { from: EUR, to: USD, day: 2026-10-29, ${more} }\n`
    expect(problemsOf(rate('rate: 1.1') + rate('rate: 1.2'))).toContain(
      'b.yaml:5: rates[1]: states EUR to USD of 2026-10-29 a second time',
    )
    expect(problemsOf(rate('rate: 0'))).toContain('b.yaml:4: rates[0].rate: must be above zero')
    expect(problemsOf('  - { from: USD, to: USD, day: 2026-10-29, rate: 1 }\n')).toContain(
      'b.yaml:4: rates[0].to: is the currency',
    )
  })
})
