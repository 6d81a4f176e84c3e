import { afterEach, describe, expect, test } from 'vitest'
import { ids } from '../../../emulators/pax8/example-tenant.ts'
import { openEmulatedPax8, type EmulatedPax8 } from '../../../test/helpers/emulated-pax8.ts'
import { failureOf } from '../../../test/helpers/failure-of.ts'
import { collect } from '../source-contract.ts'
import { pax8 } from './definition.ts'
import { invoicesListing } from './invoices-listing.ts'

const opened: EmulatedPax8[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()))
})

async function open(options: Parameters<typeof openEmulatedPax8>[0] = {}): Promise<EmulatedPax8> {
  const emulated = await openEmulatedPax8(options)
  opened.push(emulated)
  return emulated
}

const nobody = '0f000000-0000-4000-8000-00000000ffff'

describe('streams that are read key by key', () => {
  test('a key that Pax8 does not know is told, and the others are read', async () => {
    const { source } = await open()
    const pages = await collect(source, 'subscription-details', { keys: [ids.seats, nobody, ids.annualSeats] })
    expect(pages.map(({ key, complete, records }) => [key, complete, records.length])).toEqual([
      [ids.seats, true, 1],
      [nobody, false, 0],
      [ids.annualSeats, true, 1],
    ])
    expect(pages[1]?.problems).toMatchObject([{ code: 'key-unreadable', recordId: nobody }])
    expect(pages[1]?.raw.body).toContain('NOT_FOUND')
  })

  test('one key that may not be seen does not stop the others', async () => {
    const path = `/v1/subscriptions/${ids.seats}`
    const { source } = await open({ switches: { failures: [{ kind: 'forbidden', path }] } })
    const pages = await collect(source, 'subscription-details', { keys: [ids.seats, ids.annualSeats] })
    expect(pages.map(({ complete }) => complete)).toEqual([false, true])
  })

  test('three in a row mean that the right is missing altogether', async () => {
    const { source, emulator } = await open({ clientId: 'sandbox-without-invoices' })
    const keys = [ids.wrongInvoice, ids.invoice, ids.childInvoice, nobody]
    const failure = await failureOf(collect(source, 'charges', { keys }))
    expect(failure.code).toBe('source.authorization')
    expect(emulator.requests.filter(({ path }) => path.startsWith('/v1/invoices'))).toHaveLength(3)
  })

  test('a key named twice is read once', async () => {
    const { source } = await open()
    expect(await collect(source, 'products', { keys: [ids.backup, ids.backup] })).toHaveLength(1)
  })

  test.each([
    ['subscription-details', undefined, 'name the keys to read'],
    ['contacts', [''], 'none of them empty'],
    ['usage-lines', [ids.usage], 'usageSummaryId/YYYY-MM-DD'],
    ['usage-lines', [`${ids.usage}/2026-02-30`], 'usageSummaryId/YYYY-MM-DD'],
    ['draft-charges', ['2'], '0 is this month, 1 the next'],
  ] as const)('%s of %j is refused with what to write instead', async (stream, keys, advice) => {
    const { source } = await open()
    const failure = await failureOf(collect(source, stream, keys === undefined ? {} : { keys }))
    expect(failure.code).toBe('input.invalid')
    expect(failure.message).toContain(advice)
  })
})

describe('invoices', () => {
  test('of before the asked day are left out, for Pax8 ignores a parameter that it does not know', async () => {
    const signal = new AbortController().signal
    const listing = invoicesListing({ since: '2026-01-01', signal }, { connectionId: 'main' })
    const readRows = await listing.open(signal)
    const rows = ['2025-12-31', '2026-01-01'].map((invoiceDate) => {
      const value = { id: invoiceDate, invoiceDate, currencyCode: 'USD', status: 'Paid', total: '1', balance: '0' }
      return { value, identity: invoiceDate }
    })
    expect(readRows(rows, []).map(({ invoiceId }) => invoiceId)).toEqual(['2026-01-01'])
    expect(listing.queries).toEqual([{ sort: 'invoiceDate', invoiceDateRangeStart: '2026-01-01' }])
  })

  test('that Pax8 sent to an end client are marked with the client', async () => {
    const { source, emulator } = await open()
    const onBehalf = { companyId: ids.tidewater, currencyCode: 'CAD', partnerName: 'Harborlight IT' }
    const dates = { invoiceDate: '2026-04-01', dueDate: '2026-04-15' }
    emulator.state.publishInvoice(
      { id: 'for-client', ...onBehalf, ...dates, total: '9', balance: '9', status: 'Unpaid' },
      [],
    )
    const invoices = (await collect(source, 'distributor-invoices')).flatMap((page) => page.records)
    const marked = invoices.filter(({ billedToCompanyId }) => billedToCompanyId !== undefined)
    expect(marked.map(({ invoiceId, billedToCompanyId }) => [invoiceId, billedToCompanyId])).toEqual([
      ['for-client', ids.tidewater],
    ])
  })

  test('of a credited original and its replacement are both listed', async () => {
    const { source } = await open()
    const invoices = (await collect(source, 'distributor-invoices')).flatMap((page) => page.records)
    expect(invoices.map(({ invoiceId, status, currency }) => [invoiceId, status, currency])).toEqual([
      [ids.wrongInvoice, 'credited', 'USD'],
      [ids.invoice, 'unpaid', 'USD'],
      [ids.childInvoice, 'unpaid', 'CAD'],
    ])
  })

  test('with hundreds of meters give a charge for each', async () => {
    const { source } = await open({ pageSize: 200 })
    const pages = await collect(source, 'charges', { keys: [ids.childInvoice] })
    const charges = pages.flatMap((page) => page.records)
    expect(charges).toHaveLength(300)
    expect(new Set(charges.map(({ chargeId }) => chargeId)).size).toBe(300)
    expect(new Set(charges.map(({ kind }) => kind))).toEqual(new Set(['usage']))
    expect(pages.at(-1)?.complete).toBe(true)
  })
})

describe('the settings', () => {
  const given = { clientId: 'a', clientSecret: 'b' }

  test('need only the credential; the token is asked for beside the base URL', () => {
    expect(pax8.settings.parse(given)).toMatchObject({
      baseUrl: 'https://api.pax8.com/v1',
      tokenUrl: 'https://api.pax8.com/v1/token',
      audience: 'https://api.pax8.com',
      requestsPerSecond: 8,
      pageSize: 200,
    })
    expect(pax8.settings.parse({ ...given, baseUrl: 'http://127.0.0.1:4400/v1/' }).tokenUrl).toBe(
      'http://127.0.0.1:4400/v1/token',
    )
  })

  test.each([
    { pageSize: 1000 },
    { baseUrl: 'ftp://x' },
    { clientSecret: '' },
    { requestsPerSecond: 0 },
    { pagesize: 10 },
  ])('refuse %j', (wrong) => {
    expect(() => pax8.settings.parse({ ...given, ...wrong })).toThrow()
  })
})
