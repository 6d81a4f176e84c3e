import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createWebhookReceiver, type WebhookReceiver } from '../../../emulators/webhook-receiver/receiver.ts'
import { LedgerAuthorization, PostingOutcomeUnknown, PostingRejected } from '../errors.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { toolsForTests } from '../fixtures/ledger-tools.ts'
import type { LedgerGateway, PostingRequest } from '../gateway.ts'
import { webhookLedger } from './definition.ts'
import { isPrivateAddress } from './private-address.ts'
import { parseSettings } from './settings.ts'
import { signedHeaders } from './signature.ts'

const running = new AbortController().signal
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

interface Scene {
  readonly receiver: WebhookReceiver
  readonly gateway: LedgerGateway
  readonly request: PostingRequest
}

async function open(changes: Record<string, unknown> = {}): Promise<Scene> {
  const tools = toolsForTests()
  const receiver = createWebhookReceiver({ clock: tools.clock, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  const { url, close } = await receiver.listen()
  closing.push(close)
  const settings = { url, secret, company: 'Ours', homeCurrency: 'USD', allowsPrivateAddress: true, ...changes }
  const gateway = webhookLedger.connect(parseSettings(settings), tools)
  const facts = {
    ...(await gateway.readFacts(running).catch(() => emptyFacts)),
    takesAnyCustomer: true,
    takesAnyItem: true,
  }
  const reference = 'SeatLedger 1/hook/bear-creek/2026-04/0'
  const prepared = webhookLedger.preparePosting(invoice([invoiceLine()]), { documentNumber: 'P-1', reference, facts })
  const { documentKind, body, documentNumber } = prepared
  const request = { documentKind, body, documentNumber, requestId: 'r-1', customerId: '24', reference }
  return { receiver, gateway, request }
}

const emptyFacts = {
  ...{ readAt: '', companyName: '', country: '', homeCurrency: 'USD', multicurrency: true, closedThrough: undefined },
  ...{ acceptsOurNumbers: true, salesTax: 'none' as const, customers: [], items: [] },
}

test('the signature is that of the standard, worked out in its own example', () => {
  // The example of the specification of Standard Webhooks 1.0.0, as its reference libraries test it.
  const content = '{"test": 2432232314}'
  const headers = signedHeaders(secret, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, content })
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

describe('the same bytes under the same id', () => {
  test('are one document, however often they are sent, and other bytes under it are refused', async () => {
    const { receiver, gateway, request } = await open()
    const posted = await gateway.post(request, running)
    expect(await gateway.post(request, running)).toEqual(posted)
    expect(receiver.documents.size).toBe(1)
    const other = { ...request, body: request.body.replace('374.00', '375.00') }
    await expect(gateway.post(other, running)).rejects.toBeInstanceOf(PostingRejected)
  })

  test('settle an answer that came too late, and a receipt for other bytes proves nothing', async () => {
    const { receiver, gateway, request } = await open({ requestTimeoutSeconds: 0.2 })
    receiver.meet('slow-after')
    await expect(gateway.post(request, running)).rejects.toBeInstanceOf(PostingOutcomeUnknown)
    receiver.meet('other-receipt')
    await expect(gateway.post(request, running)).rejects.toThrow('for other bytes')
    expect(await gateway.post(request, running)).toMatchObject({ documentId: 'doc-1001', netTotal: '374.00' })
    expect(receiver.documents.size).toBe(1)
  })
})

describe('private addresses', () => {
  test('are not called unless that was allowed', async () => {
    const { receiver, gateway, request } = await open({ allowsPrivateAddress: false })
    await expect(gateway.post(request, running)).rejects.toBeInstanceOf(LedgerAuthorization)
    await expect(gateway.check(running)).rejects.toThrow('--allow-private-address')
    expect(receiver.seen).toEqual([])
  })

  test('are not called by a name either', async () => {
    const { gateway, request } = await open({ allowsPrivateAddress: false, url: 'https://localhost:9/x' })
    await expect(gateway.post(request, running)).rejects.toThrow('localhost is a private address')
  })

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '[::1]',
    '::',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    'nonsense',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is not', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })

  test('any text is judged, and what is no address is not called', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isPrivateAddress(text) === 'boolean'))
    fc.assert(fc.property(fc.ipV4(), (text) => isPrivateAddress(`::ffff:${text}`) === isPrivateAddress(text)))
  })
})

test.each([
  ['no https', { url: 'http://books.example/x' }, 'url'],
  ['a short secret', { secret: 'whsec_abc' }, 'secret'],
  ['no currency', { homeCurrency: 'dollars' }, 'homeCurrency'],
])('%s is refused by the name of the setting, and the secret is not repeated', (_what, changes, words) => {
  const settings = { url: 'https://books.example/x', secret, company: 'Ours', homeCurrency: 'USD', ...changes }
  expect(() => parseSettings(settings)).toThrow(words)
  expect(() => parseSettings(settings)).not.toThrow('abc')
})
