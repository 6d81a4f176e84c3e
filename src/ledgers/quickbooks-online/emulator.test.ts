import { afterEach, describe, expect, test } from 'vitest'
import type { QboCompany } from '../../../emulators/quickbooks-online/company.ts'
import {
  createQuickBooksOnlineEmulator,
  type QuickBooksOnlineEmulator,
} from '../../../emulators/quickbooks-online/server.ts'
import type { Invoice } from '../../domain/invoice.ts'
import {
  LedgerAuthentication,
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerThrottled,
  PostingOutcomeUnknown,
} from '../errors.ts'
import type { LedgerFacts, LedgerGateway, PostedDocument, PreparedPosting } from '../gateway.ts'
import { quickbooksOnline } from './definition.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { toolsForTests, type ToolsForTests } from '../fixtures/ledger-tools.ts'
import { settingsFor } from './fixtures/settings-for.ts'

/**
 * The emulator was written from Intuit's documents by another hand, so what passes here was read alike twice.
 */
const realmId = '9130357766900001'
const running = new AbortController().signal

interface Scene {
  readonly emulator: QuickBooksOnlineEmulator
  readonly company: QboCompany
  readonly gateway: LedgerGateway
  readonly tools: ToolsForTests
  readonly facts: LedgerFacts
  readonly customerId: string
  readonly itemId: string
  readonly settings: object
  prepare(document: Invoice, documentNumber?: string): PreparedPosting
  post(prepared: PreparedPosting, requestId?: string): Promise<PostedDocument>
}

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** A company connected through Intuit's own steps: consent in a browser, code, tokens. */
async function openScene(preferences: Parameters<QboCompany['setPreferences']>[0] = {}): Promise<Scene> {
  const tools = toolsForTests()
  const emulator = createQuickBooksOnlineEmulator({ clock: tools.clock, settings: { limits: 'off' } })
  const company = emulator.company(realmId)
  company.setPreferences({ customTransactionNumbers: true, appliesCreditsAutomatically: false, ...preferences })
  const customerId = company.addCustomer({ DisplayName: "Bear Creek Winery & Sons' Cellar" })
  const itemId = company.addItem({ Name: 'M365 Business Standard' })
  const { url, close } = await emulator.listen()
  closing.push(close)
  const app = { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' }
  const settings = settingsFor(url, app)
  const gateway = quickbooksOnline.connect(settings, tools)
  await connect(settings, tools)
  const facts = await gateway.readFacts(running)
  const reference = 'seatledger books/bear-creek/2026-04/0'
  return {
    emulator,
    company,
    gateway,
    tools,
    facts,
    customerId,
    itemId,
    settings,
    prepare: (document, documentNumber = 'P2604-00042') =>
      quickbooksOnline.preparePosting(document, { documentNumber, reference, facts }),
    post: ({ documentKind, body, documentNumber }, requestId = '6f1f6a0e-1f2b-4c3d-8e4f-5a6b7c8d9e0f') =>
      gateway.post({ documentKind, body, requestId, documentNumber, customerId, reference }, running),
  }
}

async function connect(settings: object, tools: ToolsForTests): Promise<void> {
  const consent = quickbooksOnline.consent
  if (consent === undefined) throw new Error('There is no consent to give.')
  const page = await fetch(consent.authorizeUrl(settings, 'state-1'), { redirect: 'manual' })
  const callbackAddress = page.headers.get('location') ?? ''
  const answer = { callbackAddress, state: 'state-1' }
  const grant = await consent.complete(settings, answer, { clock: tools.clock, signal: running })
  expect(grant.settings).toEqual({ realmId })
  tools.stored.push(grant.tokens)
}

/** April of Bear Creek Winery: 17 seats, Carla for 19 of 30 days, Sandra's last 15 days taken off: 376.93. */
function april(scene: Scene, changes: Partial<Invoice> = {}): Invoice {
  const ledgerItemId = scene.itemId
  const part = { ledgerItemId, unitPrice: '22.00' }
  return invoice(
    [
      invoiceLine({ ledgerItemId }),
      invoiceLine({ ...part, quantity: '1', proration: { days: 19, of: 30 }, amount: '13.93' }),
      invoiceLine({ ...part, quantity: '-1', proration: { days: 15, of: 30 }, amount: '-11.00', taxable: false }),
    ],
    { ledgerCustomerId: scene.customerId, ...changes },
  )
}

describe('an approved invoice', () => {
  test('is taken as it stands, its tax is computed there, and it can be found and read back', async () => {
    const scene = await openScene({ salesTaxPercent: '10' })
    const prepared = scene.prepare(april(scene))
    expect(prepared.problems).toEqual([])
    const posted = await scene.post(prepared)
    expect(posted).toMatchObject({
      documentKind: 'invoice',
      documentNumber: 'P2604-00042',
      customerId: scene.customerId,
      currency: 'USD',
      date: '2026-04-30',
      netTotal: '376.93',
      // Ten percent of the taxable 387.93 is 38.793.
      tax: '38.79',
      total: '415.72',
      reference: 'seatledger books/bear-creek/2026-04/0',
      voided: false,
    })
    expect(posted.lines.map(({ amount }) => amount)).toEqual(['374.00', '13.93', '-11.00'])
    expect(posted.traceId).toBeTypeOf('string')
    const query = { customerId: scene.customerId, date: '2026-04-30', reference: posted.reference ?? '' }
    const byNumber = { documentKind: 'invoice', documentNumber: 'P2604-00042', ...query } as const
    const found = await scene.gateway.find(byNumber, running)
    expect(found.map(withoutTrace)).toEqual([withoutTrace(posted)])
    expect(await scene.gateway.find({ ...byNumber, documentNumber: 'P2604-00043' }, running)).toEqual([])
    expect(withoutTrace(await scene.gateway.read(posted.documentId, running))).toEqual(withoutTrace(posted))
  })

  test('of a company that numbers by itself is found by our reference', async () => {
    const scene = await openScene({ customTransactionNumbers: false })
    const prepared = scene.prepare(april(scene))
    expect(prepared.documentNumber).toBeUndefined()
    const posted = await scene.post(prepared)
    expect(posted.documentNumber).toMatch(/^\d+$/)
    const query = { documentKind: 'invoice', documentNumber: undefined, customerId: scene.customerId } as const
    const date = '2026-04-30'
    const found = await scene.gateway.find({ ...query, date, reference: posted.reference ?? '' }, running)
    expect(found.map(({ documentId }) => documentId)).toEqual([posted.documentId])
    expect(await scene.gateway.find({ ...query, date, reference: 'another' }, running)).toEqual([])
  })

  test('in a currency of its own goes to a customer who is kept in it', async () => {
    const scene = await openScene({ multiCurrency: true, exchangeRates: { EUR: '1.1' }, salesTax: 'off' })
    const theirs = scene.company.addCustomer({ DisplayName: 'Rhône Cellars', CurrencyRef: { value: 'EUR' } })
    const facts = await scene.gateway.readFacts(running)
    const document = april(scene, { ledgerCustomerId: theirs, currency: 'EUR' })
    const prepared = quickbooksOnline.preparePosting(document, { documentNumber: 'P-1', reference: 'r', facts })
    expect(prepared.problems).toEqual([])
    const request = { documentKind: prepared.documentKind, body: prepared.body, documentNumber: 'P-1' }
    const posted = await scene.gateway.post(
      { ...request, requestId: 'r-1', customerId: theirs, reference: 'r' },
      running,
    )
    expect(posted).toMatchObject({ currency: 'EUR', total: '376.93' })
  })

  test("with an apostrophe in its number is found by it, and nobody else's is", async () => {
    const scene = await openScene()
    const posted = await scene.post(scene.prepare(april(scene), "P'2604-1"))
    const query = { documentKind: 'invoice', customerId: scene.customerId, date: '2026-04-30', reference: '' } as const
    const found = await scene.gateway.find({ ...query, documentNumber: "P'2604-1" }, running)
    expect(found.map(({ documentId }) => documentId)).toEqual([posted.documentId])
  })

  function withoutTrace({ traceId: _traceId, ...document }: PostedDocument): object {
    return document
  }
})

describe('whatever happens on the way', () => {
  test('after an internal error -30003, which is repeated, the look-up finds the one invoice', async () => {
    const scene = await openScene()
    const prepared = scene.prepare(april(scene))
    scene.emulator.faults.set([{ kind: 'commit-then-30003' }])
    await expect(scene.post(prepared)).rejects.toThrow(PostingOutcomeUnknown)
    await expect(scene.post(prepared)).rejects.toThrow(PostingOutcomeUnknown)
    const [found, ...others] = await scene.gateway.find(
      {
        documentKind: 'invoice',
        documentNumber: 'P2604-00042',
        customerId: scene.customerId,
        date: '2026-04-30',
        reference: '',
      },
      running,
    )
    expect(others).toEqual([])
    expect(found).toMatchObject({ netTotal: '376.93', reference: 'seatledger books/bear-creek/2026-04/0' })
  })

  test('the same request id with other bytes is unknown, never a second invoice', async () => {
    const scene = await openScene()
    await scene.post(scene.prepare(april(scene)))
    await expect(scene.post(scene.prepare(april(scene), 'P2604-00043'))).rejects.toThrow(PostingOutcomeUnknown)
    expect(scene.company.invoices()).toHaveLength(1)
  })

  test('the same number under another request id is a duplicate', async () => {
    const scene = await openScene()
    await scene.post(scene.prepare(april(scene)))
    await expect(scene.post(scene.prepare(april(scene)), 'another')).rejects.toThrow(LedgerDuplicate)
    expect(scene.company.invoices()).toHaveLength(1)
  })

  test('a throttle answer in XML pauses the company for a minute, or as long as it says', async () => {
    const scene = await openScene()
    const now = scene.tools.clock.now().getTime()
    scene.emulator.faults.set([{ kind: 'throttled' }, { kind: 'throttled', retryAfterSeconds: 7 }])
    await expect(scene.post(scene.prepare(april(scene)))).rejects.toThrow(LedgerThrottled)
    await expect(scene.gateway.readFacts(running)).rejects.toThrow(LedgerThrottled)
    expect(scene.tools.pauses.map((pause) => pause.getTime() - now)).toEqual([60_000, 7000])
  })

  test('disconnecting takes the grant back', async () => {
    const scene = await openScene()
    await quickbooksOnline.consent?.revoke(scene.settings, await scene.tools.tokens.read(), running)
    await expect(scene.gateway.check(running)).rejects.toThrow(LedgerAuthentication)
  })

  test.each(['suspended', 'no-rights'] as const)('a company that is %s stops with what to do', async (standing) => {
    const scene = await openScene()
    scene.company.setPreferences({ standing })
    await expect(scene.post(scene.prepare(april(scene)))).rejects.toThrow(LedgerAuthorization)
    await expect(scene.gateway.check(running)).rejects.toThrow(LedgerAuthorization)
  })
})

describe('the facts', () => {
  test('hold every customer of a large company, inactive ones too, and its settings', async () => {
    const scene = await openScene({ bookCloseDate: '2026-03-31', salesTax: 'manual' })
    for (let number = 1; number <= 1005; number += 1) {
      scene.company.addCustomer({ DisplayName: `Client ${String(number)}`, Active: number % 100 !== 0 })
    }
    const facts = await scene.gateway.readFacts(running)
    expect(facts).toMatchObject({
      companyName: 'Sandbox Company',
      country: 'US',
      homeCurrency: 'USD',
      closedThrough: '2026-03-31',
      acceptsOurNumbers: true,
      salesTax: 'manual',
    })
    expect(facts.customers).toHaveLength(1006)
    expect(facts.customers.filter(({ active }) => !active)).toHaveLength(10)
    expect(facts.items).toEqual([
      { ledgerItemId: scene.itemId, name: 'M365 Business Standard', active: true, kind: 'Service', accountId: '79' },
    ])
  })
})
