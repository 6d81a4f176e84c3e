import { afterEach, describe, expect, test } from 'vitest'
import { createManualClock } from '../../support/clock.ts'
import { LedgerAuthentication, LedgerThrottled, LedgerUnavailable } from '../errors.ts'
import { quickBooksOnlineConsent as consent } from './consent.ts'
import { testNow, tokensOf } from '../fixtures/ledger-tools.ts'
import { settingsFor } from './fixtures/settings-for.ts'
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from '../fixtures/scripted-server.ts'
import { exchangeCode, refreshTokens } from './oauth.ts'

const clock = createManualClock(testNow)
const never = new AbortController().signal
const servers: ScriptedServer[] = []

async function serverThat(answer: ScriptedAnswer): Promise<ScriptedServer> {
  const server = await startScriptedServer(() => answer)
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const good = {
  status: 200,
  body: '{"token_type":"bearer","access_token":"access-2","refresh_token":"refresh-2","expires_in":3600,"x_refresh_token_expires_in":8726400,"x_refresh_token_hard_expires_in":157680000}',
}

describe('refreshing', () => {
  test('sends the stored refresh token with the keys of the app, and dates the answer', async () => {
    const server = await serverThat(good)
    expect(await refreshTokens(settingsFor(server.url), tokensOf(), { clock })).toEqual({
      accessToken: 'access-2',
      accessExpiresAt: '2026-05-01T07:00:00.000Z',
      refreshToken: 'refresh-2',
      // 8,726,400 seconds are 101 days.
      refreshExpiresAt: '2026-08-10T06:00:00.000Z',
      // 157,680,000 seconds are 1,825 days: five years less the leap day of 2028.
      grantEndsAt: '2031-04-30T06:00:00.000Z',
    })
    const [request] = server.seen
    expect(request?.body).toBe('grant_type=refresh_token&refresh_token=refresh-1')
    expect(request?.headers['authorization']).toBe(`Basic ${Buffer.from('app:app-secret').toString('base64')}`)
    expect(request?.headers['x-include-refresh-token-hard-expires-in']).toBe('true')
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  })

  test('never loses a token over a lifetime that is missing or no number', async () => {
    const body = '{"access_token":"access-2","refresh_token":"refresh-2","expires_in":"soon"}'
    const server = await serverThat({ status: 200, body })
    expect(await refreshTokens(settingsFor(server.url), tokensOf(), { clock })).toEqual({
      accessToken: 'access-2',
      accessExpiresAt: '2026-05-01T07:00:00.000Z',
      refreshToken: 'refresh-2',
      refreshExpiresAt: '2026-08-09T06:00:00.000Z',
      grantEndsAt: undefined,
    })
  })

  test.each<[string, ScriptedAnswer, new (...args: never[]) => Error]>([
    ['a grant that is gone', { status: 400, body: '{"error":"invalid_grant"}' }, LedgerAuthentication],
    ['an error under HTTP 200', { status: 200, body: '{"error":"invalid_grant"}' }, LedgerAuthentication],
    ['wrong keys', { status: 401, body: '{"error":"invalid_client"}' }, LedgerAuthentication],
    ['an answer with one token missing', { status: 200, body: '{"access_token":"a"}' }, LedgerUnavailable],
    ['a web page', { status: 200, body: '<html></html>' }, LedgerUnavailable],
    ['an outage', { status: 503, body: '' }, LedgerUnavailable],
    ['too many requests', { status: 429, body: '' }, LedgerThrottled],
    ['a reset', 'reset', LedgerUnavailable],
    ['half an answer', 'cut', LedgerUnavailable],
  ])('%s gives no tokens', async (_what, answer, expected) => {
    const server = await serverThat(answer)
    await expect(refreshTokens(settingsFor(server.url), tokensOf(), { clock })).rejects.toThrow(expected)
    // Sent once: sending it again by itself could use the refresh token up twice.
    expect(server.seen).toHaveLength(1)
  })

  test('a gone grant tells to connect again, and no message holds a secret', async () => {
    const server = await serverThat({ status: 400, body: '{"error":"invalid_grant","error_description":"refresh-1"}' })
    const failure = refreshTokens(settingsFor(server.url), tokensOf(), { clock })
    await expect(failure).rejects.toThrow(/Connect QuickBooks again/)
    await expect(failure).rejects.not.toThrow(/refresh-1|app-secret/)
  })

  test('a silent service is given up after the timeout', async () => {
    const server = await serverThat('silence')
    const app = settingsFor(server.url, { requestTimeoutSeconds: 0.2 })
    await expect(refreshTokens(app, tokensOf(), { clock })).rejects.toThrow(LedgerUnavailable)
  })
})

describe('connecting', () => {
  const answerTo = (query: string): string => `http://localhost:8765/callback?${query}`
  const tools = { clock, signal: never }

  test('opens the page of Intuit with the app, the scope and the state', () => {
    const url = new URL(consent.authorizeUrl(settingsFor('http://127.0.0.1:1'), 'state-1'))
    expect(`${url.origin}${url.pathname}`).toBe('http://127.0.0.1:1/connect/oauth2')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app',
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      redirect_uri: 'http://localhost:8765/callback',
      state: 'state-1',
    })
  })

  test('turns the address that the browser came back to into tokens and the company', async () => {
    const server = await serverThat(good)
    const callbackAddress = answerTo('code=AB11&state=state-1&realmId=9130357766900001')
    const grant = await consent.complete(settingsFor(server.url), { callbackAddress, state: 'state-1' }, tools)
    expect(grant.settings).toEqual({ realmId: '9130357766900001' })
    expect(grant.tokens.refreshToken).toBe('refresh-2')
    expect(server.seen[0]?.body).toBe(
      'grant_type=authorization_code&code=AB11&redirect_uri=http%3A%2F%2Flocalhost%3A8765%2Fcallback',
    )
  })

  test.each([
    ['an address of another attempt', 'code=AB11&state=state-2&realmId=1', 'state differs'],
    ['an address without a state', 'code=AB11&realmId=1', 'state differs'],
    ['a refusal', 'error=access_denied&state=state-1', 'not granted (access_denied)'],
    ['an address without the company', 'code=AB11&state=state-1', 'lacks the code or the company id'],
  ])('%s is refused before anything is sent', async (_what, query, message) => {
    const server = await serverThat(good)
    const answer = { callbackAddress: answerTo(query), state: 'state-1' }
    await expect(consent.complete(settingsFor(server.url), answer, tools)).rejects.toThrow(message)
    expect(server.seen).toEqual([])
  })

  test('a pasted text that is no address is refused', async () => {
    const answer = { callbackAddress: 'AB11', state: 'state-1' }
    await expect(consent.complete(settingsFor('http://127.0.0.1:1'), answer, tools)).rejects.toThrow('no web address')
  })

  test('a code that is no longer good tells to connect again', async () => {
    const server = await serverThat({ status: 400, body: '{"error":"invalid_grant"}' })
    await expect(exchangeCode(settingsFor(server.url), 'AB11', { clock })).rejects.toThrow(LedgerAuthentication)
  })
})

describe('disconnecting', () => {
  test('sends the refresh token to be revoked', async () => {
    const server = await serverThat({ status: 200, body: '' })
    await consent.revoke(settingsFor(server.url), tokensOf(), never)
    expect(server.seen[0]).toMatchObject({ path: '/v2/oauth2/tokens/revoke', body: '{"token":"refresh-1"}' })
  })

  test('twice is no error, and an outage is one', async () => {
    const gone = await serverThat({ status: 400, body: '' })
    await consent.revoke(settingsFor(gone.url), tokensOf(), never)
    const down = await serverThat({ status: 503, body: '' })
    await expect(consent.revoke(settingsFor(down.url), tokensOf(), never)).rejects.toThrow(LedgerUnavailable)
  })
})
