import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createQuickBooksOnlineEmulator,
  type QuickBooksOnlineEmulator,
} from '../../../emulators/quickbooks-online/server.ts'
import type { QboCompany } from '../../../emulators/quickbooks-online/company.ts'
import { PostingOutcomeUnknown, PostingRejected } from '../errors.ts'
import type { LedgerGateway, PostedDocument } from '../gateway.ts'
import { quickbooksOnline } from './definition.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { toolsForTests, tokensOf } from '../fixtures/ledger-tools.ts'
import { settingsFor } from './fixtures/settings-for.ts'

const running = new AbortController().signal
const voids = { method: 'POST', path: 'operation=void' }
let emulator: QuickBooksOnlineEmulator
let company: QboCompany
let gateway: LedgerGateway
let stop: () => Promise<void>
let count = 0

beforeAll(async () => {
  const tools = toolsForTests()
  emulator = createQuickBooksOnlineEmulator({ clock: tools.clock, settings: { limits: 'off' } })
  company = emulator.company('9130357766900001')
  company.setPreferences({ customTransactionNumbers: true })
  const listening = await emulator.listen()
  stop = listening.close
  const { accessToken, refreshToken } = company.issueTokens()
  const settings = settingsFor(listening.url, { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' })
  gateway = quickbooksOnline.connect(settings, toolsForTests(tokensOf({ accessToken, refreshToken })))
})

beforeEach(() => {
  emulator.faults.reset()
})

afterAll(() => stop())

async function post(): Promise<PostedDocument> {
  count += 1
  const documentNumber = `VOID-${String(count)}`
  const ledgerCustomerId = company.addCustomer({ DisplayName: `Voided ${String(count)}` })
  const line = { ...invoiceLine(), ledgerItemId: company.addItem({ Name: `Item ${String(count)}` }) }
  const document = { ...invoice([line]), ledgerCustomerId }
  const facts = await gateway.readFacts(running)
  const { body, documentKind } = quickbooksOnline.preparePosting(document, {
    documentNumber,
    reference: `SeatLedger ${documentNumber}`,
    facts,
  })
  const known = { documentNumber, customerId: document.ledgerCustomerId, reference: `SeatLedger ${documentNumber}` }
  return gateway.post({ documentKind, body, requestId: documentNumber, ...known }, running)
}

function voidIt(
  { documentId, documentKind, version = '' }: PostedDocument,
  requestId: string,
): Promise<PostedDocument> {
  if (gateway.voidDocument === undefined) throw new Error('The gateway voids nothing.')
  return gateway.voidDocument({ documentKind, documentId, version, requestId }, running)
}

test('a voided invoice stays with its number, counts nothing, and the same request again changes nothing', async () => {
  const document = await post()
  const first = await voidIt(document, 'void-1')
  expect(first).toMatchObject({ documentNumber: document.documentNumber, voided: true, total: '0.00', balance: '0.00' })
  expect(await voidIt(document, 'void-1')).toEqual({ ...first, traceId: expect.anything() as unknown })
  expect((await gateway.read(document.documentId, running)).voided).toBe(true)
})

test('one that was changed since it was looked at is not voided', async () => {
  const document = await post()
  await expect(voidIt({ ...document, version: '7' }, 'void-2')).rejects.toThrow(PostingRejected)
  expect((await gateway.read(document.documentId, running)).voided).toBe(false)
})

test('a lost answer leaves it unknown, and the same request settles it', async () => {
  const document = await post()
  emulator.faults.set([{ kind: 'commit-then-drop', match: voids, schedule: { calls: [1] } }])
  await expect(voidIt(document, 'void-3')).rejects.toThrow(PostingOutcomeUnknown)
  expect((await voidIt(document, 'void-3')).voided).toBe(true)
})

test('a credit memo is refused before anything is sent', async () => {
  const document = await post()
  const refused = voidIt({ ...document, documentKind: 'credit-memo' }, 'void-4')
  await expect(refused).rejects.toThrow('QuickBooks voids no credit memo')
})
