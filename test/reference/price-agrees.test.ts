import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepareDryRun } from '../../src/billing/prepare-dry-run.ts'
import type { ExchangeRule } from '../../src/domain/exchange-rate.ts'
import type { PriceFollow, PricePolicy } from '../../src/domain/price-policy.ts'
import { decimal } from '../../src/money/decimal.ts'
import { money } from '../../src/money/money.ts'
import { scenario, timeline } from '../helpers/billing-scenario.ts'
import { dayAfter } from './day-by-day.ts'
import { pricedByDays, type ReferencePrice, type ReferencePriced } from './price-by-days.ts'
import { isNear, plus, rational, rationalOf, type Rational } from './rational.ts'

/** How many random months are compared. */
const cases = Number(process.env['SEATLEDGER_REFERENCE_CASES'] ?? '1000')
const longest = Math.max(60_000, cases * 30)

const lengths = { '2026-02': 28, '2028-02': 29, '2026-04': 30, '2026-10': 31 } as const

interface RandomPriced extends ReferencePriced {
  readonly month: string
  /** `1.25`: agreed. `/0.8`: stated the other way round. */
  readonly rateText: string
}

const prices: fc.Arbitrary<ReferencePrice> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('markup' as const, 'margin' as const, 'list-less' as const),
    percent: fc.constantFrom('0', '20', '12.5', '33.33', '70'),
  }),
  fc.record({ kind: fc.constant('amount' as const), amount: fc.constantFrom('0', '4', '0.3333') }),
  fc.record({
    kind: fc.constantFrom('volume' as const, 'graduated' as const),
    tiers: fc.constantFrom(
      [],
      [{ upTo: '5', unitPrice: '20' }],
      [
        { upTo: '2', unitPrice: '20' },
        { upTo: '7.5', unitPrice: '17.77' },
        { upTo: '20', unitPrice: '0.5' },
      ],
    ),
    last: fc.constantFrom('15', '0', '9.999'),
  }),
)

const change = fc.record({
  offset: fc.integer({ min: -15, max: 30 }),
  quantity: fc.constantFrom('0', '1', '2', '5', '17', '0.5', '2.25'),
  cost: fc.constantFrom('25.19', '10', '3.3333', '99.999'),
  list: fc.constantFrom('30', '0.07'),
})

const months: fc.Arbitrary<RandomPriced> = fc
  .record({
    month: fc.constantFrom(...(Object.keys(lengths) as (keyof typeof lengths)[])),
    price: prices,
    off: fc.constantFrom([], ['10'], ['12.5', '33.33']),
    notice: fc.constantFrom(0, 0, 3, 10, 40, 'month' as const),
    rateText: fc.constantFrom('', '', '1.0925', '/0.8', '/0.9'),
    subscriptions: fc.array(fc.uniqueArray(change, { selector: ({ offset }) => offset, maxLength: 5 }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ subscriptions, ...about }) => ({
    ...about,
    firstDay: `${about.month}-01`,
    days: lengths[about.month],
    rate: rateOf(about.rateText),
    subscriptions: subscriptions.map((changes) => ({
      changes: [
        { day: '2025-01-01', quantity: '3', cost: '25.19', list: '30' },
        ...[...changes]
          .sort((a, b) => a.offset - b.offset)
          .map(({ offset, ...state }) => ({ day: dayAfter(`${about.month}-01`, offset), ...state })),
      ],
    })),
  }))

function rateOf(text: string): Rational {
  if (text === '') return rational(1)
  if (!text.startsWith('/')) return rationalOf(text)
  const stated = rationalOf(text.slice(1))
  return rational(stated.bottom, stated.top)
}

function policyOf(price: ReferencePrice): PricePolicy {
  switch (price.kind) {
    case 'markup':
      return { policy: 'sync', from: 'cost', markupPercent: decimal(price.percent) }
    case 'margin':
      return { policy: 'margin', percent: decimal(price.percent) }
    case 'list-less':
      return { policy: 'list-less', percent: decimal(price.percent) }
    case 'amount':
      return { policy: 'markup-amount', amount: money(price.amount, 'USD') }
    case 'volume':
    case 'graduated': {
      const tiers = price.tiers.map(({ upTo, unitPrice }) => ({
        upTo: decimal(upTo),
        unitPrice: money(unitPrice, 'USD'),
      }))
      return {
        policy: 'tiers',
        mode: price.kind,
        steps: [...tiers, { upTo: undefined, unitPrice: money(price.last, 'USD') }],
      }
    }
  }
}

function followOf(notice: RandomPriced['notice']): PriceFollow {
  return notice === 'month' ? 'next-period' : notice === 0 ? 'at-once' : { noticeDays: notice }
}

function inputOf(month: RandomPriced): ReturnType<typeof scenario> {
  const { rateText, off } = month
  const isInverse = rateText.startsWith('/')
  const exchange: ExchangeRule = isInverse ? { rate: 'period-end' } : { rate: decimal(rateText || '1'), from: 'EUR' }
  const stated = {
    from: 'USD',
    to: 'EUR',
    day: month.firstDay,
    rate: decimal(isInverse ? rateText.slice(1) : '1'),
    source: 'test',
  }
  return scenario({
    month: month.month,
    price: policyOf(month.price),
    house: {
      follow: followOf(month.notice),
      discounts: off.map((percent) => ({ percent: decimal(percent) })),
      exchange,
    },
    timelines: month.subscriptions.map(({ changes }, index) =>
      timeline(
        `s-${String(index)}`,
        changes.map(({ day, ...state }) => ({ from: day, ...state, currency: rateText === '' ? 'USD' : 'EUR' })),
      ),
    ),
    more: { rates: isInverse ? [stated] : [] },
  })
}

test('random months under every price come to the same as looking at each day of them', { timeout: longest }, () => {
  fc.assert(
    fc.property(months, (month) => {
      const lines = prepareDryRun(inputOf(month)).invoices[0]?.lines ?? []
      // Each line's working says what it was before it was rounded, to ten places.
      const before = lines.map(({ reasons }) => {
        const step = reasons.steps.find(({ rounding }) => rounding !== undefined)
        return rationalOf(step?.rounding?.before ?? '0')
      })
      const found = before.reduce(plus, rational(0))
      const off = rational(lines.length + 1, 10n ** 10n)
      expect(isNear(found, pricedByDays(month), off)).toBe(true)
    }),
    { numRuns: cases, ...(process.env['SEATLEDGER_REFERENCE_CASES'] === undefined ? { seed: 20261201 } : {}) },
  )
})
