import type { Command } from 'commander'
import { InvalidInput } from '../../support/failure.ts'
import { globalOptions, type RegisterCommand } from '../command.ts'
import { environmentOf } from '../session.ts'
import { addConsentOptions, connectInBrowser, type ConsentOptions, type StatedSettings } from './connect-in-browser.ts'

interface ConnectQuickBooksOptions extends ConsentOptions {
  readonly environment?: string
  readonly redirectUri?: string
  readonly apiBaseUrl?: string
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly revokeUrl?: string
}

const sandboxRedirect = 'http://localhost:8467/callback'

export const registerConnectQuickBooksOnline: RegisterCommand = (connect, io) => {
  const command = connect
    .command('quickbooks-online')
    .description("connect a QuickBooks Online company: with your own Intuit app's keys, and your consent in a browser")
  addConsentOptions(command, 'quickbooks-online', 'SEATLEDGER_QUICKBOOKS_CLIENT_SECRET')
    .option('--environment <name>', 'whether the keys are for production or sandbox companies (default: production)')
    .option(
      '--redirect-uri <url>',
      `as it stands in the app's settings at Intuit; must be https with production keys (default with sandbox keys: ${sandboxRedirect})`,
    )
    .option('--api-base-url <url>', 'another address of the service, for the sandbox and tests')
    .option('--authorize-url <url>', 'another address of the consent page')
    .option('--token-url <url>', 'another address of the token service')
    .option('--revoke-url <url>', 'another address to take a grant back')
    .action(async (options: ConnectQuickBooksOptions, own: Command) => {
      await connectInBrowser(io, own, options, {
        adapter: 'quickbooks-online',
        label: 'QuickBooks',
        vendor: 'Intuit',
        secretOfEnvironment: environmentOf(io, globalOptions(own)).quickBooksClientSecret,
        settingsOf: (stored) => statedSettings(options, stored),
      })
    })
}

/** What was stated, over what was stated before for the same environment: the addresses of one are not the other's. */
function statedSettings(options: ConnectQuickBooksOptions, stored: Readonly<Record<string, unknown>>): StatedSettings {
  const environment = options.environment ?? stored['environment'] ?? 'production'
  if (environment !== 'production' && environment !== 'sandbox') {
    throw new InvalidInput(`--environment must be production or sandbox.`)
  }
  const kept = stored['environment'] === environment ? stored : {}
  const { redirectUri, apiBaseUrl, authorizeUrl, tokenUrl, revokeUrl } = options
  return {
    ...kept,
    environment,
    redirectUri: redirectUri ?? knownRedirect(kept, environment),
    ...(apiBaseUrl === undefined ? {} : { apiBaseUrl }),
    ...(authorizeUrl === undefined ? {} : { authorizeUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...(revokeUrl === undefined ? {} : { revokeUrl }),
  }
}

function knownRedirect(kept: Readonly<Record<string, unknown>>, environment: 'production' | 'sandbox'): string {
  if (typeof kept['redirectUri'] === 'string') return kept['redirectUri']
  if (environment === 'sandbox') return sandboxRedirect
  throw new InvalidInput(
    "With production keys Intuit sends the browser only to an https address. Name one of those in your app's " +
      'settings with --redirect-uri; you then paste the address that the browser ends at.',
  )
}
