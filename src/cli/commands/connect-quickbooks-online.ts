import type { Command } from 'commander'
import { clockNextStep, describeClockSkew } from '../../app/clock-skew.ts'
import { grantLedgerAccess, type GrantQuestion } from '../../app/grant-ledger-access.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import { listenForCallback } from '../../http/await-callback.ts'
import type { LedgerCheck, LedgerFacts } from '../../ledgers/gateway.ts'
import { InvalidInput } from '../../support/failure.ts'
import { globalOptions, runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { readConnectionName } from '../read-connection-name.ts'
import { readSecretInput } from '../read-secret-input.ts'
import { environmentOf } from '../session.ts'

interface ConnectQuickBooksOptions {
  readonly name: string
  readonly clientId?: string
  readonly secretFile?: string
  readonly environment?: string
  readonly redirectUri?: string
  readonly paste: boolean
  readonly apiBaseUrl?: string
  readonly authorizeUrl?: string
  readonly tokenUrl?: string
  readonly revokeUrl?: string
}

const sandboxRedirect = 'http://localhost:8467/callback'

export const registerConnectQuickBooksOnline: RegisterCommand = (connect, io) => {
  connect
    .command('quickbooks-online')
    .description("connect a QuickBooks Online company: with your own Intuit app's keys, and your consent in a browser")
    .option('--name <name>', 'what to call the connection', 'quickbooks-online')
    .option('--client-id <id>', "the app's client id; asked for where it is not known yet")
    .option(
      '--secret-file <file>',
      'file with the client secret, - for standard input (default: $SEATLEDGER_QUICKBOOKS_CLIENT_SECRET, else asked for)',
    )
    .option('--environment <name>', 'whether the keys are for production or sandbox companies (default: production)')
    .option(
      '--redirect-uri <url>',
      `as it stands in the app's settings at Intuit; must be https with production keys (default with sandbox keys: ${sandboxRedirect})`,
    )
    .option('--paste', 'paste the address that the browser is sent to, instead of waiting for it here', false)
    .option('--api-base-url <url>', 'another address of the service, for the sandbox and tests')
    .option('--authorize-url <url>', 'another address of the consent page')
    .option('--token-url <url>', 'another address of the token service')
    .option('--revoke-url <url>', 'another address to take a grant back')
    .action(async (options: ConnectQuickBooksOptions, command: Command) => {
      const connectionId = readConnectionName(options.name)
      const adapter = 'quickbooks-online'
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const stored = await storedSettings(context, { connectionId, adapter })
        const settings = statedSettings(options, stored)
        const clientId =
          options.clientId ?? settings['clientId'] ?? (await io.ask({ message: 'Intuit client id', secret: false }))
        const clientSecret = await readSecretInput(io, {
          what: 'Intuit client secret',
          file: options.secretFile,
          fromEnvironment: environmentOf(io, globalOptions(command)).quickBooksClientSecret,
        })
        const connection = { connectionId, adapter, settings: { ...settings, clientId }, secrets: { clientSecret } }
        const ask = (question: GrantQuestion): Promise<string> =>
          askInBrowser(io, question, { redirectUri: settings.redirectUri, paste: options.paste })
        const granted = await grantLedgerAccess(context, adapters, keys, connection, ask, io.signal)
        return toResult(connectionId, granted)
      })
    })
}

interface StatedSettings extends Readonly<Record<string, unknown>> {
  readonly redirectUri: string
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

/** Shows the address to open, and gets the one that the browser is sent back to. */
async function askInBrowser(
  io: CliIo,
  { authorizeUrl, state }: GrantQuestion,
  { redirectUri, paste }: { readonly redirectUri: string; readonly paste: boolean },
): Promise<string> {
  const intro = `Open this address in a browser, sign in to QuickBooks and choose the company:\n\n  ${authorizeUrl}\n\n`
  const target = new URL(redirectUri)
  // Only a redirect to this very computer can be waited for.
  if (paste || target.protocol === 'https:') {
    io.writeError(intro)
    return io.ask({ message: 'The whole address that the browser was sent to', secret: false })
  }
  const listener = await listenForCallback(target, { state, option: '--redirect-uri, or use --paste' })
  try {
    io.writeError(`${intro}Waiting for the answer at ${redirectUri} (Ctrl-C gives up) …\n`)
    return await listener.received(io.signal)
  } finally {
    await listener.close()
  }
}

function toResult(
  connection: string,
  { check, facts }: { readonly check: LedgerCheck; readonly facts: LedgerFacts },
): CommandResult {
  const { company, clockSkewSeconds, notes } = check
  const clock = describeClockSkew(clockSkewSeconds, 'QuickBooks')
  const counts = { customers: facts.customers.length, items: facts.items.length }
  const data = {
    connection,
    company,
    clockSkewSeconds: clockSkewSeconds ?? null,
    clockIsRight: clock.isTolerable,
    ...counts,
    notes,
  }
  const lines = [
    `Connected "${connection}" to the QuickBooks company "${company}".`,
    `- It has ${String(counts.customers)} customers and ${String(counts.items)} items; its home currency is ${facts.homeCurrency}.`,
    ...notes.map((note) => `- ${note}`),
    clock.isTolerable ? `- Time: ${clock.words}.` : `! Time: ${clock.words}. ${clockNextStep}`,
    'Next: seatledger sync, then seatledger config suggest',
  ]
  return { data, text: lines.join('\n'), exit: clock.isTolerable ? 'done' : 'attention' }
}
