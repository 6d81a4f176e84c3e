import { describe, expect, test } from 'vitest'
import { parseApp, parseSettings } from './settings.ts'

const given = {
  environment: 'production',
  clientId: 'app',
  clientSecret: 'a-secret-value',
  realmId: '9130357766900001',
  redirectUri: 'https://msp.example.com/callback',
}

describe('the settings of a QuickBooks company', () => {
  test('speak to Intuit unless told otherwise', () => {
    expect(parseSettings(given)).toMatchObject({
      apiBaseUrl: 'https://quickbooks.api.intuit.com',
      authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
      tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
      revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
      requestTimeoutSeconds: 130,
    })
    expect(parseSettings({ ...given, environment: 'sandbox' }).apiBaseUrl).toBe(
      'https://sandbox-quickbooks.api.intuit.com',
    )
  })

  test('may speak to an emulator on this machine, and to no other place without encryption', () => {
    expect(parseSettings({ ...given, apiBaseUrl: 'http://127.0.0.1:4010/' }).apiBaseUrl).toBe('http://127.0.0.1:4010')
    expect(() => parseSettings({ ...given, apiBaseUrl: 'http://qbo.example.com' })).toThrow(
      'apiBaseUrl must begin with',
    )
  })

  test.each([
    ['http://msp.example.com/callback', 'is not encrypted'],
    ['https://192.0.2.7/callback', 'is an IP address'],
    ['http://127.0.0.1:8765/callback', 'is an IP address'],
    ['http://localhost:8765/callback', 'needs development keys'],
    ['callback', 'is no address'],
  ])('refuse the redirect address %s, which %s', (redirectUri) => {
    expect(() => parseSettings({ ...given, redirectUri })).toThrow('redirectUri must')
  })

  test('take localhost as the redirect address with development keys', () => {
    const redirectUri = 'http://localhost:8765/callback'
    expect(parseSettings({ ...given, environment: 'sandbox', redirectUri }).redirectUri).toBe(redirectUri)
  })

  test('name every setting at fault, and never a secret', () => {
    const parse = (): unknown => parseSettings({ ...given, environment: 'staging', clientId: '', realmId: 'x' })
    expect(parse).toThrow(/environment .*; clientId /)
    expect(parse).not.toThrow('a-secret-value')
    expect(() => parseSettings({ ...given, realmId: 'x' })).toThrow('realmId is the company id, digits alone')
  })

  test('need no company before one has been chosen', () => {
    expect(parseApp({ ...given, realmId: undefined }).clientId).toBe('app')
  })
})
