import { afterEach, describe, expect, test } from 'vitest'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import type { FailureRule, FaultSwitches } from '../../../emulators/pax8/fault-switches.ts'
import { openEmulatedPax8, type EmulatedPax8 } from '../../../test/helpers/emulated-pax8.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { decimal } from '../../money/decimal.ts'
import { money } from '../../money/money.ts'
import { collect } from '../source-contract.ts'
import type { SourceProblem, StreamName } from '../source.ts'

const opened: EmulatedPax8[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()))
})

async function open(options: Parameters<typeof openEmulatedPax8>[0] = {}): Promise<EmulatedPax8> {
  const emulated = await openEmulatedPax8(options)
  opened.push(emulated)
  return emulated
}

const everything: readonly { readonly stream: StreamName; readonly keys?: readonly string[] }[] = [
  { stream: 'companies' },
  { stream: 'contacts', keys: [ids.bearCreek, ids.closed] },
  { stream: 'products', keys: [ids.businessStandard] },
  { stream: 'prices', keys: [ids.businessStandard, ids.backup] },
  { stream: 'subscriptions' },
  { stream: 'subscription-details', keys: [ids.seats] },
  { stream: 'subscription-history', keys: [ids.seats] },
  { stream: 'orders' },
  { stream: 'usage-summaries', keys: [ids.azure, ids.seats] },
  { stream: 'usage-lines', keys: [`${ids.usage}/2026-03-14`, `${ids.usage}/2026-03-15`] },
  { stream: 'distributor-invoices' },
  { stream: 'charges', keys: [ids.invoice] },
  { stream: 'draft-charges', keys: ['0'] },
]

interface Outcome {
  readonly records: readonly string[]
  /** Whether every listing said that it was complete; or the code of the failure that ended the reading. */
  readonly end: string
}

/** What a night of reading everything ends with, stream by stream. */
async function readEverything({ source }: EmulatedPax8): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {}
  for (const { stream, ...request } of everything) {
    try {
      const pages = await collect(source, stream, request)
      const ends = [...new Map(pages.map((page) => [page.key, page.complete])).values()]
      const records = pages.flatMap((page) => page.records).map(text)
      outcomes[stream] = { records: records.toSorted(), end: ends.every(Boolean) ? 'complete' : 'incomplete' }
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
      outcomes[stream] = { records: [], end: code }
    }
  }
  return outcomes
}

/** When it was learnt depends on the waits; an id made of a row's text depends on how its period's end is written. */
function text(record: unknown): string {
  return JSON.stringify(record, (key, value: unknown) => {
    if (key === 'recordedAt' || key === 'chargeId') return undefined
    return typeof value === 'bigint' ? `${value}n` : value
  })
}

let quietDay: Promise<Record<string, Outcome>> | undefined

function truth(): Promise<Record<string, Outcome>> {
  quietDay ??= open().then(readEverything)
  return quietDay
}

const passing: readonly (readonly [string, Partial<FaultSwitches>])[] = [
  ['an empty listing without content', { emptyContent: 'missing' }],
  ['deleted companies that are not listed unasked', { deletedCompanies: 'hidden' }],
  ['absent fields written as null', { absentFields: 'null' }],
  ['history as a bare list', { history: 'bare-array' }],
  ['rate types in prose', { rateType: 'prose' }],
  ['inclusive ends of periods', { endPeriod: 'inclusive' }],
  ['exclusive ends of periods in the draft', { draftEndPeriod: 'exclusive' }],
  ['a page size above the limit refused', { oversizedPage: 'refuse' }],
  ['timestamps in Z', { timestamps: 'z' }],
  ['timestamps with an offset', { timestamps: 'plus-zero' }],
  ['timestamps six hours off, offset without a colon', { timestamps: 'minus-six' }],
  ['a call limit', { callsPerMinute: 20 }],
  ['tokens that live shorter than promised', { tokenLifetimeSeconds: 90, callsPerMinute: 20 }],
  ['a Date header an hour off', { dateSkewSeconds: 3600 }],
  ['rows moving once while they are read', { pageShift: { kind: 'row-moved-to-front', times: 1 } }],
  ['a row inserted once', { pageShift: { kind: 'row-inserted', times: 1 } }],
  ['a row removed once', { pageShift: { kind: 'row-removed', times: 1 } }],
  ...failures('throttled', 'timeout', 'server-error', 'unavailable', 'gateway-page', 'page-instead-of-data'),
  ...failures('truncated-body', 'cut-connection', 'connection-reset', 'hang', 'unauthorized'),
]

function failures(...kinds: readonly FailureRule['kind'][]): [string, Partial<FaultSwitches>][] {
  return kinds.map((kind) => [`${kind} now and then`, { failures: [{ kind, every: 7, times: 12 }] }])
}

describe('what may pass ends in exactly the records of a quiet day', () => {
  test.each(passing)('%s', async (_name, switches) => {
    const expected = await truth()
    expect(Object.values(expected).map(({ end }) => end)).toEqual(everything.map(() => 'complete'))
    const found = await readEverything(await open({ switches }))
    for (const { stream } of everything) expect({ stream, ...found[stream] }).toEqual({ stream, ...expected[stream] })
  })
})

describe('what lasts ends in a failure or an incomplete listing, never in other records', () => {
  const lasting: readonly (readonly [string, Partial<FaultSwitches>, string])[] = [
    ['counters at top level', { counters: 'top-level' }, 'source.unreadable'],
    ['no counters', { counters: 'none' }, 'source.unreadable'],
    ['a count that is always too high', { totalElementsOffset: 1 }, 'incomplete'],
    ['rows that move in every sweep', { pageShift: { kind: 'row-moved-to-front' } }, 'incomplete'],
    ['rows inserted in every sweep', { pageShift: { kind: 'row-inserted' } }, 'incomplete'],
    ['always throttled', { failures: [{ kind: 'throttled' }] }, 'source.throttled'],
    [
      'always throttled for an hour',
      { failures: [{ kind: 'throttled', retryAfterSeconds: 3600 }] },
      'source.throttled',
    ],
    ['always failing', { failures: [{ kind: 'server-error' }] }, 'source.unavailable'],
    ['always timing out', { failures: [{ kind: 'timeout' }] }, 'source.unavailable'],
    ['always half a body', { failures: [{ kind: 'truncated-body' }] }, 'source.unreadable'],
    ['always a page of HTML', { failures: [{ kind: 'page-instead-of-data' }] }, 'source.unreadable'],
    ['always reset', { failures: [{ kind: 'connection-reset' }] }, 'source.unavailable'],
    ['every token refused', { failures: [{ kind: 'unauthorized' }] }, 'source.authentication'],
    ['every read forbidden', { failures: [{ kind: 'forbidden' }] }, 'source.authorization'],
  ]

  test.each(lasting)('%s', async (_name, switches, end) => {
    const expected = await truth()
    const found = await readEverything(await open({ switches }))
    expect(found['subscriptions']?.end).toBe(end)
    for (const { stream } of everything) {
      const outcome = found[stream]
      if (outcome?.end !== 'complete') continue
      expect({ stream, ...outcome }).toEqual({ stream, ...expected[stream] })
    }
  })
})

describe('what Pax8 leaves out or writes otherwise is unknown or read, and said', () => {
  test('a missing quantity is unknown, never zero', async () => {
    const { source } = await open({ switches: { absentQuantity: [ids.seats] } })
    const pages = await collect(source, 'subscriptions')
    const seats = pages.flatMap((page) => page.records).find(({ state }) => state.subscriptionId === ids.seats)
    expect(seats?.state.quantity).toBe('unknown')
    expect(problemsOf(pages)).toEqual([['missing-value', ids.seats, 'quantity']])
    expect(pages.at(-1)?.complete).toBe(true)
  })

  test('a missing cost is unknown, and is not taken from the client price', async () => {
    const { source } = await open({ switches: { absentPartnerCost: 'all' } })
    const pages = await collect(source, 'subscription-details', { keys: [ids.seats] })
    expect(pages[0]?.records[0]).toMatchObject({ unitCost: 'unknown', listPrice: money('12.50', 'USD') })
    expect(problemsOf(pages)).toEqual([['missing-value', ids.seats, 'partnerCost']])
  })

  test.each(['commitmentTerm', 'commitment'] as const)('the commitment is read from %s', async (commitmentField) => {
    const { source } = await open({ switches: { commitmentField } })
    const [page] = await collect(source, 'subscription-details', { keys: [ids.seats] })
    expect(page?.records[0]).toMatchObject({ commitmentTerm: '1-year', commitmentEnd: '2026-12-31' })
  })

  test('a listing that carries cost and commitment needs no detail; one that lacks them does', async () => {
    const lacking = await collect((await open()).source, 'subscriptions')
    expect(lacking.flatMap((page) => page.records).map(({ lacksDetail }) => lacksDetail)).toEqual([
      true,
      true,
      true,
      true,
    ])
    const { source } = await open({ switches: { listCarriesCost: true, absentFields: 'null' } })
    const carrying = (await collect(source, 'subscriptions')).flatMap((page) => page.records)
    const seats = carrying.find(({ state }) => state.subscriptionId === ids.seats)
    expect(seats).toMatchObject({ lacksDetail: false, state: { unitCost: money('10.005', 'USD') } })
  })

  test('a bare date is taken as it stands, beside timestamps', async () => {
    for (const timestamps of ['bare-date', 'mixed'] as const) {
      const { source } = await open({ switches: { timestamps } })
      const [page] = await collect(source, 'subscription-details', { keys: [ids.seats] })
      expect(page?.records[0]).toMatchObject({ startDate: '2026-01-01', createdDate: '2026-01-01' })
    }
  })

  test('an unknown status is kept raw and told', async () => {
    const switches = { subscriptionStatus: { value: 'Hibernating', rows: [ids.seats] } }
    const pages = await collect((await open({ switches })).source, 'subscriptions')
    const seats = pages.flatMap((page) => page.records).find(({ state }) => state.subscriptionId === ids.seats)
    expect(seats?.state).toMatchObject({ status: 'unknown', rawStatus: 'Hibernating' })
    expect(problemsOf(pages)).toEqual([['unknown-enum', ids.seats, 'status']])
  })

  test('an unknown billing term is kept raw and told', async () => {
    const switches = { billingTerm: { value: 'Fortnightly', rows: [ids.seats] } }
    const [page] = await collect((await open({ switches })).source, 'subscription-details', { keys: [ids.seats] })
    expect(page?.records[0]).toMatchObject({ billingTerm: 'unknown', rawBillingTerm: 'Fortnightly' })
  })

  test('item types are the same with underscores', async () => {
    const quiet = await collect((await open()).source, 'charges', { keys: [ids.invoice] })
    const { source } = await open({ switches: { itemTypeSeparator: 'underscore' } })
    const found = await collect(source, 'charges', { keys: [ids.invoice] })
    const kinds = (pages: typeof found): string[] => pages.flatMap((page) => page.records).map(({ kind }) => kind)
    expect(kinds(found)).toEqual(kinds(quiet))
    expect(kinds(found)).toEqual(['subscription', 'prorate', 'subscription', 'invoice-credit', 'one-time'])
  })

  test('an unknown item type is a charge of unknown kind, never dropped', async () => {
    const { source } = await open({ switches: { itemType: { value: 'environmental-levy' } } })
    const charges = (await collect(source, 'charges', { keys: [ids.invoice] })).flatMap((page) => page.records)
    expect(charges.map(({ kind, rawKind }) => [kind, rawKind])).toEqual(
      Array.from({ length: 5 }, () => ['unknown', 'environmental-levy']),
    )
  })

  test('an item without a subscription, and a credit without a company, are kept', async () => {
    const { source } = await open({ switches: { nullItemSubscription: 'all' } })
    const charges = (await collect(source, 'charges', { keys: [ids.invoice] })).flatMap((page) => page.records)
    expect(charges.map(({ subscriptionId }) => subscriptionId)).toEqual(Array.from({ length: 5 }, () => undefined))
    expect(charges.find(({ kind }) => kind === 'invoice-credit')).toMatchObject({
      companyId: undefined,
      cost: money('-0.01', 'USD'),
    })
  })

  test('an invoice without status and carried balance says so where it matters', async () => {
    const { source } = await open({ switches: { invoiceStatus: 'absent', carriedBalance: 'absent' } })
    const pages = await collect(source, 'distributor-invoices')
    expect(pages[0]?.records[0]).toMatchObject({ status: 'unknown', rawStatus: undefined, carriedBalance: 'unknown' })
    expect(problemsOf(pages).map(([code, , field]) => [code, field])).toEqual(
      Array.from({ length: 3 }, () => ['missing-value', 'status']),
    )
  })

  test('a negative proration keeps its sign, and its period is half-open', async () => {
    const charges = (await collect((await open()).source, 'charges', { keys: [ids.invoice] })).flatMap((p) => p.records)
    expect(charges.find(({ kind }) => kind === 'prorate')).toMatchObject({
      quantity: decimal('-1'),
      cost: money('-10.005', 'USD'),
      servicePeriod: { start: '2026-03-14', end: '2026-04-01' },
    })
  })

  test('items with ids keep them', async () => {
    const { source } = await open({ switches: { itemIds: 'present' } })
    const charges = (await collect(source, 'charges', { keys: [ids.invoice] })).flatMap((page) => page.records)
    expect(new Set(charges.map(({ chargeId }) => chargeId)).size).toBe(5)
    expect(charges.some(({ chargeId }) => chargeId.startsWith(ids.invoice))).toBe(false)
  })
})

describe('the check says what is wrong before anything is synced', () => {
  const check = async (emulated: EmulatedPax8): ReturnType<EmulatedPax8['source']['check']> =>
    emulated.source.check(new AbortController().signal)

  test('it counts what the credential may see', async () => {
    const { account, notes, clockSkewSeconds } = await check(await open())
    expect(account).toMatch(/^client id sandbox-… at 127\.0\.0\.1:\d+$/)
    expect(notes).toEqual([
      'Pax8 lets this credential see 3 companies, 4 subscriptions, 3 invoices.',
      'One of these invoices is for the partner "Harborlight IT Canada".',
    ])
    expect(clockSkewSeconds).toBe(0)
  })

  test('a clock an hour off is measured, with its direction', async () => {
    const { clockSkewSeconds } = await check(await open({ switches: { dateSkewSeconds: -3600 } }))
    expect(clockSkewSeconds).toBe(3600)
  })

  test('a credential without the right to invoices is told which right, and where to give it', async () => {
    const failure = await failureOf(check(await open({ clientId: 'sandbox-without-invoices' })))
    expect(failure.code).toBe('source.authorization')
    expect(failure.message).toContain('lacks the right to read invoices')
    expect(failure.message).toContain('Integrations Hub')
  })

  test('a wrong secret is refused with the screen that makes a new one, and without the secret', async () => {
    const failure = await failureOf(check(await open({ clientSecret: 'not-the-secret' })))
    expect(failure.code).toBe('source.authentication')
    expect(failure.message).toContain('Integrations Hub')
    expect(failure.message).not.toContain('not-the-secret')
  })
})

function problemsOf(pages: readonly { readonly problems: readonly SourceProblem[] }[]): unknown[][] {
  return pages.flatMap((page) => page.problems).map(({ code, recordId, field }) => [code, recordId, field])
}
