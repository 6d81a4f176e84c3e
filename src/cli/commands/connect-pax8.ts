import type { Command } from 'commander'
import { clockNextStep, describeClockSkew } from '../../app/clock-skew.ts'
import { connectSource, type ConnectedSource } from '../../app/connect-source.ts'
import { probeInWords } from '../../app/probe/probe-words.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import { globalOptions, runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { readSecretInput } from '../read-secret-input.ts'
import { environmentOf } from '../session.ts'

interface ConnectPax8Options {
  readonly name: string
  readonly clientId?: string
  readonly secretFile?: string
  readonly baseUrl?: string
  readonly partnerName?: string
  readonly requestsPerSecond?: string
}

export const registerConnectPax8: RegisterCommand = (connect, io) => {
  connect
    .command('pax8')
    .description('connect Pax8, for reading only: client id and secret are from its Integrations Hub')
    .option('--name <name>', 'what to call the connection', 'pax8')
    .option('--client-id <id>', 'the client id; asked for where it is not known yet')
    .option(
      '--secret-file <file>',
      'file with the client secret, - for standard input (default: $SEATLEDGER_PAX8_CLIENT_SECRET, else asked for)',
    )
    .option('--base-url <url>', "another address of Pax8's interface, such as the sandbox's")
    .option('--partner-name <name>', "our own name on Pax8's invoices, where it also bills partners below us")
    .option('--requests-per-second <n>', 'how many requests a second at most (default: 8)')
    .action(async (options: ConnectPax8Options, command: Command) => {
      const connectionId = readConnectionName(options.name)
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const stored = await storedSettings(context, { connectionId, adapter: 'pax8' })
        const clientId =
          options.clientId ?? stored['clientId'] ?? (await io.ask({ message: 'Pax8 client id', secret: false }))
        const clientSecret = await readSecretInput(io, {
          what: 'Pax8 client secret',
          file: options.secretFile,
          fromEnvironment: environmentOf(io, globalOptions(command)).pax8ClientSecret,
        })
        const settings = { ...stored, ...statedSettings(options), clientId }
        const connection = { connectionId, adapter: 'pax8', settings, secrets: { clientSecret } }
        return toResult(connectionId, await connectSource(context, adapters, keys, connection, io.signal))
      })
    })
}

/** Only what was stated is stored, so that a later release may have better defaults. */
function statedSettings(options: ConnectPax8Options): Readonly<Record<string, unknown>> {
  const { baseUrl, partnerName, requestsPerSecond } = options
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(partnerName === undefined ? {} : { partnerName }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: Number(requestsPerSecond) }),
  }
}

function toResult(connection: string, { check, probe }: ConnectedSource): CommandResult {
  const { account, clockSkewSeconds, notes } = check
  const clock = describeClockSkew(clockSkewSeconds, 'Pax8')
  const data = {
    connection,
    account,
    clockSkewSeconds: clockSkewSeconds ?? null,
    clockIsRight: clock.isTolerable,
    notes,
    probe: { answers: probe.answers, failure: probe.failure?.message ?? null },
  }
  const lines = [
    `Connected "${connection}" to Pax8: ${account}.`,
    ...notes.map((note) => `- ${note}`),
    clock.isTolerable ? `- Time: ${clock.words}.` : `! Time: ${clock.words}. ${clockNextStep}`,
    ...probeInWords(probe).map((sentence) => `- ${sentence}`),
    'Next: seatledger sync',
  ]
  return { data, text: lines.join('\n'), exit: clock.isTolerable ? 'done' : 'attention' }
}
