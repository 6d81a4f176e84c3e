import { expect, test } from 'vitest'
import { generateMsp } from '../../../emulators/simulated-msp/generate.ts'
import type { MistakeKind, SeededMistake } from '../../../emulators/simulated-msp/past/hand-billed.ts'
import { pastScene, type PastScene } from '../../../test/helpers/past-scene.ts'
import { auditPast } from './audit-past.ts'
import type { PastEvidence } from './past-evidence.ts'
import type { BackfillCause, BackfillFinding, BackfillReport } from './report.ts'

// Two years of a simulated MSP that wrote its invoices by hand, with mistakes that the generator seeded and knows to the
// cent. It shares no code with the engine or the reconciliation. SEATLEDGER_BACKFILL_CLIENTS and _SEEDS make it larger.

const clients = Number(process.env['SEATLEDGER_BACKFILL_CLIENTS'] ?? '6')
const seeds = (process.env['SEATLEDGER_BACKFILL_SEEDS'] ?? 'past').split(',')
const scenes = seeds.map((seed) => pastScene(generateMsp({ seed, clients, months: 24 }), seed))
const reports = scenes.map(({ evidence }) => auditPast(evidence))
const pairs = scenes.map((scene, index) => [seeds[index] ?? '', scene, reports[index] ?? missing()] as const)

function missing(): never {
  throw new Error('A scene has no report.')
}

const causesOf: Readonly<Record<MistakeKind, BackfillCause>> = {
  'skipped-invoice': 'no-invoice',
  'forgotten-line': 'not-billed',
  'stale-quantity': 'quantity-short',
  'stale-price': 'price-below',
  'never-removed': 'billed-not-owed',
  'written-twice': 'billed-twice',
}

/** `-12.34` is -1234: whole cents, without a fraction on the way. */
const cents = (text: string): number => {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`${text} is no amount of whole cents.`)
  return Number(text.replace('.', ''))
}
const signed = ({ revenue, direction }: BackfillFinding): number =>
  revenue === 'unknown' ? 0 : cents(revenue.amount) * (direction === 'leakage' ? 1 : -1)

/** What was seeded and no later mistake happened to put right by the very same amount. */
function openMistakes({ written }: PastScene, { settled }: BackfillReport): SeededMistake[] {
  const even = new Map<string, number>()
  for (const { clientId, month, settledIn, amount } of settled) {
    for (const one of [month, settledIn]) {
      const key = `${clientId} ${one} ${String(cents(amount))}`
      even.set(key, (even.get(key) ?? 0) + 1)
    }
  }
  return written.mistakes.filter((mistake) => {
    const key = `${mistake.clientId} ${mistake.month} ${String(Math.abs(mistake.cents))}`
    const left = even.get(key) ?? 0
    if (left > 0) even.set(key, left - 1)
    return left === 0
  })
}

test.each(pairs)(
  'every seeded mistake of %s is found with its client, month, item, cause and amount, and nothing else is',
  (_seed, scene, report) => {
    const found = report.findings
      .filter(({ itemIds }) => itemIds.length > 0)
      .map((one) => `${one.clientId ?? ''} ${one.month} ${one.itemIds.join('+')} ${one.cause} ${String(signed(one))}`)
    const right = openMistakes(scene, report).map(
      (one) => `${one.clientId} ${one.month} ${one.itemId} ${causesOf[one.kind]} ${String(one.cents)}`,
    )
    expect(right.length).toBeGreaterThan(50)
    expect(new Set(Object.values(causesOf)).size).toBe(new Set(right.map((text) => text.split(' ')[3])).size)
    expect(found.sort()).toEqual(right.sort())
  },
)

test.each(pairs)(
  'what %s bought and nobody was ever billed for is found by its cost, and nothing else is',
  (_seed, scene, report) => {
    const { truth, msp } = scene
    const costOnly = report.findings.filter(({ cause }) => cause === 'on-no-line' || cause === 'no-client')
    // By the generator, these charges are on nobody's invoice.
    const classified = truth.months.flatMap(({ distributorInvoices }) =>
      distributorInvoices.flatMap(({ charges }) => charges),
    )
    const leaked = new Set(
      classified.flatMap(({ chargeId, parts }) =>
        parts.some((part) => part.class === 'bought-not-billed') ? [chargeId] : [],
      ),
    )
    // The first invoice closes a month before the two years, and no class is given to it.
    const judged = new Set(classified.map(({ chargeId }) => chargeId))
    const isWrong = ({ chargeId }: { readonly chargeId: string }): boolean =>
      judged.has(chargeId) && !leaked.has(chargeId)
    const wrong = costOnly.filter(({ evidence }) => evidence.charges.some(isWrong))
    expect(wrong.map(({ sentence }) => sentence)).toEqual([])
    const first = msp.months[0] ?? ''
    const end = `${msp.months.at(-1) ?? ''}-99`
    const foundCents = new Map<string, number>()
    for (const { subscriptionIds, cost } of costOnly) {
      const [id = ''] = subscriptionIds
      if (cost !== 'unknown') foundCents.set(id, (foundCents.get(id) ?? 0) + cents(cost.amount))
    }
    const counted = msp.distributorInvoices.filter(({ creditedAt }) => creditedAt === undefined)
    const rightCents = new Map<string, number>()
    const leaks = new Set(truth.leaks.map(({ subscriptionId }) => subscriptionId))
    for (const { subscriptionId = '', from, costCents } of counted.flatMap(({ charges }) => charges)) {
      if (!leaks.has(subscriptionId) || from.slice(0, 7) < first || from > end) continue
      rightCents.set(subscriptionId, (rightCents.get(subscriptionId) ?? 0) + costCents)
    }
    expect(leaks.size).toBeGreaterThan(2)
    for (const [id, right] of rightCents) expect([id, foundCents.get(id)]).toEqual([id, right])
  },
)

test('the sums by client, product, month and cause are each the sum of the findings', () => {
  const [report = missing()] = reports
  const of = (direction: BackfillFinding['direction']): number =>
    report.findings.reduce((sum, one) => sum + (one.direction === direction ? Math.abs(signed(one)) : 0), 0)
  for (const sums of Object.values(report.by)) {
    expect(sums.reduce((sum, { leakage }) => sum + cents(leakage), 0)).toBe(of('leakage'))
    expect(sums.reduce((sum, { overBilling }) => sum + cents(overBilling), 0)).toBe(of('over-billing'))
  }
  expect(report.totals.reduce((sum, { leakage }) => sum + cents(leakage), 0)).toBe(of('leakage'))
})

test('a leak of the last months can be billed, one of long ago cannot; what was paid too much is owed as a credit', () => {
  const [report = missing()] = reports
  const [scene = missing()] = scenes
  const lastTwelve = scene.msp.months.slice(-11)
  for (const { direction, month, recovery, itemIds } of report.findings) {
    if (itemIds.length === 0) continue
    const wanted = direction === 'over-billing' ? 'credit-owed' : lastTwelve.includes(month) ? 'recoverable' : 'too-old'
    expect([month, recovery.state]).toEqual([month, wanted])
  }
})

/** The scene with parts of what was read taken away. */
function without(change: Partial<PastEvidence>): BackfillReport {
  const [scene = missing()] = scenes
  return auditPast({ ...scene.evidence, ...change })
}

test('no distributor invoice read: nothing of what is bought is found, and each month says why', () => {
  const report = without({ distributorInvoices: [], charges: [], creditsSeen: [] })
  // Lines that follow no distributor, such as a rented firewall, are known by the config alone.
  const found = report.findings.filter(
    ({ subscriptionIds, cause }) => subscriptionIds.length > 0 || cause === 'billed-not-owed',
  )
  expect(found).toEqual([])
  expect(report.notKnown.some(({ why }) => why === 'no invoice of pax8 was read')).toBe(true)
})

test('no ledger read: nothing is found at all, and nothing is called clean', () => {
  const report = without({ billed: [], ledgers: [{ connectionId: 'books', documents: new Map(), why: 'not read' }] })
  expect([report.findings, report.compared.groups]).toEqual([[], 0])
  expect(new Set(report.notKnown.map(({ why }) => why))).toContain('books: not read')
})

test('a month that was not read has no finding, and the months beside it keep theirs', () => {
  const [scene = missing()] = scenes
  const [report = missing()] = reports
  const [ledger = missing()] = scene.evidence.ledgers
  const gap = `${scene.msp.months[7] ?? ''}-01`
  const documents = new Map([...ledger.documents].filter(([month]) => month !== gap))
  const gapped = without({ ledgers: [{ ...ledger, documents }] })
  const outside = (one: BackfillReport): string[] =>
    one.findings
      .filter(({ month }) => `${month}-01` !== gap)
      .map(({ sentence }) => sentence)
      .sort()
  expect(gapped.findings.filter(({ month }) => `${month}-01` === gap)).toEqual([])
  // A pair that settled across the gap is no pair without it.
  expect(outside(gapped).length).toBeGreaterThanOrEqual(outside(report).length)
})

test('an invoice of which a page is missing takes its month out, and only its month', () => {
  const [scene = missing()] = scenes
  const month = scene.msp.months[5] ?? ''
  const partly = scene.evidence.distributorInvoices.map((read) =>
    read.invoice.invoiceDate === `${month}-01`
      ? { ...read, items: 'part' as const, itemsNote: 'a page is missing' }
      : read,
  )
  const report = without({ distributorInvoices: partly })
  const found = report.findings.filter((one) => one.month === month && one.subscriptionIds.length > 0)
  expect(found).toEqual([])
  expect(report.notKnown.some((one) => one.month === month && one.why.includes('not read whole'))).toBe(true)
})

test('with the distributor’s invoices alone, as files hold them, no false leak is found', () => {
  const [scene = missing()] = scenes
  const report = without({ timelines: [] })
  const seeded = new Set(scene.written.mistakes.map(({ clientId, month }) => `${clientId} ${month}`))
  const fromCharges = report.findings.filter(({ cause }) => cause === 'no-invoice')
  expect(fromCharges.length).toBeGreaterThan(5)
  for (const { clientId, month } of fromCharges) expect(seeded.has(`${clientId ?? ''} ${month}`)).toBe(true)
})

test('the audit is a function of its input, in whichever order that comes', () => {
  const [scene = missing()] = scenes
  const { evidence } = scene
  const turned = auditPast({
    ...evidence,
    timelines: [...evidence.timelines].reverse(),
    charges: [...evidence.charges].reverse(),
    billed: [...evidence.billed].reverse(),
  })
  expect(turned.findings.map(({ sentence }) => sentence)).toEqual(reports[0]?.findings.map(({ sentence }) => sentence))
})
