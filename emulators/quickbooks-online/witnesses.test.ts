import OAuthClient from 'intuit-oauth'
import * as nodeQuickBooksModule from 'node-quickbooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openScene, sceneRealmId, type Scene } from './emulator-scene.ts'

// Two clients that nobody here wrote: Intuit's own for the tokens, and the one that most programs use for the service.
// What they take for QuickBooks must do what QuickBooks does.
const redirectUri = 'http://localhost:8400/callback'
let scene: Scene

beforeEach(async () => {
  scene = await openScene({ preferences: { customTransactionNumbers: true } })
  Object.assign(OAuthClient, {
    authorizeEndpoint: `${scene.url}/connect/oauth2`,
    tokenEndpoint: `${scene.url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${scene.url}/v2/oauth2/tokens/revoke`,
  })
})

afterEach(() => scene.close())

function intuit(): OAuthClient {
  return new OAuthClient({
    clientId: 'sandbox-app',
    clientSecret: 'sandbox-app-secret',
    environment: 'sandbox',
    redirectUri,
  })
}

/** As a browser does: to the consent page, and back to the address that it names. */
async function consented(client: OAuthClient): Promise<string> {
  const address = client.authorizeUri({ scope: ['com.intuit.quickbooks.accounting'], state: 'state-1' })
  const response = await fetch(address, { redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

async function callsTheService(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const response = await fetch(`${scene.url}/v3/company/${sceneRealmId}/companyinfo/${sceneRealmId}`, { headers })
  return response.status
}

test('Intuit’s client gets tokens by consent, refreshes them, and takes the grant back', async () => {
  const client = intuit()
  await client.createToken(await consented(client))
  const first = client.getToken()
  expect([first.realmId, first.expires_in]).toEqual([sceneRealmId, 3600])
  expect(await callsTheService(first.access_token)).toBe(200)
  const before = { access: first.access_token, refresh: first.refresh_token }
  await client.refresh()
  const second = client.getToken()
  expect(second.access_token).not.toBe(before.access)
  expect(second.refresh_token).not.toBe(before.refresh)
  expect(await callsTheService(second.access_token)).toBe(200)
  const last = second.access_token
  await client.revoke()
  expect(await callsTheService(last)).toBe(401)
})

test('Intuit’s client is told that a refresh token which was replaced is none any more', async () => {
  const client = intuit()
  await client.createToken(await consented(client))
  const replaced = client.getToken().refresh_token
  await client.refresh()
  await expect(intuit().refreshUsingToken(replaced)).rejects.toThrow(/invalid_grant|400|Refresh token/i)
})

const entity = z.looseObject({
  Id: z.string(),
  SyncToken: z.string(),
  DocNumber: z.string().optional(),
  TotalAmt: z.number(),
  PrivateNote: z.string().optional(),
})
type Entity = z.output<typeof entity>

interface NodeQuickBooks {
  readonly call: (method: string, ...args: readonly unknown[]) => Promise<unknown>
}

/** The client of callbacks, as promises of data that is checked before it is believed. */
function nodeQuickBooks(): NodeQuickBooks {
  // Its types say otherwise, but what the package exports is the class itself.
  const QuickBooks: unknown = Reflect.get(nodeQuickBooksModule, 'default')
  if (typeof QuickBooks !== 'function') throw new TypeError('node-quickbooks exports no class.')
  const named = ['sandbox-app', 'secret', scene.accessToken, false, sceneRealmId, true, false, null, '2.0']
  const client: unknown = Reflect.construct(QuickBooks, named)
  if (typeof client !== 'object' || client === null) throw new TypeError('node-quickbooks made no client.')
  Object.assign(client, { endpoint: `${scene.url}/v3/company/` })
  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        const method: unknown = Reflect.get(client, name)
        if (typeof method !== 'function') throw new TypeError(`node-quickbooks has no ${name}.`)
        const done = (error: unknown, data: unknown): void => {
          if (error === null || error === undefined) resolve(data)
          else reject(new Error(JSON.stringify(bodyOf(error))))
        }
        Reflect.apply(method, client, [...args, done])
      }),
  }
}

/** What the service answered, inside the error that the client makes of it. */
function bodyOf(error: unknown): unknown {
  const failed = z.object({ response: z.object({ data: z.unknown() }) }).safeParse(error)
  return failed.data?.response.data ?? String(error)
}

const invoice = (number: string, amount = 22): object => ({
  DocNumber: number,
  CustomerRef: { value: '1' },
  Line: [
    {
      DetailType: 'SalesItemLineDetail',
      Amount: amount,
      SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 1, UnitPrice: amount, TaxCodeRef: { value: 'NON' } },
    },
  ],
})

async function create(client: NodeQuickBooks, body: object): Promise<Entity> {
  return entity.parse(await client.call('createInvoice', body))
}

test('node-quickbooks creates an invoice, finds it by its number, and voids it', async () => {
  const client = nodeQuickBooks()
  const created = await create(client, invoice('W-1'))
  expect([created.DocNumber, created.TotalAmt, created.SyncToken]).toEqual(['W-1', 22, '0'])
  const found = z
    .object({ QueryResponse: z.object({ Invoice: z.array(entity) }) })
    .parse(await client.call('findInvoices', { DocNumber: 'W-1' }))
  expect(found.QueryResponse.Invoice.map(({ Id }) => Id)).toEqual([created.Id])
  const { Invoice: voided } = z.object({ Invoice: entity }).parse(await client.call('voidInvoice', created.Id))
  expect([voided.TotalAmt, voided.SyncToken]).toEqual([0, '1'])
  expect(voided.PrivateNote).toMatch(/^Voided/)
})

test('node-quickbooks gets one invoice for one request id, and a refusal for a number used twice', async () => {
  const client = nodeQuickBooks()
  const requestId = 'b7f2a7a0-0000-4000-8000-000000000001'
  const once = await create(client, { ...invoice('W-2'), requestId })
  const again = await create(client, { ...invoice('W-2'), requestId })
  expect(again.Id).toBe(once.Id)
  expect(scene.company.invoices()).toHaveLength(1)
  await expect(create(client, invoice('W-2', 30))).rejects.toThrow(/6140/)
})

test('node-quickbooks is told of changes, and of what was deleted', async () => {
  const client = nodeQuickBooks()
  const kept = await create(client, invoice('W-3'))
  const gone = await create(client, invoice('W-4'))
  await client.call('deleteInvoice', gone.Id)
  const since = new Date(scene.clock.now().getTime() - 60_000)
  const changes = z
    .object({
      CDCResponse: z.array(
        z.object({
          QueryResponse: z.array(z.object({ Invoice: z.array(z.looseObject({ Id: z.string() })).optional() })),
        }),
      ),
    })
    .parse(await client.call('changeDataCapture', ['Invoice'], since.toISOString()))
  const invoices = changes.CDCResponse.flatMap(({ QueryResponse }) =>
    QueryResponse.flatMap(({ Invoice }) => Invoice ?? []),
  )
  const told = invoices.map(({ Id, status }) => `${Id} ${typeof status === 'string' ? status : 'there'}`).sort()
  expect(told).toEqual([`${kept.Id} there`, `${gone.Id} Deleted`].sort())
})
