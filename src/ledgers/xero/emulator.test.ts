import { afterEach, describe, expect, test } from 'vitest'
import type { XeroEmulatorSettings } from '../../../emulators/xero/server.ts'
import type { Invoice } from '../../domain/invoice.ts'
import {
  LedgerAuthorization,
  LedgerDuplicate,
  LedgerThrottled,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../errors.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import type { LedgerFacts, PostedDocument, PreparedPosting } from '../gateway.ts'
import { xero } from './definition.ts'
import { openXeroScene, tenantId, xeroSettings, type XeroScene } from './fixtures/xero-scene.ts'

/** What is Xero's own; what all gateways must do is in `contract.test.ts`. */
const running = new AbortController().signal
const reference = 'seatledger books/bear-creek/2026-04/0'
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function openScene(settings?: XeroEmulatorSettings): Promise<XeroScene & { readonly facts: LedgerFacts }> {
  const scene = await openXeroScene(settings)
  closing.push(scene.close)
  return { ...scene, facts: await scene.gateway.readFacts(running) }
}

/** 17 taxable seats at 22.00, and an untaxed one for 19 of 30 days: 374.00 and 13.93. */
function april({ itemId, customerId }: XeroScene, changes: Partial<Invoice> = {}): Invoice {
  const part = { quantity: '1', proration: { days: 19, of: 30 }, amount: '13.93', taxable: false }
  return invoice([invoiceLine({ ledgerItemId: itemId }), invoiceLine({ ledgerItemId: itemId, ...part })], {
    ledgerCustomerId: customerId,
    currency: 'GBP',
    ...changes,
  })
}

function prepare(document: Invoice, facts: LedgerFacts, documentNumber = 'P2604-00042'): PreparedPosting {
  return xero.preparePosting(document, { documentNumber, reference, facts })
}

function post(scene: XeroScene, prepared: PreparedPosting, requestId: string): Promise<PostedDocument> {
  const { documentKind, body, documentNumber } = prepared
  const { customerId } = scene
  return scene.gateway.post({ documentKind, body, requestId, documentNumber, customerId, reference }, running)
}

describe('what Xero gets', () => {
  test('is this body, to the byte', async () => {
    const { facts, ...scene } = await openScene()
    const { body } = prepare(april({ ...scene }), facts)
    expect(body).toBe(
      [
        `{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"${scene.customerId}"},"Date":"2026-04-30",`,
        '"LineAmountTypes":"Exclusive","Reference":"seatledger books/bear-creek/2026-04/0","CurrencyCode":"GBP",',
        '"Status":"AUTHORISED","LineItems":[',
        '{"Description":"Microsoft 365 Business Standard, April 2026","Quantity":17,"UnitAmount":22.00,',
        '"ItemCode":"M365BS","AccountCode":"200","TaxType":"OUTPUT2","LineAmount":374.00},',
        '{"Description":"Microsoft 365 Business Standard, April 2026\\n1 x 22.00 x 19/30","Quantity":1,"UnitAmount":13.93,',
        '"ItemCode":"M365BS","AccountCode":"200","TaxType":"NONE","LineAmount":13.93}],',
        '"InvoiceNumber":"P2604-00042","DueDate":"2026-04-30"}]}',
      ].join(''),
    )
  })

  test('is taxed there by the type of each line, and prices keep four places', async () => {
    const { facts, ...scene } = await openScene()
    const fine = invoiceLine({ ledgerItemId: scene.itemId, quantity: '100', unitPrice: '0.1234', amount: '12.34' })
    const document = april(scene)
    const prepared = prepare({ ...document, lines: [...document.lines, fine], total: '400.27' }, facts)
    // 20 % of 374.00 is 74.80, of 12.34 it is 2.468.
    expect(await post(scene, prepared, 'request-1')).toMatchObject({
      netTotal: '400.27',
      tax: '77.27',
      total: '477.54',
    })
  })

  test('waits for a person where the connection says so, and is deleted there as long as it waits', async () => {
    const scene = await openScene()
    const gateway = xero.connect(xero.settings.parse({ ...scene.settings, documentStatus: 'draft' }), scene.tools)
    const facts = await gateway.readFacts(running)
    const posted = await post(scene, prepare(april(scene), facts), 'request-1')
    expect(scene.organisation.documents.get('Invoices', posted.documentId)?.status).toBe('DRAFT')
    expect((await gateway.check(running)).notes.join(' ')).toContain('as a draft')
    const { documentId, version = '' } = posted
    const request = { documentKind: 'invoice', documentId, version, requestId: 'void-1' } as const
    expect(await gateway.voidDocument?.(request, running)).toMatchObject({ voided: true })
    expect(scene.organisation.documents.get('Invoices', documentId)?.status).toBe('DELETED')
  })

  test("is due by the contact's terms", async () => {
    const scene = await openScene()
    const customerId = scene.organisation.addContact({ name: 'Old Mill Bakery', dueDays: 14 })
    const facts = await scene.gateway.readFacts(running)
    expect(facts.terms).toEqual([
      { termId: 'DAYSAFTERBILLDATE 14', name: 'DAYSAFTERBILLDATE 14', active: true, dueDays: 14 },
    ])
    expect(prepare(april(scene, { ledgerCustomerId: customerId }), facts).body).toContain('"DueDate":"2026-05-14"')
  })
})

describe('what Xero refuses', () => {
  test('comes as a 200 whose document bears errors, and is no success', async () => {
    const { facts, ...scene } = await openScene()
    const prepared = prepare(april(scene), facts)
    scene.organisation.setSettings({ endOfYearLockDate: '2026-04-30' })
    const refused = post(scene, prepared, 'request-1')
    await expect(refused).rejects.toThrow(PostingRejected)
    await expect(refused).rejects.toThrow(/lock date, currently 2026-04-30 \[HTTP 200\]/)
  })

  test('it repeats for six minutes under the same request, and takes after that', async () => {
    const { facts, ...scene } = await openScene()
    const prepared = prepare(april(scene), facts)
    scene.organisation.setSettings({ endOfYearLockDate: '2026-04-30' })
    await expect(post(scene, prepared, 'request-1')).rejects.toThrow('six minutes')
    scene.organisation.setSettings({ endOfYearLockDate: undefined })
    await expect(post(scene, prepared, 'request-1')).rejects.toThrow(PostingRejected)
    scene.tools.clock.advanceBy(6 * 60_000)
    await post(scene, prepared, 'request-1')
    expect(scene.organisation.documents.all('Invoices')).toHaveLength(1)
  })

  test('a number of a void document is used for ever', async () => {
    const { facts, ...scene } = await openScene()
    const prepared = prepare(april(scene), facts)
    const { documentId } = await post(scene, prepared, 'request-1')
    scene.organisation.editByHand('Invoices', documentId, { Status: 'VOIDED' })
    await expect(post(scene, prepared, 'request-2')).rejects.toThrow(LedgerDuplicate)
    const query = {
      documentKind: 'invoice',
      documentNumber: 'P2604-00042',
      customerId: '',
      date: '',
      reference,
    } as const
    expect(await scene.gateway.find(query, running)).toMatchObject([{ documentId, voided: true }])
  })

  test('the same key with other bytes leaves the outcome open', async () => {
    const { facts, ...scene } = await openScene()
    await post(scene, prepare(april(scene), facts), 'request-1')
    const other = post(scene, prepare(april(scene), facts, 'P2604-00043'), 'request-1')
    await expect(other).rejects.toThrow(PostingOutcomeUnknown)
    expect(scene.organisation.documents.all('Invoices')).toHaveLength(1)
  })

  test('an item without an account, a tax rate that is gone, amounts with tax in them: said before approval', async () => {
    const scene = await openScene()
    const bare = scene.organisation.addItem({ code: 'BARE', accountCode: undefined })
    const bought = scene.organisation.addItem({ code: 'BOUGHT', taxType: 'INPUT2' })
    const facts = await scene.gateway.readFacts(running)
    const problemsOf = (ledgerItemId: string): readonly string[] => {
      const line = invoiceLine({ ledgerItemId })
      const document = invoice([line], { ledgerCustomerId: scene.customerId, currency: 'GBP' })
      return prepare(document, facts).problems.map(({ field }) => field)
    }
    expect([problemsOf(bare), problemsOf(bought), problemsOf('NONE-SUCH')]).toEqual([
      ['AccountCode'],
      ['TaxType'],
      ['ItemCode'],
    ])
    const codes = [{ code: 'VAT', percent: '20', inclusive: true, compound: false, base: '1.00', amount: '0.20' }]
    const tax = { act: 'ours', isEstimate: true, codes, amount: '0.20', totalWithTax: '1.20' } as const
    expect(prepare(april(scene, { tax }), facts).problems.map(({ field }) => field)).toEqual(['LineAmountTypes'])
  })
})

describe('the limits of an organisation', () => {
  test('pause it for as long as the answer says, by the minute and by the day', async () => {
    const scene = await openScene({ limits: { perMinute: 7, perDay: 10 } })
    const now = scene.tools.clock.now().getTime()
    await scene.gateway.check(running)
    await expect(scene.gateway.check(running)).rejects.toThrow(LedgerThrottled)
    expect(scene.tools.pauses.map((pause) => pause.getTime() - now)).toEqual([60_000])
    scene.tools.clock.advanceBy(60_000)
    for (let call = 0; call < 4; call += 1) await scene.gateway.check(running).catch(() => undefined)
    // The rest of the day is longer than a pause may be: it is asked for again when the hour is over.
    expect(scene.tools.pauses.at(-1)?.getTime()).toBe(now + 60_000 + 3_600_000)
  })
})

describe('the consent', () => {
  test('that reaches several organisations lets one be chosen', async () => {
    const scene = await openScene()
    const other = '11111111-2222-4333-8444-555555555555'
    scene.emulator.organisation(other).setSettings({ name: 'Harborlight IT' })
    const { apiBaseUrl } = scene.settings
    const settings = xeroSettings(String(apiBaseUrl))
    const page = await fetch(xero.consent?.authorizeUrl(settings, 'state-2') ?? '', { redirect: 'manual' })
    const answer = { callbackAddress: page.headers.get('location') ?? '', state: 'state-2' }
    const grant = await xero.consent?.complete(settings, answer, { clock: scene.tools.clock, signal: running })
    expect(grant).toMatchObject({
      settings: {},
      companies: [
        { name: 'Demo Company (Global)', settings: { tenantId } },
        { name: 'Harborlight IT', settings: { tenantId: other } },
      ],
    })
  })

  test('that was taken back by disconnecting is good for nothing', async () => {
    const scene = await openScene()
    await xero.consent?.revoke(scene.settings, await scene.tools.tokens.read(), running)
    await expect(scene.gateway.check(running)).rejects.toThrow('Connect Xero again')
  })

  test('for another organisation than this does not reach it', async () => {
    const scene = await openScene()
    const elsewhere = { ...scene.settings, tenantId: '99999999-2222-4333-8444-555555555555' }
    const gateway = xero.connect(xero.settings.parse(elsewhere), scene.tools)
    await expect(gateway.check(running)).rejects.toThrow(LedgerAuthorization)
  })
})

test('a credit note is set off against an invoice by a person, and that is seen as a change of both', async () => {
  const { facts, ...scene } = await openScene()
  const posted = await post(scene, prepare(april(scene), facts), 'request-1')
  const credit = april(scene, { kind: 'credit-memo' })
  const turned = {
    ...credit,
    lines: [invoiceLine({ ledgerItemId: scene.itemId, quantity: '-1', amount: '-22.00' })],
    total: '-22.00',
  }
  const noted = await post(scene, prepare(turned, facts, 'P2604-00043'), 'request-2')
  // 22.00 and 20 % tax.
  expect(noted).toMatchObject({ documentKind: 'credit-memo', netTotal: '22.00', balance: '26.40' })
  const since = new Date(scene.tools.clock.now().getTime() + 60_000)
  scene.tools.clock.advanceBy(120_000)
  const { accessToken } = await scene.tools.tokens.read()
  const headers = { authorization: `Bearer ${accessToken}`, 'xero-tenant-id': tenantId }
  const body = JSON.stringify({ Allocations: [{ Amount: 26.4, Invoice: { InvoiceID: posted.documentId } }] })
  const address = `${String(scene.settings['apiBaseUrl'])}/api.xro/2.0/CreditNotes/${noted.documentId}/Allocations`
  expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(200)
  const changes = await scene.gateway.changesSince(since, running)
  const balances = changes?.map((change) => (change.kind === 'changed' ? change.document.balance : 'deleted'))
  // 387.93 and 74.80 tax, less 26.40.
  expect(balances).toEqual(['436.33', '0.00'])
})
