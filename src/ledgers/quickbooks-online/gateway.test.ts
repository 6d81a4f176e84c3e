import { afterEach, describe, expect, test } from 'vitest'
import {
  LedgerAuthentication,
  LedgerDuplicate,
  LedgerNotFound,
  LedgerThrottled,
  LedgerUnavailable,
  PostingOutcomeUnknown,
  PostingRejected,
} from '../errors.ts'
import type { LedgerGateway, PostingRequest } from '../gateway.ts'
import { invoice, invoiceLine } from '../fixtures/bear-creek.ts'
import { context, facts } from './fixtures/company-facts.ts'
import { tokensOf, toolsForTests, type ToolsForTests } from '../fixtures/ledger-tools.ts'
import { settingsFor } from './fixtures/settings-for.ts'
import {
  startScriptedServer,
  type ScriptedAnswer,
  type ScriptedServer,
  type SeenRequest,
} from '../fixtures/scripted-server.ts'
import { createQuickBooksOnlineGateway } from './gateway.ts'
import { preparePosting } from './serialize.ts'

const servers: ScriptedServer[] = []
const running = new AbortController().signal

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

interface Setup {
  readonly server: ScriptedServer
  readonly tools: ToolsForTests
  readonly gateway: LedgerGateway
}

async function gatewayAgainst(
  answer: (request: SeenRequest, index: number) => ScriptedAnswer,
  { tools = toolsForTests(), timeout = 5 }: { tools?: ToolsForTests; timeout?: number } = {},
): Promise<Setup> {
  const server = await startScriptedServer(answer)
  servers.push(server)
  const settings = settingsFor(server.url, { requestTimeoutSeconds: timeout })
  return { server, tools, gateway: createQuickBooksOnlineGateway(settings, tools) }
}

const expired = {
  status: 401,
  body: '{"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","code":"3200"}],"type":"AUTHENTICATION"}}',
}
const newTokens = {
  status: 200,
  body: '{"access_token":"access-2","refresh_token":"refresh-2","expires_in":3600,"x_refresh_token_expires_in":8726400}',
}

function posting(changes: Partial<PostingRequest> = {}, given = context()): PostingRequest {
  return {
    documentKind: 'invoice',
    body: preparePosting(invoice([invoiceLine()]), given).body,
    requestId: '6f1f6a0e-1f2b-4c3d-8e4f-5a6b7c8d9e0f',
    documentNumber: 'P2604-00042',
    customerId: '24',
    reference: 'seatledger books/bear-creek/2026-04/0',
    ...changes,
  }
}

function savedDocument(changes: Record<string, unknown> = {}): object {
  return {
    Id: '155',
    SyncToken: '0',
    DocNumber: 'P2604-00042',
    TxnDate: '2026-04-30',
    CurrencyRef: { value: 'USD' },
    PrivateNote: 'seatledger books/bear-creek/2026-04/0',
    CustomerRef: { value: '24', name: 'Bear Creek Winery' },
    Line: [
      { Id: '1', Amount: 374, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} },
      { Amount: 374, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ],
    TxnTaxDetail: { TotalTax: 30.86 },
    TotalAmt: 404.86,
    Balance: 404.86,
    ...changes,
  }
}

function saved(changes: Record<string, unknown> = {}, entity = 'Invoice'): ScriptedAnswer {
  const body = { [entity]: savedDocument(changes), time: '2026-05-01T06:00:00.000-07:00' }
  return { status: 200, body: JSON.stringify(body) }
}

describe('posting', () => {
  test('sends exactly the approved bytes, under the request id, in its turn', async () => {
    const { gateway, server, tools } = await gatewayAgainst(() => saved())
    const request = posting()
    const document = await gateway.post(request, running)
    expect(server.seen).toHaveLength(1)
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      path: '/v3/company/9130357766900001/invoice',
      parameters: { minorversion: '75', requestid: request.requestId },
      body: request.body,
    })
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'Bearer access-1',
    })
    expect(tools.turns.count).toBe(1)
    expect(document).toMatchObject({
      documentId: '155',
      netTotal: '374.00',
      tax: '30.86',
      total: '404.86',
      traceId: 'tid-1',
    })
  })

  test('a credit memo goes to its own address', async () => {
    const credit = invoice([invoiceLine({ quantity: '-17', amount: '-374.00' })])
    const { documentKind, body } = preparePosting(credit, context())
    const { gateway, server } = await gatewayAgainst(() => saved({}, 'CreditMemo'))
    const document = await gateway.post(posting({ documentKind, body }), running)
    expect(server.seen[0]?.path).toBe('/v3/company/9130357766900001/creditmemo')
    expect(document.documentKind).toBe('credit-memo')
  })

  test.each<[string, ScriptedAnswer]>([
    ['a connection that is cut after the request', 'reset'],
    ['half an answer', 'cut'],
    ['a server error', { status: 500, body: '' }],
    ['a page of HTML', { status: 200, body: '<html></html>' }],
    ['an answer about another customer', saved({ CustomerRef: { value: '25' } })],
    ['an answer about another number', saved({ DocNumber: 'P2604-00043' })],
    ['an answer without a number', saved({ DocNumber: undefined })],
    ['an answer about another kind of document', { status: 200, body: '{"Customer":{"Id":"1"}}' }],
    ['an answer without a total', saved({ TotalAmt: undefined })],
    ['a redirect', { status: 307, body: '', headers: { location: 'https://example.com/' } }],
  ])('after %s it is unknown, and nothing is sent again', async (_what, answer) => {
    const { gateway, server } = await gatewayAgainst(() => answer)
    await expect(gateway.post(posting(), running)).rejects.toThrow(PostingOutcomeUnknown)
    expect(server.seen).toHaveLength(1)
  })

  test('after silence it is unknown once the timeout has passed', async () => {
    const { gateway } = await gatewayAgainst(() => 'silence', { timeout: 0.2 })
    const failure = gateway.post(posting(), running)
    await expect(failure).rejects.toThrow(PostingOutcomeUnknown)
    await expect(failure).rejects.toThrow('no answer came within 0.2 seconds')
  })

  test('that nobody listens to is unknown too: a proxy could have taken it', async () => {
    const { gateway, server } = await gatewayAgainst(() => 'silence')
    await server.close()
    servers.length = 0
    await expect(gateway.post(posting(), running)).rejects.toThrow(PostingOutcomeUnknown)
  })

  test('that is cancelled on its way is unknown', async () => {
    const cancel = new AbortController()
    const { gateway } = await gatewayAgainst(() => {
      cancel.abort(new Error('The operator cancelled.'))
      return 'silence'
    })
    await expect(gateway.post(posting(), cancel.signal)).rejects.toThrow(PostingOutcomeUnknown)
  })

  test('that is cancelled before its turn was never sent', async () => {
    const cancel = new AbortController()
    cancel.abort(new Error('The operator cancelled.'))
    const { gateway, server } = await gatewayAgainst(() => saved())
    await expect(gateway.post(posting(), cancel.signal)).rejects.toThrow('The operator cancelled.')
    expect(server.seen).toEqual([])
  })

  test('where QuickBooks numbers by itself, the answer is told by our reference', async () => {
    const unnumbered = context({ facts: facts({ acceptsOurNumbers: false }) })
    const own = await gatewayAgainst(() => saved({ DocNumber: '1042' }))
    const document = await own.gateway.post(posting({ documentNumber: undefined }, unnumbered), running)
    expect(document.documentNumber).toBe('1042')
    const other = await gatewayAgainst(() => saved({ DocNumber: '1042', PrivateNote: 'another' }))
    await expect(other.gateway.post(posting({ documentNumber: undefined }, unnumbered), running)).rejects.toThrow(
      PostingOutcomeUnknown,
    )
  })

  test('a used number and a refusal are told apart, with the trace', async () => {
    const fault = (code: string): ScriptedAnswer => ({
      status: 400,
      body: `{"Fault":{"Error":[{"Message":"m","Detail":"d","code":"${code}","element":"DocNumber"}],"type":"ValidationFault"}}`,
    })
    const duplicate = await gatewayAgainst(() => fault('6140'))
    await expect(duplicate.gateway.post(posting(), running)).rejects.toThrow(LedgerDuplicate)
    const refused = await gatewayAgainst(() => fault('2050'))
    await expect(refused.gateway.post(posting(), running)).rejects.toMatchObject({
      field: 'DocNumber',
      traceId: 'tid-1',
    })
  })

  test('a throttle answer pauses the company, and the request is not repeated', async () => {
    const { gateway, server, tools } = await gatewayAgainst(() => ({
      status: 429,
      body: '',
      headers: { 'retry-after': '30' },
    }))
    await expect(gateway.post(posting(), running)).rejects.toMatchObject({ waitMilliseconds: 30_000 })
    expect(tools.pauses).toEqual([new Date('2026-05-01T06:00:30.000Z')])
    expect(server.seen).toHaveLength(1)
  })

  test.each<[string, Partial<PostingRequest>]>([
    ['another customer', { customerId: '25' }],
    ['another number', { documentNumber: 'P2604-00043' }],
    ['a number that was not approved', { documentNumber: undefined }],
    ['no request id', { requestId: '' }],
    ['a request id of 51 characters', { requestId: 'x'.repeat(51) }],
    ['a body that is no JSON', { body: '{' }],
  ])('a body that does not belong to its posting (%s) is never sent', async (_what, changes) => {
    const { gateway, server } = await gatewayAgainst(() => saved())
    const failure = gateway.post(posting(changes), running)
    await expect(failure).rejects.toThrow(PostingRejected)
    await expect(failure).rejects.toThrow('Nothing was sent')
    expect(server.seen).toEqual([])
  })
})

describe('an access token', () => {
  test('that is refused is refreshed once, and the same bytes go out under the same request id', async () => {
    const { gateway, server, tools } = await gatewayAgainst((request) => {
      if (request.path.startsWith('/oauth2')) return newTokens
      return request.headers['authorization'] === 'Bearer access-2' ? saved() : expired
    })
    const request = posting()
    await gateway.post(request, running)
    const posts = server.seen.filter(({ path }) => path.endsWith('/invoice'))
    expect(posts.map(({ body }) => body)).toEqual([request.body, request.body])
    expect(posts.map(({ parameters }) => parameters['requestid'])).toEqual([request.requestId, request.requestId])
    expect(tools.turns.count).toBe(2)
    expect(tools.stored.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1', 'refresh-2'])
  })

  test('that is refused again after the refresh stops the company', async () => {
    const { gateway, server } = await gatewayAgainst((request) =>
      request.path.startsWith('/oauth2') ? newTokens : expired,
    )
    await expect(gateway.post(posting(), running)).rejects.toThrow(LedgerAuthentication)
    expect(server.seen.filter(({ path }) => path.endsWith('/invoice'))).toHaveLength(2)
  })

  test('that cannot be refreshed stops the company before anything was saved', async () => {
    const { gateway } = await gatewayAgainst((request) =>
      request.path.startsWith('/oauth2') ? { status: 400, body: '{"error":"invalid_grant"}' } : expired,
    )
    await expect(gateway.post(posting(), running)).rejects.toThrow(/Connect QuickBooks again/)
  })

  test('that ends within five minutes is refreshed before it is used', async () => {
    const tools = toolsForTests(tokensOf({ accessExpiresAt: '2026-05-01T06:04:59.000Z' }))
    const { gateway, server } = await gatewayAgainst(
      (request) => (request.path.startsWith('/oauth2') ? newTokens : saved()),
      { tools },
    )
    await gateway.post(posting(), running)
    expect(server.seen.map(({ path }) => path.split('/').at(-1))).toEqual(['bearer', 'invoice'])
    expect(server.seen[1]?.headers['authorization']).toBe('Bearer access-2')
  })

  test('is refreshed once when many requests find it expired', async () => {
    const { gateway, server } = await gatewayAgainst((request) => {
      if (request.path.startsWith('/oauth2')) return newTokens
      return request.headers['authorization'] === 'Bearer access-2' ? saved() : expired
    })
    await Promise.all(Array.from({ length: 6 }, () => gateway.post(posting(), running)))
    expect(server.seen.filter(({ path }) => path.startsWith('/oauth2'))).toHaveLength(1)
  })
})

describe('looking up', () => {
  const documents = (...numbers: string[]): ScriptedAnswer => {
    const rows = numbers.map((DocNumber, index) => savedDocument({ Id: String(index + 1), DocNumber }))
    return { status: 200, body: JSON.stringify({ QueryResponse: rows.length === 0 ? {} : { Invoice: rows } }) }
  }
  const query = {
    documentKind: 'invoice',
    documentNumber: "P'42",
    customerId: '24',
    date: '2026-04-30',
    reference: 'seatledger books/bear-creek/2026-04/0',
  } as const

  test('asks by our number, escaped, and gives all that bear it', async () => {
    const { gateway, server } = await gatewayAgainst(() => documents("P'42", "P'42"))
    expect((await gateway.find(query, running)).map(({ documentId }) => documentId)).toEqual(['1', '2'])
    expect(server.seen[0]?.parameters).toEqual({
      minorversion: '75',
      query: String.raw`select * from Invoice where DocNumber = 'P\'42' orderby Id startposition 1 maxresults 1000`,
    })
  })

  test('gives nothing when there is none', async () => {
    const { gateway } = await gatewayAgainst(() => documents())
    expect(await gateway.find(query, running)).toEqual([])
  })

  test('without a number asks by customer and day, and keeps what carries our reference', async () => {
    const { gateway, server } = await gatewayAgainst(() => documents('1042'))
    const found = await gateway.find({ ...query, documentNumber: undefined }, running)
    expect(found.map(({ documentNumber }) => documentNumber)).toEqual(['1042'])
    expect(server.seen[0]?.parameters['query']).toContain("where CustomerRef = '24' and TxnDate = '2026-04-30'")
    const other = await gateway.find({ ...query, documentNumber: undefined, reference: 'another' }, running)
    expect(other).toEqual([])
  })

  test.each<[string, ScriptedAnswer]>([
    ['a reset', 'reset'],
    ['an outage', { status: 503, body: '' }],
    ['an answer that is no query answer', { status: 200, body: '{}' }],
    ['a row that cannot be read', { status: 200, body: '{"QueryResponse":{"Invoice":[{"Id":"1"}]}}' }],
  ])('after %s says that it could not, never that there is none', async (_what, answer) => {
    const { gateway } = await gatewayAgainst(() => answer)
    await expect(gateway.find(query, running)).rejects.toThrow(LedgerUnavailable)
  })

  test('that is cancelled ends with the reason', async () => {
    const cancel = new AbortController()
    const { gateway } = await gatewayAgainst(() => {
      cancel.abort(new Error('The operator cancelled.'))
      return 'silence'
    })
    await expect(gateway.find(query, cancel.signal)).rejects.toThrow('The operator cancelled.')
  })
})

describe('reading back', () => {
  const missing = {
    status: 400,
    body: '{"Fault":{"Error":[{"Message":"Object Not Found","Detail":"d","code":"610"}],"type":"ValidationFault"}}',
  }

  test('an id that is no invoice is asked for as a credit memo', async () => {
    const { gateway } = await gatewayAgainst((request) =>
      request.path.includes('/invoice/') ? missing : saved({}, 'CreditMemo'),
    )
    expect((await gateway.read('155', running)).documentKind).toBe('credit-memo')
  })

  test('an id that is neither is not found', async () => {
    const { gateway } = await gatewayAgainst(() => missing)
    await expect(gateway.read('155', running)).rejects.toThrow(LedgerNotFound)
  })
})

describe('the facts of a company', () => {
  const preferences = {
    Id: '1',
    AccountingInfoPrefs: { BookCloseDate: '2026-03-31' },
    SalesFormsPrefs: { CustomTxnNumbers: true, AutoApplyCredit: true },
    TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
    CurrencyPrefs: { HomeCurrency: { value: 'USD' }, MultiCurrencyEnabled: false },
  }

  function company(request: SeenRequest, customers: number, prefs: object = preferences): ScriptedAnswer {
    const answer = (body: object): ScriptedAnswer => ({
      status: 200,
      body: JSON.stringify(body),
      headers: { date: 'Fri, 01 May 2026 05:59:00 GMT' },
    })
    const query = request.parameters['query'] ?? ''
    if (request.path.includes('/companyinfo/')) {
      return answer({ CompanyInfo: { CompanyName: 'Cascade Managed IT', Country: 'US' } })
    }
    if (query.includes('from Preferences')) return answer({ QueryResponse: { Preferences: [prefs] } })
    if (query.includes('from Item')) {
      const item = { Id: '5', Name: 'Seats', FullyQualifiedName: 'Cloud:Seats', Active: false, Type: 'Service' }
      return answer({ QueryResponse: { Item: [item] } })
    }
    const start = Number(/startposition (\d+)/.exec(query)?.[1])
    const ids = Array.from({ length: customers }, (_, index) => index + 1).slice(start - 1, start + 999)
    const rows = ids.map((id) => ({
      Id: String(id),
      DisplayName: `Client ${String(id)}`,
      CurrencyRef: { value: 'USD' },
    }))
    return answer({ QueryResponse: rows.length === 0 ? {} : { Customer: rows } })
  }

  test('are its preferences and every customer and item, inactive ones too', async () => {
    const { gateway, server } = await gatewayAgainst((request) => company(request, 2000))
    const read = await gateway.readFacts(running)
    expect(read).toMatchObject({
      readAt: '2026-05-01T06:00:00.000Z',
      companyName: 'Cascade Managed IT',
      country: 'US',
      homeCurrency: 'USD',
      multicurrency: false,
      closedThrough: '2026-03-31',
      acceptsOurNumbers: true,
      salesTax: 'ledger-computes',
      items: [{ ledgerItemId: '5', name: 'Cloud:Seats', active: false, kind: 'Service' }],
    })
    expect(read.customers).toHaveLength(2000)
    expect(read.customers[1999]).toEqual({
      customerId: '2000',
      name: 'Client 2000',
      active: true,
      currency: 'USD',
      email: undefined,
    })
    // Two full pages of customers, and an empty third one that says there are no more; accounts and terms beside items.
    expect(server.seen).toHaveLength(8)
  })

  test('are not made up: pages that repeat without end are a failure', async () => {
    const { gateway } = await gatewayAgainst((request) => {
      const parameters = { query: (request.parameters['query'] ?? '').replace(/startposition \d+/, 'startposition 1') }
      return company({ ...request, parameters }, 2000)
    })
    await expect(gateway.readFacts(running)).rejects.toThrow('a page repeats the one before it')
  })

  test('without a home currency are a failure that names it', async () => {
    const { gateway } = await gatewayAgainst((request) => company(request, 1, { ...preferences, CurrencyPrefs: {} }))
    await expect(gateway.readFacts(running)).rejects.toThrow('CurrencyPrefs.HomeCurrency')
  })

  test('in short: the check names the company, the clock and what to know before posting', async () => {
    const tools = toolsForTests(tokensOf({ refreshExpiresAt: '2026-05-08T06:00:00.000Z' }))
    const { gateway } = await gatewayAgainst((request) => company(request, 1), { tools })
    expect(await gateway.check(running)).toEqual({
      company: 'Cascade Managed IT',
      // Our clock says 06:00:00, the answer's Date header 05:59:00.
      clockSkewSeconds: 60,
      notes: [
        'QuickBooks applies open credits to new invoices at once, so a balance may be below its total, and a credit memo that was applied cannot be deleted before the payment of 0.00 that links the two.',
        'The books are closed through 2026-03-31.',
        'The connection ends on 2026-05-08 unless it is used before.',
      ],
    })
  })

  test('a throttled list is a failure to wait for', async () => {
    const { gateway } = await gatewayAgainst(() => ({ status: 429, body: '' }))
    await expect(gateway.readFacts(running)).rejects.toThrow(LedgerThrottled)
  })
})
