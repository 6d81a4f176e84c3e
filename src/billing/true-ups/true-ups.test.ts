import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  charge,
  client,
  cost,
  fixed,
  hold,
  item,
  manual,
  passThrough,
  scenario,
  synced,
  timeline,
  type Scenario,
  type StepSketch,
} from '../../../test/helpers/billing-scenario.ts'
import type { BillingConfig, TrueUpRules } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import { billingMonth } from '../../domain/period.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { addDecimals, decimal, formatDecimal, zero } from '../../money/decimal.ts'
import type { ClientDryRun } from '../dry-run.ts'
import { explainLine } from '../explain.ts'
import { prepareDryRun } from '../prepare-dry-run.ts'

/** A month's run with closed months before it; what each sketch leaves out is as in `scenario`. */
interface Month extends Scenario {
  readonly month: string
  readonly closed?: readonly string[]
  /** The config in force for the closed months, where it is another than the month's own. */
  readonly closedConfig?: BillingConfig | undefined
  readonly configRecordedAt?: string
  readonly earlierCharges?: readonly Charge[]
  readonly trueUps?: TrueUpRules
}

function runOf(sketch: Month): ClientDryRun {
  const { closed = [], trueUps = { window: 3 } } = sketch
  const input = scenario({ ...sketch, house: { ...sketch.house, trueUps } })
  const config = 'closedConfig' in sketch ? sketch.closedConfig : input.config
  const closedPeriods = closed.map((month) => ({
    billingPeriod: billingMonth(month),
    config,
    configRecordedAt: sketch.configRecordedAt,
  }))
  const earlierCharges = sketch.earlierCharges ?? []
  const [result] = prepareDryRun({ ...input, closedPeriods, earlierCharges }).clients
  if (result === undefined) throw new Error('The scenario has a client.')
  return result
}

/** The invoice of a run, as the store gives it back: through JSON, without what was undefined. */
function billedBy(sketch: Month): Invoice {
  const { invoice } = runOf(sketch)
  if (invoice === undefined) throw new Error(`${sketch.month} bills something.`)
  return JSON.parse(JSON.stringify(invoice)) as Invoice
}

function trueUpsOf({ invoice }: ClientDryRun): readonly InvoiceLine[] {
  return invoice?.lines.filter(({ source }) => source === 'true-up') ?? []
}

function amountsOf(run: ClientDryRun): readonly (readonly [string, string])[] {
  return trueUpsOf(run).map(({ lineKey, amount }) => [lineKey, amount])
}

const codesOf = ({ anomalies }: ClientDryRun): readonly string[] => anomalies.map(({ code }) => code)

const seats = (...steps: readonly StepSketch[]): SubscriptionTimeline[] => [timeline('s-1', steps)]
const seventeen: StepSketch = { from: '2025-01-01', quantity: '17' }

describe('a seat of September that became known in October', () => {
  const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
  const known = seats(seventeen, { from: '2026-09-12', quantity: '18' })
  const october: Month = { month: '2026-10', closed: ['2026-09'], timelines: known, billed: [september] }

  test('is a true-up on the invoice of October: 19 of 30 days', () => {
    // 17 x 30.228 = 513.876 -> 513.88 was billed; 30.228 x 19 / 30 = 19.1444 -> 19.14 is missing.
    // October itself: 18 x 30.228 = 544.104 -> 544.10.
    const { invoice } = runOf(october)
    expect(invoice?.lines.map(({ lineKey, amount }) => [lineKey, amount])).toEqual([
      ['line-1', '544.10'],
      ['line-1/true-up/2026-09', '19.14'],
    ])
    expect(invoice?.total).toBe('563.24')
  })

  test('says what changed, when it took effect, when it became known, and both amounts', () => {
    const [line] = trueUpsOf(runOf(october))
    expect(line).toMatchObject({
      description: 'Item i-1: true-up for Sep 2026 (533.02 instead of 513.88)',
      servicePeriod: { start: '2026-09-01', end: '2026-10-01' },
      quantity: '1',
      unitPrice: '19.14',
      // 25.19 x 19 / 30 = 15.9537: the seat's cost, rounded as the seat's own line would have been.
      cost: '15.95',
    })
    expect(line === undefined ? '' : explainLine(line, 'USD').sentence).toBe(
      'True-up for Sep 2026, 18 instead of 17 on subscription s-1 from 12 Sep to 30 Sep, known since 12 Sep 2026: ' +
        '533.02 should have been billed for Sep 2026, 513.88 was (invoice 2026-09/0 of 1 Oct 2026) = 19.14',
    )
    expect(line?.reasons.steps.map(({ what, working, result }) => [what, working, result])).toEqual([
      ['should have been', '513.88 + 19.14', '533.02'],
      ['billed already', '513.88 (invoice 2026-09/0)', '513.88'],
      ['amount', '533.02 - 513.88', '19.14'],
    ])
  })

  test('covers the seat on its days and nothing that was covered before', () => {
    expect(trueUpsOf(runOf(october))[0]?.covers).toEqual([
      {
        connectionId: 'pax8',
        subscriptionId: 's-1',
        chargeId: undefined,
        companyId: 'c-1',
        productId: 'p-1',
        servicePeriod: { start: '2026-09-12', end: '2026-10-01' },
        quantity: '1',
        unitCost: '25.19',
        cost: '15.9536666667',
        costCurrency: 'USD',
      },
    ])
  })

  test('is not billed again in November', () => {
    const billed = [september, billedBy(october)]
    expect(amountsOf(runOf({ month: '2026-11', closed: ['2026-09', '2026-10'], timelines: known, billed }))).toEqual([])
  })

  test('is corrected once more when its day turns out to be another', () => {
    // From the 10th: 30.228 x 21 / 30 = 21.1596 -> 21.16, of which 19.14 was billed in October.
    const timelines = seats(seventeen, { from: '2026-09-10', quantity: '18' })
    const billed = [september, billedBy(october)]
    const run = runOf({ month: '2026-11', closed: ['2026-09', '2026-10'], timelines, billed })
    expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '2.02']])
    const reason = trueUpsOf(run)[0]?.reasons.trueUp
    expect(reason?.documents.map(({ invoice, amount }) => [invoice, amount])).toEqual([
      ['2026-09/0', '513.88'],
      ['2026-10/0', '19.14'],
    ])
    expect(reason?.changes).toMatchObject([
      { kind: 'quantity', days: { start: '2026-09-10', end: '2026-09-12' }, then: '17', now: '18' },
    ])
  })

  test('is left alone where no window is set', () => {
    expect(amountsOf(runOf({ ...october, trueUps: {} }))).toEqual([])
  })

  test('is left alone beyond the window', () => {
    const billed = [september, billedBy({ month: '2026-10', timelines: known })]
    const december: Month = { month: '2026-12', closed: ['2026-09', '2026-10', '2026-11'], timelines: known, billed }
    expect(amountsOf(runOf({ ...december, trueUps: { window: 2 } }))).toEqual([])
    expect(amountsOf(runOf({ ...december, trueUps: { window: 3 } }))).toEqual([['line-1/true-up/2026-09', '19.14']])
  })

  test('is shown and left off where the rule says hold', () => {
    const run = runOf({ ...october, trueUps: { window: 3, as: 'hold' } })
    expect(run.invoice?.total).toBe('544.10')
    expect(run.anomalies.find(({ code }) => code === 'true-up-held')?.message).toBe(
      '"Item i-1" (line line-1) should have billed 19.14 USD more for Sep 2026: 18 instead of 17 on subscription s-1 ' +
        'from 12 Sep to 30 Sep, known since 12 Sep 2026: 533.02 should have been billed for Sep 2026, ' +
        '513.88 was (invoice 2026-09/0 of 1 Oct 2026); it is held and not billed.',
    )
  })

  test('is held where only credits are passed on', () => {
    const run = runOf({ ...october, trueUps: { window: 3, as: 'credit' } })
    expect([run.invoice?.total, codesOf(run)]).toEqual(['544.10', ['true-up-held']])
  })

  test('is ignored where the rule says so, and named', () => {
    const run = runOf({ ...october, trueUps: { window: 3, as: 'ignore' } })
    expect([run.invoice?.total, codesOf(run)]).toEqual(['544.10', ['true-up-ignored']])
  })

  test('is ignored below the threshold, billed at it', () => {
    const below = runOf({ ...october, trueUps: { window: 3, below: decimal('19.15') } })
    expect([below.invoice?.total, codesOf(below)]).toEqual(['544.10', ['true-up-ignored']])
    const at = runOf({ ...october, trueUps: { window: 3, below: decimal('19.14') } })
    expect([at.invoice?.total, codesOf(at)]).toEqual(['563.24', []])
  })

  test('follows the nearest rule for each key: the line over the client over the item over the house', () => {
    const lines = [synced('line-1', { rules: { trueUps: { as: 'hold' } } })]
    const clients = [client('bear-creek', lines, { rules: { trueUps: { as: 'ignore', window: 1 } } })]
    const run = runOf({ ...october, clients, trueUps: { window: 0 } })
    expect(codesOf(run)).toEqual(['true-up-held'])
  })
})

describe('what a closed month billed too much', () => {
  const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })

  test('a leaver of 15 September who became known in October is credited 16 of 30 days', () => {
    // 30.228 x 16 / 30 = 16.1216 -> 16.12; October: 16 x 30.228 = 483.648 -> 483.65.
    const timelines = seats(seventeen, { from: '2026-09-15', quantity: '16' })
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines, billed: [september] })
    expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '-16.12']])
    expect(run.invoice?.total).toBe('467.53')
    expect(trueUpsOf(run)[0]?.covers[0]).toMatchObject({ quantity: '-1', cost: '-13.4346666667' })
  })

  test('a credit passes where only credits do', () => {
    const timelines = seats(seventeen, { from: '2026-09-15', quantity: '16' })
    const sketch: Month = { month: '2026-10', closed: ['2026-09'], timelines, billed: [september] }
    expect(amountsOf(runOf({ ...sketch, trueUps: { window: 1, as: 'credit' } }))).toEqual([
      ['line-1/true-up/2026-09', '-16.12'],
    ])
  })

  test('a subscription that had ended before is credited whole, as a credit memo', () => {
    const timelines = seats(seventeen, { from: '2026-08-20', inForce: false, quantity: '0' })
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines, billed: [september] })
    expect(run.invoice).toMatchObject({ kind: 'credit-memo', total: '-513.88' })
  })

  test('a line that the config for the month no longer has is credited whole', () => {
    const firewall = manual('firewall', '1', '45.00')
    const before = billedBy({ month: '2026-09', lines: [synced('line-1'), firewall], timelines: seats(seventeen) })
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines: seats(seventeen), billed: [before] })
    expect(amountsOf(run)).toEqual([['firewall/true-up/2026-09', '-45.00']])
  })
})

describe('rules that were changed for the past', () => {
  test('a markup of 25 percent for September, applied in October, is the difference of both prices', () => {
    // 17 x 31.4875 = 535.2875 -> 535.29; 513.88 was billed.
    const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
    const run = runOf({
      month: '2026-10',
      price: cost('25'),
      closed: ['2026-09'],
      configRecordedAt: '2026-10-20T09:00:00Z',
      timelines: seats(seventeen),
      billed: [september],
    })
    expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '21.41']])
    const [line] = trueUpsOf(run)
    expect(line === undefined ? '' : explainLine(line, 'USD').sentence).toContain(
      'a unit price of 31.4875 instead of 30.228 (cost + 25 %, before cost + 20 %) from 1 Sep, known since 20 Oct 2026',
    )
    // The seats are those that were covered already.
    expect(line?.covers).toEqual([])
  })

  test('a cost that was corrected for the past moves the price with it', () => {
    // 17 x 26.00 x 1.2 = 530.40; 513.88 was billed.
    const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
    const timelines = seats({ from: '2025-01-01', quantity: '17' }, { from: '2026-09-01', cost: '26.00' })
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines, billed: [september] })
    expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '16.52']])
    expect(trueUpsOf(run)[0]?.covers.map(({ quantity, unitCost }) => [quantity, unitCost])).toEqual([
      ['-17', '25.19'],
      ['17', '26.00'],
    ])
  })

  test('a bundle whose amount was corrected is billed the difference', () => {
    const september = billedBy({ month: '2026-09', lines: [fixed('bundle', '400.00')], timelines: seats(seventeen) })
    const lines = [fixed('bundle', '450.00')]
    const run = runOf({
      month: '2026-10',
      lines,
      closed: ['2026-09'],
      timelines: seats(seventeen),
      billed: [september],
    })
    expect(amountsOf(run)).toEqual([['bundle/true-up/2026-09', '50.00']])
  })
})

describe('charges passed on', () => {
  const lines = [passThrough('azure')]
  const first = charge('7', '100.00', { invoiceDate: '2026-09-04' })
  const second = charge('8', '50.00', { invoiceDate: '2026-09-04' })
  const september = billedBy({ month: '2026-09', lines, charges: [first] })

  test('a charge of September that was read later is passed on with the next invoice', () => {
    // 50.00 x 1.20
    const run = runOf({
      month: '2026-10',
      lines,
      closed: ['2026-09'],
      billed: [september],
      earlierCharges: [first, second],
    })
    expect(amountsOf(run)).toEqual([['azure/true-up/2026-09', '60.00']])
    expect(trueUpsOf(run)[0]?.reasons.trueUp?.changes).toEqual([
      { kind: 'charge', chargeId: '8', then: undefined, now: '60.00' },
    ])
  })

  test('a charge that the distributor took back is credited', () => {
    const run = runOf({ month: '2026-10', lines, closed: ['2026-09'], billed: [september], earlierCharges: [] })
    expect(amountsOf(run)).toEqual([['azure/true-up/2026-09', '-120.00']])
  })
})

describe('a quantity as the distributor billed it', () => {
  const september = { start: '2026-09-01', end: '2026-10-01' }
  const about = { subscriptionId: 's-1', invoiceDate: '2026-09-04', servicePeriod: september, quantity: decimal('17') }
  const whole = charge('7', '428.23', about)
  const timelines = seats(seventeen)

  test('is trued up by a charge of a later invoice for days of the month', () => {
    // 17 x 30.228 = 513.876 -> 513.88 was billed; the charge that was forgotten: 30.228 x 19 / 30 = 19.1444 -> 19.14.
    const before = billedBy({ month: '2026-09', basis: 'as-billed', timelines, charges: [whole] })
    expect(before.total).toBe('513.88')
    const days = { start: '2026-09-12', end: '2026-10-01' }
    const forgotten = { invoiceDate: '2026-10-04', kind: 'prorate', servicePeriod: days } as const
    const late = charge('8', '15.95', { ...about, ...forgotten, quantity: decimal('1') })
    const october = { invoiceDate: '2026-10-04', servicePeriod: billingMonth('2026-10') }
    const run = runOf({
      month: '2026-10',
      basis: 'as-billed',
      closed: ['2026-09'],
      timelines,
      billed: [before],
      earlierCharges: [whole],
      charges: [charge('9', '428.23', { ...about, ...october }), late],
    })
    expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '19.14']])
    expect(run.invoice?.total).toBe('533.02')
  })
})

describe('what could not be checked is said', () => {
  const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
  const known = seats(seventeen, { from: '2026-09-12', quantity: '18' })
  const unchecked = (run: ClientDryRun): string | undefined =>
    run.anomalies.find(({ code }) => code === 'true-up-not-checked')?.message

  test('a month that was never billed gets no true-up', () => {
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines: known })
    expect(amountsOf(run)).toEqual([])
    expect(unchecked(run)).toBe(
      'Sep 2026 of Client bear-creek could not be checked for true-ups: no invoice of it was billed here.',
    )
  })

  test('nothing is said of a month that had nothing to bill and billed nothing', () => {
    const timelines = seats({ from: '2026-10-01', quantity: '17' })
    expect(codesOf(runOf({ month: '2026-10', closed: ['2026-09'], timelines }))).toEqual([])
  })

  test('a line of which a part is not known gets no credit for it', () => {
    const timelines = seats(
      seventeen,
      { from: '2026-09-12', quantity: 'unknown' },
      { from: '2026-10-01', quantity: '18' },
    )
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines, billed: [september] })
    expect(amountsOf(run)).toEqual([])
    expect(unchecked(run)).toBe(
      '"Item i-1" (line line-1) could not be checked for true-ups of Sep 2026: a part of it could not be worked out.',
    )
  })

  test('a month without a config', () => {
    const run = runOf({
      month: '2026-10',
      closed: ['2026-09'],
      timelines: known,
      billed: [september],
      closedConfig: undefined,
    })
    expect([amountsOf(run), unchecked(run)]).toEqual([
      [],
      'Sep 2026 of Client bear-creek could not be checked for true-ups: no billing config was in force for it.',
    ])
  })

  test('a month billed in another currency', () => {
    const euro = { ...september, currency: 'EUR' }
    const run = runOf({ month: '2026-10', closed: ['2026-09'], timelines: known, billed: [euro] })
    expect([amountsOf(run), unchecked(run)]).toEqual([
      [],
      'Sep 2026 of Client bear-creek could not be checked for true-ups: it was billed in another currency.',
    ])
  })
})

describe('an invoice that a person added for a month', () => {
  test('counts as billed: a credit memo of sequence 1 leaves nothing to credit again', () => {
    const first = billedBy({ month: '2026-09', timelines: seats(seventeen) })
    const timelines = seats(seventeen, { from: '2026-09-15', quantity: '16' })
    const correction: Invoice = {
      ...first,
      sequence: 1,
      kind: 'credit-memo',
      lines: first.lines.map((line) => ({ ...line, lineKey: 'line-1/credit', quantity: '-1', amount: '-16.12' })),
      total: '-16.12',
    }
    const billed = [correction, first]
    expect(amountsOf(runOf({ month: '2026-10', closed: ['2026-09'], timelines, billed }))).toEqual([])
  })
})

test('what a person carried to an invoice for the same item and month is not billed a second time', () => {
  const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
  const [template] = september.lines
  if (template === undefined) throw new Error('September has a line.')
  const days = { start: '2026-09-12', end: '2026-10-01' }
  const carried: InvoiceLine = {
    ...template,
    lineKey: 'carried:1',
    billingLineId: '',
    amount: '19.14',
    source: 'manual',
    servicePeriod: days,
    reasons: { ...template.reasons, slice: [] },
  }
  const october: Invoice = { ...september, billingPeriod: billingMonth('2026-10'), lines: [carried], total: '19.14' }
  const timelines = seats(seventeen, { from: '2026-09-12', quantity: '18' }, { from: '2026-10-01', inForce: false })
  const run = runOf({ month: '2026-11', closed: ['2026-09'], timelines, billed: [september, october] })
  expect(amountsOf(run)).toEqual([])
  expect(run.anomalies.find(({ code }) => code === 'true-up-held')?.message).toContain(
    'a person has billed or credited something for the same item and month, so it is held.',
  )
})

test('a true-up above its threshold is flagged', () => {
  // 10 seats of 100.00 that nobody knew of, all September: 1,000.00.
  const price = hold('100.00')
  const september = billedBy({ month: '2026-09', price, timelines: seats(seventeen) })
  const timelines = seats(seventeen, { from: '2026-09-01', quantity: '27' })
  const run = runOf({ month: '2026-10', price, closed: ['2026-09'], timelines, billed: [september] })
  expect(amountsOf(run)).toEqual([['line-1/true-up/2026-09', '1000.00']])
  const flagged = run.anomalies.find(({ code }) => code === 'true-up-above-threshold')
  expect(flagged?.atStake).toEqual({ amount: '1000.00', currency: 'USD', isOnce: true })
  expect(flagged?.message).toBe(
    'The true-up of "Item i-1" (line line-1) for Sep 2026 is 1000.00 USD; more than 100.00 USD is flagged.',
  )
})

describe('whatever becomes known when', () => {
  const step = fc.record({
    from: fc.constantFrom(
      '2026-06-20',
      '2026-07-01',
      '2026-07-14',
      '2026-07-31',
      '2026-08-05',
      '2026-08-31',
      '2026-09-10',
    ),
    quantity: fc.constantFrom('0', '1', '2', '5', '17', '0.5'),
    cost: fc.constantFrom('25.19', '10', '3.3333', '0.0175'),
    inForce: fc.boolean(),
  })
  const knowledge = fc.array(fc.uniqueArray(step, { selector: ({ from }) => from, minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 2,
  })
  const course = fc.record({
    basis: fc.constantFrom('daily' as const, 'whole-at-start' as const, 'whole-at-end' as const),
    known: fc.tuple(knowledge, knowledge, knowledge),
  })
  const months = ['2026-07', '2026-08', '2026-09'] as const
  const items = [item('i-1', [{}])]
  const timelinesOf = (one: typeof knowledge extends fc.Arbitrary<infer T> ? T : never): SubscriptionTimeline[] =>
    one.map((steps, index) =>
      timeline(
        `s-${String(index)}`,
        [...steps].sort((a, b) => (a.from < b.from ? -1 : 1)),
      ),
    )

  test('what is billed in all is what should have been by the last knowledge, and a further run adds nothing', () => {
    fc.assert(
      fc.property(course, ({ basis, known }) => {
        const billed: Invoice[] = []
        months.forEach((month, index) => {
          const closed = months.slice(0, index)
          const timelines = timelinesOf(known[index] ?? [])
          // A first month without an invoice could not be checked later, so each month has a manual line as well.
          const lines = [synced('line-1'), manual('fee', '1', '1.00')]
          const { invoice } = runOf({ month, basis, items, lines, closed, timelines, billed })
          if (invoice !== undefined) billed.push(JSON.parse(JSON.stringify(invoice)) as Invoice)
        })
        const lines = [synced('line-1'), manual('fee', '1', '1.00')]
        const timelines = timelinesOf(known[2])
        const shouldBe = months.map((month) => runOf({ month, basis, items, lines, timelines }).invoice?.total ?? '0')
        const sum = (amounts: readonly string[]): string =>
          formatDecimal(amounts.reduce((total, amount) => addDecimals(total, decimal(amount)), zero))
        expect(sum(billed.map(({ total }) => total))).toBe(sum(shouldBe))
        const again = runOf({ month: '2026-10', basis, items, lines, closed: months, timelines, billed })
        expect(amountsOf(again)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('the order of invoices, closed months and timelines does not matter', () => {
    const september = billedBy({ month: '2026-09', timelines: seats(seventeen) })
    const august = billedBy({ month: '2026-08', timelines: seats(seventeen) })
    const timelines = seats(seventeen, { from: '2026-08-12', quantity: '18' })
    const sketch: Month = { month: '2026-10', closed: ['2026-08', '2026-09'], timelines, billed: [august, september] }
    const turned: Month = { ...sketch, closed: ['2026-09', '2026-08'], billed: [september, august] }
    expect(runOf(turned)).toEqual(runOf(sketch))
    // 30.228 x 20 / 31 = 19.5019 -> 19.50 for August, 30.228 -> 30.23 less the rounding of 18 seats for September:
    // 18 x 30.228 = 544.104 -> 544.10 less 513.88.
    expect(amountsOf(runOf(sketch))).toEqual([
      ['line-1/true-up/2026-08', '19.50'],
      ['line-1/true-up/2026-09', '30.22'],
    ])
  })
})
