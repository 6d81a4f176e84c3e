import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  expectLines,
  hold,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingRules } from '../../domain/billing-config.ts'
import type { ExchangeRate } from '../../domain/exchange-rate.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'
import { RateTable } from './rate-table.ts'

const rate = (from: string, to: string, day: string, value: string): ExchangeRate => ({
  from,
  to,
  day,
  rate: decimal(value),
  source: 'ECB',
})

/** A client billed in USD whose seats cost 20.00 EUR. Its October is billed with an invoice of 1 November. */
function run(
  rates: readonly ExchangeRate[],
  rules: BillingRules,
  more: Partial<Scenario> = {},
): ReturnType<typeof prepareDryRun>['clients'][number] {
  const timelines = [timeline('s-1', [{ from: '2025-01-01', quantity: '3', cost: '20.00', currency: 'EUR' }])]
  const clients = [client('bear-creek', [synced('line-1', { rules })])]
  const [first] = prepareDryRun(scenario({ timelines, clients, more: { rates }, ...more })).clients
  return first ?? expect.fail()
}

const byInvoiceDate: BillingRules = { exchange: { rate: 'invoice-date' } }

describe('costs of another currency', () => {
  test('are converted at the newest rate by the invoice date, before the markup, and rounded with the line alone', () => {
    // 20.00 x 1.0925 = 21.85; x 1.20 = 26.22; x 3 = 78.66; cost 65.55
    const rates = [rate('EUR', 'USD', '2026-10-30', '1.0925'), rate('EUR', 'USD', '2026-11-02', '1.2')]
    const { invoice, outcome, anomalies } = run(rates, byInvoiceDate)
    expectLines(invoice, [{ quantity: 3, amount: '78.66', unitPrice: '26.22', cost: '65.55' }])
    expect([outcome, anomalies]).toEqual(['ready', []])
    const line = invoice?.lines[0] ?? expect.fail()
    expect(line.covers[0]).toMatchObject({ cost: '60.00', costCurrency: 'EUR' })
    expect(explainLine(line, 'USD').sentence).toBe(
      '3 seats for 1 Oct to 31 Oct, at 26.22 (cost 20.00 EUR x 1.0925 x 1.20, house rule) = 78.66',
    )
    expect(line.reasons.steps.find(({ what }) => what === 'unit price')?.source).toBe(
      'cost + 20 %, house rule; 1 EUR = 1.0925 USD of 30 Oct 2026 (ECB), for the invoice date 1 Nov 2026, line rule, not rounded before the line',
    )
  })

  test('by the period’s end use no rate of a later day', () => {
    // 20.00 x 1.10 x 1.20 x 3 = 79.20
    const rates = [rate('EUR', 'USD', '2026-10-31', '1.10'), rate('EUR', 'USD', '2026-11-01', '1.2')]
    expectLines(run(rates, { exchange: { rate: 'period-end' } }).invoice, [{ quantity: 3, amount: '79.20' }])
  })

  test('at a rate stated the other way round are divided by it', () => {
    // 20.00 / 0.90 x 1.20 = 26.666...; x 3 = 80.00
    const rates = [rate('USD', 'EUR', '2026-10-30', '0.90')]
    expectLines(run(rates, byInvoiceDate).invoice, [{ quantity: 3, amount: '80.00', unitPrice: '26.6666666667' }])
  })

  test('go by way of a third currency where a bank states all rates against its own', () => {
    // 20.00 EUR at 1 CHF = 1.05 EUR and 1 CHF = 1.26 USD: 20.00 / 1.05 x 1.26 = 24.00; x 1.20 x 3 = 86.40
    const rates = [rate('CHF', 'EUR', '2026-10-30', '1.05'), rate('CHF', 'USD', '2026-10-30', '1.26')]
    const { invoice } = run(rates, byInvoiceDate)
    expectLines(invoice, [{ quantity: 3, amount: '86.40', unitPrice: '28.80' }])
    expect(explainLine(invoice?.lines[0] ?? expect.fail(), 'USD').sentence).toContain('20.00 EUR / 1.05 x 1.26 x 1.20')
  })

  test('at a rate agreed with the client need no other, and only for the currency agreed', () => {
    // 20.00 x 1.15 x 1.20 x 3 = 82.80
    const agreed = { rate: decimal('1.15'), from: 'EUR' }
    expectLines(run([], { exchange: agreed }).invoice, [{ quantity: 3, amount: '82.80' }])
    expect(run([], { exchange: { ...agreed, from: 'GBP' } }).anomalies.map(({ code }) => code)).toContain(
      'currency-mismatch',
    )
  })

  test('without any rate by the day that counts are blocked, with the day named', () => {
    const { outcome, anomalies } = run([rate('EUR', 'USD', '2026-11-02', '1.2')], byInvoiceDate)
    expect(outcome).toBe('blocked')
    expect(anomalies.map(({ code, message }) => [code, message])).toContainEqual([
      'exchange-rate-missing',
      'product p-1 (subscription s-1) costs EUR, and there is no rate to USD by 1 Nov 2026.',
    ])
  })

  test('at a rate more than a week old are billed and flagged; a week is not old', () => {
    const codes = (day: string): string[] =>
      run([rate('EUR', 'USD', day, '1.1')], byInvoiceDate).anomalies.map(({ code }) => code)
    expect(codes('2026-10-25')).toEqual([])
    expect(codes('2026-10-24')).toEqual(['exchange-rate-old'])
  })

  test('with no rule that says so are not converted, rates or not', () => {
    expect(run([rate('EUR', 'USD', '2026-10-30', '1.0925')], {}).anomalies.map(({ code }) => code)).toContain(
      'currency-mismatch',
    )
  })

  test('under a held price only tell the margin', () => {
    // 20.00 x 1.0925 x 3 = 65.55
    const { invoice, anomalies } = run([rate('EUR', 'USD', '2026-10-30', '1.0925')], {
      ...byInvoiceDate,
      price: hold('30.00'),
    })
    expectLines(invoice, [{ quantity: 3, amount: '90.00', cost: '65.55' }])
    expect(anomalies).toEqual([])
  })

  test('of charges passed through are converted too, or block', () => {
    // 86.46 EUR x 1.0925 = 94.45755; x 1.20 = 113.34906
    const eur = { cost: money('86.46', 'EUR'), currency: 'EUR' }
    const sketch = (rates: readonly ExchangeRate[]): ReturnType<typeof run> =>
      run(
        rates,
        {},
        {
          timelines: [],
          charges: [charge('c-1', '86.46', eur)],
          clients: [client('bear-creek', [passThrough('azure', { takesRest: true, rules: byInvoiceDate })])],
        },
      )
    const { invoice } = sketch([rate('EUR', 'USD', '2026-10-30', '1.0925')])
    expectLines(invoice, [{ quantity: 1, amount: '113.35', cost: '94.46' }])
    expect(explainLine(invoice?.lines[0] ?? expect.fail(), 'USD').sentence).toContain('86.46 EUR x 1.0925 x 1.20')
    expect(sketch([]).anomalies.map(({ code, message }) => [code, message])).toEqual([
      [
        'exchange-rate-missing',
        'Charge c-1 "Charge c-1" of 86.46 EUR cannot be converted: there is no rate from EUR to USD by 1 Nov 2026.',
      ],
    ])
  })
})

test('there and back again is the same amount, exactly, by whichever way', () => {
  const value = fc.integer({ min: 1, max: 9_999_999 }).map((units) => ({ units: BigInt(units), scale: 4 }))
  fc.assert(
    fc.property(value, value, (first, second) => {
      const about = { day: '2026-10-30', source: 'ECB' }
      const table = new RateTable([
        { ...about, from: 'EUR', to: 'USD', rate: first },
        { ...about, from: 'EUR', to: 'GBP', rate: second },
      ])
      const there = table.find('USD', 'GBP', '2026-10-31')?.rate ?? expect.fail()
      const back = table.find('GBP', 'USD', '2026-10-31')?.rate ?? expect.fail()
      return there.numerator * back.numerator === there.denominator * back.denominator
    }),
  )
})
