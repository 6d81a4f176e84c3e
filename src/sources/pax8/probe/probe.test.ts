import { afterEach, describe, expect, test } from 'vitest'
import { createExampleTenant, ids } from '../../../../emulators/pax8/example-tenant.ts'
import type { FaultSwitches } from '../../../../emulators/pax8/fault-switches.ts'
import { Pax8State } from '../../../../emulators/pax8/state.ts'
import { openEmulatedPax8, type EmulatedPax8 } from '../../../../test/helpers/emulated-pax8.ts'
import { formatDecimal } from '../../../money/decimal.ts'
import type { ProbeAnswer, SourceRecords, StreamName } from '../../source.ts'

// The emulator can be a Pax8 of either kind in each of these; the probe is told nothing but what it reads.

const opened: EmulatedPax8[] = []
const signal = new AbortController().signal

async function open(options: Parameters<typeof openEmulatedPax8>[0] = {}): Promise<EmulatedPax8> {
  const pax8 = await openEmulatedPax8({ pageSize: 200, ...options })
  opened.push(pax8)
  return pax8
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((pax8) => pax8.close()))
})

/** Bear Creek's seats have changed twice, and cost something else than the client pays. */
function tenantWithChanges(): Pax8State {
  const state = createExampleTenant()
  state.changeQuantity(ids.seats, '18', '2026-03-14T10:00:00Z')
  state.changeQuantity(ids.seats, '17', '2026-03-20T10:00:00Z')
  return state
}

async function probe({ source, tools }: EmulatedPax8): Promise<ReadonlyMap<string, ProbeAnswer>> {
  const answers = (await source.probe?.(signal)) ?? []
  for (const { question, answer } of answers) if (answer !== undefined) tools.settled.set(question, answer)
  return new Map(answers.map((answer) => [answer.question, answer]))
}

async function read<S extends StreamName>(pax8: EmulatedPax8, stream: S, keys?: string[]): Promise<SourceRecords[S][]> {
  const records: SourceRecords[S][] = []
  const request = { signal, ...(keys === undefined ? {} : { keys }) }
  for await (const page of pax8.source.pull(stream, request)) records.push(...page.records)
  return records
}

describe('each answer follows the data', () => {
  test.each<[string, string, Partial<FaultSwitches>, string, Partial<FaultSwitches>]>([
    ['price-meaning', 'client-price', {}, 'our-cost', { subscriptionPrice: 'partner-cost' }],
    ['credit-sign', 'below-zero', {}, 'above-zero', { creditSign: 'positive' }],
    ['end-of-period', 'exclusive', {}, 'inclusive', { endPeriod: 'inclusive' }],
    ['cost-in-list', 'detail-only', {}, 'listed', { listCarriesCost: true }],
    ['commitment-in-list', 'detail-only', {}, 'listed', { listCarriesCost: true, commitmentField: 'commitment' }],
    ['history-order', 'newest-first', {}, 'oldest-first', { historyOrder: 'oldest-first' }],
    ['history-ids', 'asked-for', {}, 'own', { historyIds: 'each-its-own', history: 'bare-array' }],
    [
      ...(['call-limit', '600/60', { limitHeaders: { 'RateLimit-Policy': '600;w=60' } }] as const),
      ...(['60/60', { limitHeaders: { 'RateLimit-Policy': '"default";q=60;w=60' } }] as const),
    ],
  ])('%s is %s, or %#', async (question, one, oneWay, other, otherWay) => {
    const first = await probe(await open({ state: tenantWithChanges(), switches: oneWay }))
    expect(first.get(question)).toMatchObject({ state: 'answered', answer: one })
    expect(first.get(question)?.evidence.length).toBeGreaterThan(0)
    const second = await probe(await open({ state: tenantWithChanges(), switches: otherWay }))
    expect(second.get(question)).toMatchObject({ state: 'answered', answer: other })
  })

  test('the evidence names what was looked at, with its figures', async () => {
    const answers = await probe(await open({ state: tenantWithChanges() }))
    expect(answers.get('price-meaning')?.evidence[0]).toBe(
      `subscription ${ids.seats} has price 12.50; its item on the invoice of 2026-04-01 over 160.07 USD for Harborlight IT has cost 10.005 and price 12.50`,
    )
    expect(answers.get('history-order')?.evidence[0]).toContain('goes from 2026-03-20')
  })
})

describe('what the data does not settle', () => {
  test('a tenant without anything leaves every question open, and says what it would take', async () => {
    const answers = await probe(await open({ state: new Pax8State() }))
    expect([...answers.values()].map(({ state }) => state)).toEqual(Array(8).fill('not-known-yet'))
    expect(answers.get('credit-sign')?.sentence).toContain('It takes a credit or rebate')
  })

  test('credits above zero on an invoice whose total fits neither reading prove nothing', async () => {
    const state = createExampleTenant()
    const credit = { type: 'service-credit', costTotal: '5.00', total: '5.00', currencyCode: 'USD' }
    const invoice = { id: 'other', invoiceDate: '2026-05-01', dueDate: '2026-05-15', balance: '0', status: 'Unpaid' }
    const rest = { currencyCode: 'USD', partnerName: 'Harborlight IT', total: '77.00' }
    for (const { id } of state.invoices.all()) state.invoices.delete(id)
    state.publishInvoice({ ...invoice, ...rest }, [credit])
    expect((await probe(await open({ state }))).get('credit-sign')).toMatchObject({ state: 'not-known-yet' })
  })

  test('a number of calls without its time is no limit', async () => {
    const answers = await probe(await open({ switches: { limitHeaders: { 'X-RateLimit-Limit': '1000' } } }))
    expect(answers.get('call-limit')).toMatchObject({
      state: 'not-known-yet',
      evidence: ['x-ratelimit-limit: 1000'],
    })
  })

  test('data that shows both contradicts itself, and nothing is read by it', async () => {
    const state = tenantWithChanges()
    // One company's price was set to what the partner pays: its own item proves the other reading.
    state.changePrice(ids.annualSeats, { price: '10.005' }, '2026-03-01T00:00:00Z')
    const item = { type: 'subscription', cost: '10.005', price: '12.50', costTotal: '10.01', currencyCode: 'USD' }
    const invoice = { id: 'more', invoiceDate: '2026-05-01', dueDate: '2026-05-15', balance: '0', status: 'Unpaid' }
    const rest = { currencyCode: 'USD', partnerName: 'Harborlight IT', total: '10.01' }
    state.publishInvoice({ ...invoice, ...rest }, [{ ...item, subscriptionId: ids.annualSeats }])
    expect((await probe(await open({ state }))).get('price-meaning')).toMatchObject({
      state: 'contradicts-itself',
      answer: undefined,
    })
  })
})

describe('the adapter reads by what was settled', () => {
  test('a credit written above zero is taken off, and no longer doubted', async () => {
    const pax8 = await open({ state: tenantWithChanges(), switches: { creditSign: 'positive' } })
    const costOfCredit = async (): Promise<string> => {
      const charges = await read(pax8, 'charges', [ids.invoice])
      const cost = charges.find(({ kind }) => kind === 'invoice-credit')?.cost
      return cost === undefined || cost === 'unknown' ? 'unknown' : formatDecimal(cost)
    }
    expect(await costOfCredit()).toBe('0.01')
    await probe(pax8)
    expect(await costOfCredit()).toBe('-0.01')
  })

  test('a price that is our cost is taken for the cost where nothing else says it, and never for the client’s', async () => {
    const switches = { subscriptionPrice: 'partner-cost', absentPartnerCost: 'all' } as const
    const pax8 = await open({ state: tenantWithChanges(), switches })
    const [before] = await read(pax8, 'subscription-details', [ids.seats])
    expect([before?.unitCost, before?.listPrice]).toMatchObject(['unknown', { currency: 'USD' }])
    await probe(pax8)
    const [after] = await read(pax8, 'subscription-details', [ids.seats])
    expect(after?.listPrice).toBe('unknown')
    expect(after?.unitCost).toEqual({ units: 10005n, scale: 3, currency: 'USD' })
  })

  test('where the list carries commitments, a row without one needs no request of its own', async () => {
    const pax8 = await open({ state: tenantWithChanges(), switches: { listCarriesCost: true } })
    const lacking = async (): Promise<number> =>
      (await read(pax8, 'subscriptions')).filter(({ lacksDetail }) => lacksDetail).length
    const before = await lacking()
    await probe(pax8)
    expect(await lacking()).toBeLessThan(before)
  })

  test('the probe only reads', async () => {
    const pax8 = await open({ state: tenantWithChanges() })
    await probe(pax8)
    const methods = new Set(pax8.emulator.requests.map(({ method, path }) => (path === '/v1/token' ? 'token' : method)))
    expect([...methods].sort()).toEqual(['GET', 'token'])
  })
})
