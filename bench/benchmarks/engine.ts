import { openRun, type RunContext } from '../../src/billing/run-context.ts'
import { prepareClientInvoice } from '../../src/billing/prepare-client-invoice.ts'
import type { ClientSupply } from '../../src/billing/dry-run-input.ts'
import { readBillingConfig } from '../../src/config/read-billing-config.ts'
import { billingMonth } from '../../src/domain/period.ts'
import type { SubscriptionTimeline, TimelineStep } from '../../src/domain/timeline.ts'
import { canonicalJson } from '../../src/support/canonical-json.ts'
import { configText, inventedIds } from '../data/config-text.ts'
import {
  clientAt,
  ledgerConnection,
  products,
  sourceConnection,
  stateAfter,
  type GeneratedSubscription,
} from '../data/msp.ts'
import { amountByDecimalJs, amountByOurs, lineTexts, type LineTexts } from '../data/line-arithmetic.ts'
import { measure, peakMemoryMb } from '../harness/measure.ts'
import { rateOf, type Benchmark, type Row, type Sample } from '../harness/report.ts'

const clients = 1_000
const linesPerClient = 8
const repetitions = 7
const arithmeticLines = 200_000
const reasonedTarget = 200_000
const pricedTarget = 1_000_000
const period = billingMonth('2026-10')

/** The pure engine alone, on one core: no store, no ledger, no text. */
export const engine: Benchmark = {
  name: 'engine',
  title: 'The billing engine alone',
  run: async () => {
    const run = openedRun()
    const supplies = Array.from({ length: clients }, (_, index) => supplyOf(index))
    const lines = countLines(run, supplies)
    const computed = await repeat(() => countLines(run, supplies))
    const written = await repeat(() => {
      let length = 0
      for (const supply of supplies) length += canonicalJson(prepareClientInvoice(run, supply).invoice).length
      return length
    })
    const row = (what: string, samples: readonly Sample[]): Row => ({ what, amount: lines, unit: 'lines', samples })
    const withReasons = row('invoice lines computed, with their reasons and anomalies', computed)
    const [ours, byDecimalJs] = await arithmeticRows()
    return {
      rows: [
        { ...withReasons, target: atLeast(withReasons, reasonedTarget) },
        row('the same, and written as canonical JSON', written),
        { ...ours, target: atLeast(ours, pricedTarget) },
        byDecimalJs,
      ],
      ratios: [{ words: `${ours.what} against ${byDecimalJs.what}`, ratio: rateOf(ours) / rateOf(byDecimalJs) }],
      memory: [{ of: 'the engine, with its input', peakMb: peakMemoryMb() }],
      notes: [
        `${String(clients)} clients x ${String(linesPerClient)} billing lines give ${String(lines)} invoice lines; each repetition computes all of them.`,
        `The arithmetic is that of ${String(arithmeticLines)} lines from text to text: cost, markup, units and days to an amount with one rounding. decimal.js works with 60 digits, since its usual 20 would cut some products; both gave the same amounts.`,
      ],
    }
  },
}

function atLeast(row: Row, perSecond: number): NonNullable<Row['target']> {
  return { words: `at least ${perSecond.toLocaleString('en-US')} lines/s`, met: rateOf(row) >= perSecond }
}

/** What pricing a line comes to without its reasons, beside the same work with a decimal library. */
async function arithmeticRows(): Promise<readonly [Row, Row]> {
  const texts = lineTexts(arithmeticLines)
  const differing = texts.find((text) => amountByOurs(text) !== amountByDecimalJs(text))
  if (differing !== undefined) throw new Error(`decimal.js disagrees about ${JSON.stringify(differing)}.`)
  const lengthOf = (amount: (text: LineTexts) => string) => (): number =>
    texts.reduce((length, text) => length + amount(text).length, 0)
  const about = { amount: arithmeticLines, unit: 'lines' }
  return [
    { ...about, what: 'lines priced, the arithmetic alone', samples: await repeat(lengthOf(amountByOurs)) },
    { ...about, what: 'the same arithmetic with decimal.js', samples: await repeat(lengthOf(amountByDecimalJs)) },
  ]
}

async function repeat(work: () => number): Promise<Sample[]> {
  const samples: Sample[] = []
  // The first one warms up the compiler and is not counted.
  work()
  for (let count = 0; count < repetitions; count += 1) samples.push((await measure(work)).sample)
  return samples
}

function countLines(run: RunContext, supplies: readonly ClientSupply[]): number {
  return supplies.reduce((sum, supply) => sum + (prepareClientInvoice(run, supply).invoice?.lines.length ?? 0), 0)
}

function openedRun(): RunContext {
  const customers = Array.from({ length: clients }, (_, index) => inventedIds.customerAt(index))
  const view = {
    connectionId: ledgerConnection,
    customers: new Map(customers.map((id) => [id, { active: true, currency: 'USD' }])),
    items: new Map(products.map((_, index) => [inventedIds.itemAt(index), { active: true }])),
  }
  const health = { connectionId: sourceConnection, lastCompleteDay: period.end, newestIsIncomplete: false }
  return openRun({
    billingPeriod: period,
    asOf: period.end,
    invoiceDate: '2026-10-31',
    config: readBillingConfig(configText(clients, linesPerClient), 'bench.yaml', 1),
    sources: [{ ...health, staleAfterDays: 3 }],
    ledgers: [view],
  })
}

function supplyOf(index: number): ClientSupply {
  const { clientId, subscriptions } = clientAt(index, linesPerClient)
  return { clientId, timelines: subscriptions.map(timelineOf), charges: [], billed: [] }
}

function timelineOf(subscription: GeneratedSubscription): SubscriptionTimeline {
  const { subscriptionId, steps } = subscription
  const first = steps[0]?.from
  return {
    connectionId: sourceConnection,
    subscriptionId,
    steps: steps.map((step, index): TimelineStep => {
      const evidence = {
        kind: 'history',
        id: `${subscriptionId}@${step.from}`,
        recordedAt: `${step.from}T03:00:00Z`,
      } as const
      const state = stateAfter(subscription, step)
      return {
        ...state,
        from: step.from,
        until: steps[index + 1]?.from,
        inForce: true,
        evidence: [evidence],
        window: undefined,
      }
    }),
    knownFrom: first ?? period.start,
    before: 'not-running',
    billingStart: first,
    commitmentEnd: undefined,
  }
}
