import { afterEach, describe, expect, test } from 'vitest'
import type { QboCompany } from '../../../emulators/quickbooks-online/company.ts'
import { createQuickBooksOnlineEmulator } from '../../../emulators/quickbooks-online/server.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { tokensOf, toolsForTests, type ToolsForTests } from '../fixtures/ledger-tools.ts'
import type { LedgerGateway } from '../gateway.ts'
import { quickbooksOnline } from './definition.ts'
import { settingsFor } from './fixtures/settings-for.ts'

const realmId = '9130357766900001'
const running = new AbortController().signal
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

interface Scene {
  readonly company: QboCompany
  readonly gateway: LedgerGateway
  readonly tools: ToolsForTests
  /** The requests since it was asked last: `GET query Customer`, `GET cdc`, `POST invoice`. */
  readonly requests: () => readonly string[]
}

async function openScene(preferences: Parameters<QboCompany['setPreferences']>[0] = {}): Promise<Scene> {
  const tools = toolsForTests()
  const emulator = createQuickBooksOnlineEmulator({ clock: tools.clock, settings: { limits: 'off' } })
  const company = emulator.company(realmId)
  company.setPreferences({ customTransactionNumbers: true, ...preferences })
  const { accessToken, refreshToken } = company.issueTokens()
  tools.stored.push(tokensOf({ accessToken, refreshToken }))
  const { url, close } = await emulator.listen()
  closing.push(close)
  const seen: string[] = []
  const counting: typeof fetch = (input, init) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input)
    const entity = /from (\w+)/.exec(searchParams.get('query') ?? '')?.[1]
    const what = pathname.split('/').slice(4, 5).join('')
    seen.push([init?.method ?? 'GET', what, entity].filter((part) => part !== undefined).join(' '))
    return fetch(input, init)
  }
  const gateway = quickbooksOnline.connect(settingsFor(url), { ...tools, fetch: counting })
  return { company, gateway, tools, requests: () => seen.splice(0) }
}

const firstReads = ['GET companyinfo', 'GET query Preferences']
const wholeLists = ['Customer', 'Item', 'Account', 'Term'].map((entity) => `GET query ${entity}`)
const hour = 3_600_000
const day = 24 * hour

describe('the lists of a company', () => {
  test('are read in whole once, and then kept up by one read of what changed', async () => {
    const { company, gateway, tools, requests } = await openScene({ tracksClasses: 'line', tracksLocations: true })
    const kept = company.addCustomer({ DisplayName: 'Bear Creek Winery', SalesTermRef: { value: '3' } })
    const renamed = company.addCustomer({ DisplayName: 'Old Mill Bakery' })
    const item = company.addItem({ Name: 'Seats' })
    const projects = company.addToList('Class', { Name: 'Projects' })
    company.addToList('Department', { Name: 'Portland' })
    const first = await gateway.readFacts(running)
    expect(requests()).toEqual([...firstReads, ...wholeLists, 'GET query Class', 'GET query Department'])

    tools.clock.advanceBy(hour / 2)
    company.change('Customer', renamed, { DisplayName: 'New Mill Bakery' })
    company.change('Item', item, { Active: false })
    company.changeInList('Class', projects, 'deleted')
    company.addToList('Class', { Name: 'Managed services' })
    company.changeInList('Account', '1', { Active: false })
    company.addToList('Account', { Name: 'Checking', AccountType: 'Bank' })
    company.changeInList('Term', '3', { DueDays: 21 })
    const second = await gateway.readFacts(running, first)
    expect(requests()).toEqual([...firstReads, 'GET cdc'])
    const names = (list: readonly { name: string }[] | undefined): string[] => (list ?? []).map(({ name }) => name)
    expect(names(second.customers)).toEqual(['Bear Creek Winery', 'New Mill Bakery'])
    expect(second.customers.find(({ customerId }) => customerId === kept)?.termId).toBe('3')
    expect(second.items).toMatchObject([{ name: 'Seats', active: false }])
    expect(names(second.dimensions?.find(({ dimension }) => dimension === 'class')?.entries)).toEqual([
      'Managed services',
    ])
    expect(second.accounts?.filter(({ active }) => !active)).toMatchObject([{ accountId: '1', name: 'Services' }])
    expect(names(second.accounts)).not.toContain('Checking')
    expect(second.terms?.find(({ termId }) => termId === '3')?.dueDays).toBe(21)
    // The same as a reading in whole would be.
    const sorted = (facts: typeof second): object => ({
      ...facts,
      readAt: '',
      ...Object.fromEntries(
        (['customers', 'items', 'accounts', 'terms'] as const).map((list) => [
          list,
          [...(facts[list] ?? [])].map((entry) => JSON.stringify(entry)).sort(),
        ]),
      ),
    })
    expect(sorted(second)).toEqual(sorted(await gateway.readFacts(running)))
  })

  test('are read in whole again after 30 days, after a thousand changes, and where classes were not tracked before', async () => {
    const { company, gateway, tools, requests } = await openScene()
    const first = await gateway.readFacts(running)
    requests()
    tools.clock.advanceBy(30 * day)
    tools.stored.push(freshTokens(company, tools))
    const second = await gateway.readFacts(running, first)
    expect(requests()).toEqual([...firstReads, ...wholeLists])

    tools.clock.advanceBy(hour / 2)
    for (let number = 1; number <= 1000; number += 1) company.addItem({ Name: `Item ${String(number)}` })
    const third = await gateway.readFacts(running, second)
    // A thousand items are a page that says nothing of whether there are more.
    expect(requests()).toEqual([
      ...firstReads,
      'GET cdc',
      ...wholeLists.slice(0, 2),
      'GET query Item',
      ...wholeLists.slice(2),
    ])
    expect(third.items).toHaveLength(1000)

    company.setPreferences({ tracksClasses: 'document' })
    company.addToList('Class', { Name: 'Projects' })
    const fourth = await gateway.readFacts(running, { ...third, readAt: tools.clock.now().toISOString() })
    expect(requests()).toContain('GET query Class')
    expect(fourth.dimensions).toMatchObject([{ dimension: 'class', entries: [{ name: 'Projects' }] }])
    // Those of another company are no beginning.
    await gateway.readFacts(running, {
      ...fourth,
      adapterFacts: { classesPer: 'none', appliesCredits: true, realmId: '7' },
    })
    expect(requests()).toContain('GET query Customer')
  })

  test('outside the United States have the tax codes, which are not among the changes', async () => {
    const { company, gateway, requests } = await openScene({
      country: 'GB',
      homeCurrency: 'GBP',
      salesTaxPercent: '20',
    })
    const first = await gateway.readFacts(running)
    company.addTaxCode({ name: '5.0% R', percent: '5' })
    requests()
    const second = await gateway.readFacts(running, first)
    expect(requests()).toEqual([...firstReads, 'GET cdc', 'GET query TaxCode', 'GET query TaxRate'])
    expect(second).toMatchObject({ salesTax: 'ledger-computes', country: 'GB' })
    expect(second.taxCodes?.map(({ name, percent }) => [name, percent])).toEqual([
      ['5.0% R', '5'],
      ['Standard', '20'],
      ['Zero-rated', '0'],
    ])
  })
})

describe('an invoice booked by the config', () => {
  test('is taken with its class, location, terms, memo, rate and tax codes, without a read after it', async () => {
    const scene = await openScene({
      country: 'GB',
      homeCurrency: 'GBP',
      salesTaxPercent: '20',
      multiCurrency: true,
      tracksClasses: 'line',
      tracksLocations: true,
    })
    const { company, gateway, requests } = scene
    const customerId = company.addCustomer({ DisplayName: 'Rhône Cellars', CurrencyRef: { value: 'EUR' } })
    const ledgerItemId = company.addItem({ Name: 'Seats' })
    const managed = company.addToList('Class', { Name: 'Managed services' })
    const portland = company.addToList('Department', { Name: 'Portland' })
    const facts = await gateway.readFacts(running)
    requests()
    const lines = [
      invoiceLine({ ledgerItemId, booking: { taxCode: 'Standard', class: 'Managed services' } }),
      invoiceLine({ ledgerItemId, quantity: '1', amount: '22.00', taxable: false, booking: { taxCode: 'Zero-rated' } }),
    ]
    const booking = { location: 'Portland', terms: 'Net 15', memo: 'For April', exchangeRate: '0.86' }
    const document = invoice(lines, { ledgerCustomerId: customerId, currency: 'EUR', booking })
    const prepared = quickbooksOnline.preparePosting(document, { documentNumber: 'P-1', reference: 'r', facts })
    expect(prepared.problems).toEqual([])
    const { documentKind, body, documentNumber } = prepared
    const request = { documentKind, body, documentNumber, requestId: 'r-1', customerId, reference: 'r' }
    const posted = await gateway.post(request, running)
    // 374.00 and 22.00; VAT of 20 percent on the first is 74.80.
    expect(posted).toMatchObject({ netTotal: '396.00', tax: '74.80', total: '470.80', currency: 'EUR' })
    expect(requests()).toEqual(['POST invoice'])
    expect(JSON.parse(posted.raw)).toMatchObject({
      DepartmentRef: { value: portland },
      ExchangeRate: 0.86,
      SalesTermRef: { value: '2' },
      DueDate: '2026-05-15',
      CustomerMemo: { value: 'For April' },
      PrivateNote: 'r',
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [{ SalesItemLineDetail: { ClassRef: { value: managed }, TaxCodeRef: { value: '2' } } }, {}, {}],
    })
  })
})

function freshTokens(company: QboCompany, { clock }: ToolsForTests): ToolsForTests['stored'][number] {
  const { accessToken, refreshToken } = company.issueTokens()
  const inAnHour = new Date(clock.now().getTime() + hour).toISOString()
  return tokensOf({ accessToken, refreshToken, accessExpiresAt: inAnHour, refreshExpiresAt: inAnHour })
}
