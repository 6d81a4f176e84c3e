import type { Command } from 'commander'
import { clockNextStep, describeClockSkew } from '../../app/clock-skew.ts'
import { connectLedger } from '../../app/connect-ledger.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import type { LedgerCheck, LedgerFacts } from '../../ledgers/gateway.ts'
import { InvalidInput } from '../../support/failure.ts'
import { globalOptions, runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { readSecretInput } from '../read-secret-input.ts'
import { environmentOf } from '../session.ts'

interface ConnectWebhookOptions {
  readonly name: string
  readonly url?: string
  readonly secretFile?: string
  readonly company?: string
  readonly currency?: string
  readonly allowPrivateAddress?: boolean
}

export const registerConnectWebhook: RegisterCommand = (connect, io) => {
  connect
    .command('webhook')
    .description('connect your own endpoint: each approved invoice is posted there as signed JSON')
    .option('--name <name>', 'what to call the connection', 'webhook')
    .option('--url <url>', 'where invoices are posted to; https, or http on this machine')
    .option(
      '--secret-file <file>',
      'file with the shared secret (whsec_…), - for standard input (default: $SEATLEDGER_WEBHOOK_SECRET, else asked for)',
    )
    .option('--company <name>', 'what the books are called, where the endpoint does not say')
    .option('--currency <code>', 'of customers for which the endpoint states none (default: USD)')
    .option('--allow-private-address', 'the endpoint is in our own network')
    .option('--no-allow-private-address', 'no private address is called, whatever a name resolves to (default)')
    .action(async (options: ConnectWebhookOptions, command: Command) => {
      const connectionId = readConnectionName(options.name)
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const stored = await storedSettings(context, { connectionId, adapter: 'webhook' })
        const settings = statedSettings(options, stored)
        const secret = await readSecretInput(io, {
          what: 'webhook secret',
          file: options.secretFile,
          fromEnvironment: environmentOf(io, globalOptions(command)).webhookSecret,
        })
        const identity = { url: settings['url'] }
        const connection = { connectionId, adapter: 'webhook', settings, identity, secrets: { secret } }
        const connected = await connectLedger(context, adapters, keys, { ...connection, tokens: undefined }, io.signal)
        return toResult(connectionId, connected)
      })
    })
}

type Settings = Readonly<Record<string, unknown>>

function statedSettings(options: ConnectWebhookOptions, stored: Settings): Settings {
  const { allowPrivateAddress } = options
  const url = options.url ?? stored['url']
  if (url === undefined) throw new InvalidInput('Say where invoices are posted to: --url https://…')
  return {
    ...stored,
    url,
    company: options.company ?? stored['company'] ?? 'the endpoint',
    homeCurrency: options.currency ?? stored['homeCurrency'] ?? 'USD',
    ...(allowPrivateAddress === undefined ? {} : { allowsPrivateAddress: allowPrivateAddress }),
  }
}

function toResult(
  connection: string,
  { check, facts }: { readonly check: LedgerCheck; readonly facts: LedgerFacts },
): CommandResult {
  const { company, clockSkewSeconds, notes } = check
  const clock = describeClockSkew(clockSkewSeconds, 'the endpoint')
  const counts = { customers: facts.customers.length, items: facts.items.length }
  const data = {
    ...{ connection, company, clockSkewSeconds: clockSkewSeconds ?? null, clockIsRight: clock.isTolerable },
    ...{ ...counts, notes },
  }
  const lines = [
    `Connected "${connection}": ${company}.`,
    `- It tells of ${String(counts.customers)} customers and ${String(counts.items)} items.`,
    ...notes.map((note) => `- ${note}`),
    clock.isTolerable ? `- Time: ${clock.words}.` : `! Time: ${clock.words}. ${clockNextStep}`,
    'Next: seatledger sync, then seatledger config suggest',
  ]
  return { data, text: lines.join('\n'), exit: clock.isTolerable ? 'done' : 'attention' }
}
