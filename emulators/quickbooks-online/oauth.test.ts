import { afterEach, expect, test } from 'vitest'
import { openScene, readAnswer, sceneRealmId, type Scene, type SceneAnswer } from './emulator-scene.ts'
import { textAt } from './state/json-object.ts'

let scene: Scene
afterEach(() => scene.close())

const redirectUri = 'http://localhost:8400/callback'
const basic = (secret = 'sandbox-app-secret'): string =>
  `Basic ${Buffer.from(`sandbox-app:${secret}`).toString('base64')}`

async function consent(changes: Readonly<Record<string, string>> = {}): Promise<Response> {
  const query = new URLSearchParams({
    client_id: 'sandbox-app',
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    redirect_uri: redirectUri,
    state: 'state-1',
    ...changes,
  })
  return fetch(`${scene.url}/connect/oauth2?${query.toString()}`, { redirect: 'manual' })
}

async function token(form: Readonly<Record<string, string>>, authorization = basic()): Promise<SceneAnswer> {
  const headers = { authorization, 'x-include-refresh-token-hard-expires-in': 'true' }
  const body = new URLSearchParams(form)
  return readAnswer(await fetch(`${scene.url}/oauth2/v1/tokens/bearer`, { method: 'POST', headers, body }))
}

async function connect(): Promise<SceneAnswer> {
  const location = new URL((await consent()).headers.get('location') ?? '')
  const code = location.searchParams.get('code') ?? ''
  return token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
}

const refresh = (refreshToken: string | undefined): Promise<SceneAnswer> =>
  token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' })

async function read(accessToken: string | undefined, realmId = sceneRealmId): Promise<SceneAnswer> {
  const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }
  return readAnswer(await fetch(`${scene.url}/v3/company/${realmId}/companyinfo/${realmId}`, { headers }))
}

test('consent sends the caller back with a code, the state and the company', async () => {
  scene = await openScene()
  const response = await consent()
  const location = new URL(response.headers.get('location') ?? '')
  expect([response.status, location.origin + location.pathname]).toEqual([302, redirectUri])
  expect([location.searchParams.get('state'), location.searchParams.get('realmId')]).toEqual(['state-1', sceneRealmId])
})

test('a code gives tokens with the vendor’s lives, and those open the company', async () => {
  scene = await openScene()
  const { status, json } = await connect()
  expect(status).toBe(200)
  expect([textAt(json, 'token_type'), textAt(json, 'expires_in')]).toEqual(['bearer', '3600'])
  expect(textAt(json, 'x_refresh_token_expires_in')).toBe('8726400')
  expect(textAt(json, 'x_refresh_token_hard_expires_in')).toBe('157680000')
  expect((await read(textAt(json, 'access_token'))).status).toBe(200)
})

test.each([
  ['an unknown app', { client_id: 'nobody' }],
  ['a redirect to an address of digits', { redirect_uri: 'http://127.0.0.1:8400/callback' }],
  ['a redirect without https to another host', { redirect_uri: 'http://example.com/callback' }],
  ['an unknown scope', { scope: 'openid' }],
  ['another response type', { response_type: 'token' }],
])('consent is refused for %s', async (_reason, changes) => {
  scene = await openScene()
  expect((await consent(changes)).status).toBe(400)
})

test('a code is good once, for its own redirect, and for five minutes', async () => {
  scene = await openScene()
  const codeOf = async (): Promise<string> =>
    new URL((await consent()).headers.get('location') ?? '').searchParams.get('code') ?? ''
  const exchange = (code: string, uri = redirectUri): Promise<SceneAnswer> =>
    token({ grant_type: 'authorization_code', code, redirect_uri: uri })
  const used = await codeOf()
  expect((await exchange(used)).status).toBe(200)
  expect((await exchange(used)).text).toBe('{"error":"invalid_grant"}')
  expect((await exchange(await codeOf(), 'http://localhost:9/other')).status).toBe(400)
  const old = await codeOf()
  scene.clock.advanceBy(300_000)
  expect((await exchange(old)).status).toBe(400)
})

test('an access token ends after an hour with a lower-case 401, and a refresh gives another', async () => {
  scene = await openScene()
  const first = (await connect()).json
  scene.clock.advanceBy(3_599_000)
  expect((await read(textAt(first, 'access_token'))).status).toBe(200)
  scene.clock.advanceBy(1_000)
  const late = await read(textAt(first, 'access_token'))
  expect([late.status, late.text.includes('"code":"3200"')]).toEqual([401, true])
  expect(late.text).not.toContain(textAt(first, 'access_token'))
  const second = (await refresh(textAt(first, 'refresh_token'))).json
  expect((await read(textAt(second, 'access_token'))).status).toBe(200)
})

test('a refresh replaces the refresh token: the old one is good no more', async () => {
  scene = await openScene()
  const first = (await connect()).json
  const second = (await refresh(textAt(first, 'refresh_token'))).json
  expect(textAt(second, 'refresh_token')).not.toBe(textAt(first, 'refresh_token'))
  const again = await refresh(textAt(first, 'refresh_token'))
  expect([again.status, again.text]).toEqual([400, '{"error":"invalid_grant"}'])
  expect((await refresh(textAt(second, 'refresh_token'))).status).toBe(200)
})

test('with daily replacement a refresh token stays the same for a day', async () => {
  scene = await openScene({ settings: { rotateRefreshTokenAfterSeconds: 86_400 } })
  const first = (await connect()).json
  scene.clock.advanceBy(86_399_000)
  const same = (await refresh(textAt(first, 'refresh_token'))).json
  expect(textAt(same, 'refresh_token')).toBe(textAt(first, 'refresh_token'))
  scene.clock.advanceBy(1_000)
  const next = (await refresh(textAt(first, 'refresh_token'))).json
  expect(textAt(next, 'refresh_token')).not.toBe(textAt(first, 'refresh_token'))
})

test('a refresh token that was not used for 101 days is dead', async () => {
  scene = await openScene()
  const { json } = await connect()
  scene.clock.advanceBy(8_726_400_000)
  expect((await refresh(textAt(json, 'refresh_token'))).text).toBe('{"error":"invalid_grant"}')
})

test('a lost answer to a refresh loses the connection: the new token was never seen', async () => {
  scene = await openScene()
  const { json } = await connect()
  scene.emulator.faults.set([{ kind: 'commit-then-drop', match: { path: '/tokens/bearer' } }])
  await expect(refresh(textAt(json, 'refresh_token'))).rejects.toThrow('fetch failed')
  expect((await refresh(textAt(json, 'refresh_token'))).text).toBe('{"error":"invalid_grant"}')
})

test('revoking either token ends both', async () => {
  scene = await openScene()
  const { json } = await connect()
  const headers = { authorization: basic(), 'content-type': 'application/json' }
  const revoke = (): Promise<Response> =>
    fetch(`${scene.url}/v2/oauth2/tokens/revoke`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ token: textAt(json, 'refresh_token') }),
    })
  expect((await revoke()).status).toBe(200)
  expect((await read(textAt(json, 'access_token'))).status).toBe(401)
  expect((await refresh(textAt(json, 'refresh_token'))).status).toBe(400)
  expect((await revoke()).status).toBe(400)
})

test('an app without its secret gets nothing, nor does a wrong grant type', async () => {
  scene = await openScene()
  const wrong = await token({ grant_type: 'refresh_token', refresh_token: 'x' }, basic('guess'))
  expect([wrong.status, wrong.text]).toEqual([401, '{"error":"invalid_client"}'])
  expect((await token({ grant_type: 'password' })).text).toBe('{"error":"unsupported_grant_type"}')
  expect((await token({})).text).toBe('{"error":"invalid_request"}')
})

test('no token, another company’s token, lost rights and an ended subscription are told apart', async () => {
  scene = await openScene()
  expect((await read(undefined)).text).toContain('"code":"3202"')
  scene.emulator.company('9341453000000002')
  const other = await read(scene.accessToken, '9341453000000002')
  expect([other.status, other.text.includes('errorCode=003100')]).toEqual([403, true])
  scene.company.setPreferences({ standing: 'no-rights' })
  const lost = await read(scene.accessToken)
  expect([lost.status, lost.text.includes('"code":"120"')]).toEqual([403, true])
  scene.company.setPreferences({ standing: 'suspended' })
  const ended = await read(scene.accessToken)
  expect([ended.status, ended.text.includes('"code":"6190"')]).toEqual([400, true])
})
