import type { Command } from 'commander'
import { InvalidInput } from '../../support/failure.ts'
import { globalOptions, type RegisterCommand } from '../command.ts'
import { environmentOf } from '../session.ts'
import { addConsentOptions, connectInBrowser, type ConsentOptions, type StatedSettings } from './connect-in-browser.ts'

interface ConnectXeroOptions extends ConsentOptions {
  readonly redirectUri?: string
  readonly scopes?: string
  readonly documentStatus?: string
  readonly apiBaseUrl?: string
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly revokeUrl?: string
}

const usualRedirect = 'http://localhost:8467/callback'
const scopes = ['granular', 'broad']
const documentStatuses = ['authorised', 'submitted', 'draft']

export const registerConnectXero: RegisterCommand = (connect, io) => {
  const command = connect
    .command('xero')
    .description("connect a Xero organisation: with your own Xero app's keys, and your consent in a browser")
  addConsentOptions(command, 'xero', 'SEATLEDGER_XERO_CLIENT_SECRET')
    .option('--company <name>', 'the organisation, where the consent reaches several: its name or its id')
    .option('--redirect-uri <url>', `as it stands in the app's configuration at Xero (default: ${usualRedirect})`)
    .option('--scopes <kind>', 'granular, or broad for an app made before March 2026 (default: granular)')
    .option(
      '--document-status <status>',
      'authorised (an invoice counts at once), submitted or draft (it waits there for a person) (default: authorised)',
    )
    .option('--api-base-url <url>', 'another address of the service, for the sandbox and tests')
    .option('--authorize-url <url>', 'another address of the consent page')
    .option('--token-url <url>', 'another address of the token service')
    .option('--revoke-url <url>', 'another address to take a grant back')
    .action(async (options: ConnectXeroOptions, own: Command) => {
      await connectInBrowser(io, own, options, {
        adapter: 'xero',
        label: 'Xero',
        vendor: 'Xero',
        secretOfEnvironment: environmentOf(io, globalOptions(own)).xeroClientSecret,
        settingsOf: (stored) => statedSettings(options, stored),
      })
    })
}

function statedSettings(options: ConnectXeroOptions, stored: Readonly<Record<string, unknown>>): StatedSettings {
  const { redirectUri, apiBaseUrl, authorizeUrl, tokenUrl, revokeUrl } = options
  const kept = stored['redirectUri']
  const stated = {
    scopes: oneOf('--scopes', options.scopes, scopes),
    documentStatus: oneOf('--document-status', options.documentStatus, documentStatuses),
    apiBaseUrl,
    authorizeUrl,
    tokenUrl,
    revokeUrl,
  }
  return {
    ...stored,
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    redirectUri: redirectUri ?? (typeof kept === 'string' ? kept : usualRedirect),
  }
}

function oneOf(option: string, stated: string | undefined, allowed: readonly string[]): string | undefined {
  if (stated === undefined || allowed.includes(stated)) return stated
  throw new InvalidInput(`${option} must be one of ${allowed.join(', ')}.`)
}
