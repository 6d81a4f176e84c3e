import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepareDryRun } from '../../src/billing/prepare-dry-run.ts'
import { canonicalJson } from '../../src/support/canonical-json.ts'
import { cost, scenario, timeline } from '../helpers/billing-scenario.ts'
import { dayAfter, monthByDays, type ReferenceMonth, type ReferenceSubscription } from './day-by-day.ts'
import { isNear, isSame, plus, rational, rationalOf, roundedCents, times, type Rational } from './rational.ts'

const lengths = { '2026-02': 28, '2028-02': 29, '2026-04': 30, '2026-10': 31 } as const
const roundings = ['half-up', 'half-even', 'down', 'up'] as const

interface RandomMonth extends ReferenceMonth {
  readonly month: keyof typeof lengths
  readonly rounding: (typeof roundings)[number]
}

/** Months with up to three subscriptions that begin, change, cost more, end and come back on any day around them. */
const months: fc.Arbitrary<RandomMonth> = fc
  .record({
    month: fc.constantFrom(...(Object.keys(lengths) as (keyof typeof lengths)[])),
    basis: fc.constantFrom('whole-at-start' as const, 'whole-at-end' as const, 'daily' as const),
    rounding: fc.constantFrom(...roundings),
    markupPercent: fc.constantFrom('0', '20', '12.5', '7.25', '33.33'),
    subscriptions: fc.array(
      fc.uniqueArray(
        fc.record({
          offset: fc.integer({ min: -3, max: 33 }),
          quantity: fc.constantFrom('-', '0', '1', '2', '5', '17', '0.5', '2.25'),
          cost: fc.constantFrom('25.19', '10', '3.3333', '0.0175', '99.999'),
        }),
        { selector: ({ offset }) => offset, minLength: 1, maxLength: 6 },
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ subscriptions, ...about }) => ({
    ...about,
    firstDay: `${about.month}-01`,
    days: lengths[about.month],
    subscriptions: subscriptions.map((changes) => ({
      changes: [...changes]
        .sort((a, b) => a.offset - b.offset)
        .map(({ offset, quantity, cost: unitCost }) => ({
          day: dayAfter(`${about.month}-01`, offset),
          quantity,
          cost: unitCost,
        })),
    })),
  }))

function inputOf(month: RandomMonth): ReturnType<typeof scenario> {
  return scenario({
    month: month.month,
    basis: month.basis,
    rounding: month.rounding,
    price: cost(month.markupPercent),
    timelines: month.subscriptions.map((one, index) => timelineOf(one, `s-${String(index)}`)),
  })
}

function timelineOf({ changes }: ReferenceSubscription, id: string): ReturnType<typeof timeline> {
  return timeline(
    id,
    changes.map(({ day, quantity, cost: unitCost }) => ({
      from: day,
      quantity: quantity === '-' ? '0' : quantity,
      inForce: quantity !== '-',
      cost: unitCost,
    })),
  )
}

const sum = (values: readonly Rational[]): Rational => values.reduce(plus, rational(0))

test('thousands of random months come to the same as looking at each day of them', () => {
  fc.assert(
    fc.property(months, (month) => {
      const { billed, cost: expectedCost } = monthByDays(month)
      const lines = prepareDryRun(inputOf(month)).invoices[0]?.lines ?? []
      const exact = lines.map(({ quantity, unitPrice, proration }) =>
        times(
          times(rationalOf(quantity), rationalOf(unitPrice)),
          proration === undefined ? rational(1) : rational(proration.days, proration.of),
        ),
      )
      expect(isSame(sum(exact), billed)).toBe(true)
      lines.forEach(({ amount }, index) => {
        const cents = roundedCents(exact[index] ?? rational(0), month.rounding)
        expect(isSame(rationalOf(amount), rational(cents, 100))).toBe(true)
      })
      const covered = lines.flatMap(({ covers }) => covers.map((cover) => rationalOf(cover.cost)))
      // Each cover is kept to ten places. Where nothing is billed there is no line that could carry a cost.
      if (lines.length > 0) {
        expect(isNear(sum(covered), expectedCost, rational(1, 10n ** 8n))).toBe(true)
      }
    }),
    { numRuns: 3000, seed: 20261001 },
  )
})

test('the total is the sum of the lines as they stand', () => {
  fc.assert(
    fc.property(months, (month) => {
      const [invoice] = prepareDryRun(inputOf(month)).invoices
      if (invoice === undefined) return
      expect(isSame(sum(invoice.lines.map(({ amount }) => rationalOf(amount))), rationalOf(invoice.total))).toBe(true)
    }),
  )
})

test('what a line says each basis would bill is what that basis bills', () => {
  fc.assert(
    fc.property(months, (month) => {
      const [invoice] = prepareDryRun(inputOf(month)).invoices
      for (const { basis, amount } of invoice?.lines[0]?.reasons.byBasis ?? []) {
        if (basis === 'as-billed' || basis === 'peak') continue
        const [other] = prepareDryRun(inputOf({ ...month, basis })).invoices
        expect(isSame(rationalOf(amount), rationalOf(other?.total ?? '0'))).toBe(true)
      }
    }),
  )
})

test('the same input gives the same bytes, in whatever order it comes', () => {
  fc.assert(
    fc.property(months, (month) => {
      const input = inputOf(month)
      const turned = { ...input, timelines: [...input.timelines].reverse() }
      const bytes = canonicalJson(plainly(prepareDryRun(input)))
      expect(canonicalJson(plainly(prepareDryRun(input)))).toBe(bytes)
      expect(canonicalJson(plainly(prepareDryRun(turned)))).toBe(bytes)
    }),
  )
})

/** A dry run holds nothing but plain data: what JSON cannot carry would not survive being stored. */
function plainly(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

test('one more seat never costs less', () => {
  fc.assert(
    fc.property(months, fc.nat(), (month, which) => {
      const target = which % Math.max(1, month.subscriptions.length)
      const more = {
        ...month,
        rounding: 'half-up' as const,
        subscriptions: month.subscriptions.map((one, index) => (index === target ? withOneMore(one) : one)),
      }
      expect(atLeast(monthByDays(more).billed, monthByDays(month).billed)).toBe(true)
      const before = prepareDryRun(inputOf({ ...month, rounding: 'half-up' })).invoices[0]
      const after = prepareDryRun(inputOf(more)).invoices[0]
      // Each line is rounded by itself, so two ways to the same amount may lie half a cent a line apart.
      const slack = rational((before?.lines.length ?? 0) + (after?.lines.length ?? 0), 200)
      expect(atLeast(plus(rationalOf(after?.total ?? '0'), slack), rationalOf(before?.total ?? '0'))).toBe(true)
    }),
  )
})

function withOneMore({ changes }: ReferenceSubscription): ReferenceSubscription {
  return {
    changes: changes.map((change) =>
      change.quantity === '-' ? change : { ...change, quantity: String(Number(change.quantity) + 1) },
    ),
  }
}

function atLeast(a: Rational, b: Rational): boolean {
  return a.top * b.bottom >= b.top * a.bottom
}

test('a line that ends on a day and its successor from that day bill together what one line bills, before rounding', () => {
  fc.assert(
    fc.property(months, fc.integer({ min: 2, max: 27 }), (month, day) => {
      const input = inputOf({ ...month, basis: 'daily' })
      const cut = `${month.month}-${String(day).padStart(2, '0')}`
      const [bearCreek] = input.config.clients
      const [line] = bearCreek?.lines ?? []
      if (bearCreek === undefined || line === undefined) throw new Error('The scenario has a client with a line.')
      const lines = [
        { ...line, lineId: 'before', until: cut },
        { ...line, lineId: 'after', from: cut },
      ]
      const split = { ...input, config: { ...input.config, clients: [{ ...bearCreek, lines }] } }
      expect(isSame(exactTotal(split), exactTotal(input))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

function exactTotal(input: ReturnType<typeof scenario>): Rational {
  const lines = prepareDryRun(input).invoices.flatMap((invoice) => invoice.lines)
  return sum(
    lines.map(({ quantity, unitPrice, proration }) =>
      times(
        times(rationalOf(quantity), rationalOf(unitPrice)),
        proration === undefined ? rational(1) : rational(proration.days, proration.of),
      ),
    ),
  )
}
