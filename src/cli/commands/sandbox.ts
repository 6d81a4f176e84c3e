import type { Command } from 'commander'
import { startSandbox, type Sandbox } from '../../../emulators/sandbox/sandbox.ts'
import { globalOptions, type RegisterCommand } from '../command.ts'
import { readPort, readWholeNumber } from '../read-number.ts'
import { runUntilStopped } from '../run-until-stopped.ts'

interface SandboxCommandOptions {
  readonly pax8Port: string
  readonly quickbooksPort: string
  readonly clients: string
  readonly months: string
  readonly seed: string
}

export const registerSandbox: RegisterCommand = (program, io) => {
  program
    .command('sandbox')
    .description('an emulated Pax8 and QuickBooks Online of a simulated MSP on this computer, until Ctrl-C')
    .option('--pax8-port <n>', 'port of the emulated Pax8, 0 for a free one', '8471')
    .option('--quickbooks-port <n>', 'port of the emulated QuickBooks Online, 0 for a free one', '8472')
    .option('--clients <n>', 'how many clients the simulated MSP has', '60')
    .option('--months <n>', 'how many months it has lived, this one included; one more lies ahead', '2')
    .option('--seed <text>', 'the same seed gives the same MSP', '1')
    .addHelpText('after', '\nWith --data the books and the time are kept in that directory, for the next start.')
    .action(async (options: SandboxCommandOptions, command: Command) => {
      await runUntilStopped(io, command, async () => {
        const sandbox = await startSandbox({
          clock: io.clock,
          clients: readWholeNumber('--clients', options.clients, { least: 1, most: 20_000 }),
          months: readWholeNumber('--months', options.months, { least: 1, most: 35 }),
          seed: options.seed,
          pax8Port: readPort('--pax8-port', options.pax8Port),
          quickBooksPort: readPort('--quickbooks-port', options.quickbooksPort),
          directory: globalOptions(command).data,
        })
        return { data: toData(sandbox), text: toText(sandbox), stop: () => sandbox.close() }
      })
    })
}

const pax8Credentials = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
const quickBooksCredentials = { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' }

function toData(sandbox: Sandbox): object {
  const { pax8Url, quickBooksUrl, realmId, partnerName, clients, firstMonth, lastMonth, now } = sandbox
  return {
    pax8: { url: pax8Url, baseUrl: `${pax8Url}/v1`, partnerName, ...pax8Credentials },
    quickBooksOnline: { url: quickBooksUrl, realmId, ...quickBooksCredentials },
    clients,
    firstMonth,
    lastMonth,
    now: now.toISOString(),
    clock: [`${pax8Url}/_emulator/clock`, `${quickBooksUrl}/_emulator/clock`],
    connect: [connectPax8(sandbox), connectQuickBooks(sandbox)],
  }
}

function toText(sandbox: Sandbox): string {
  const { pax8Url, quickBooksUrl, clients, firstMonth, lastMonth, now } = sandbox
  return [
    `A simulated MSP with ${String(clients)} clients, from ${firstMonth} on; it is ${now.toISOString()} there.`,
    '',
    `Pax8:               ${pax8Url}/v1   client id ${pax8Credentials.clientId}, secret ${pax8Credentials.clientSecret}`,
    `QuickBooks Online:  ${quickBooksUrl}   client id ${quickBooksCredentials.clientId}, secret ${quickBooksCredentials.clientSecret}`,
    '',
    'Connect to them, in another terminal:',
    '',
    connectPax8(sandbox),
    '',
    connectQuickBooks(sandbox),
    '',
    `Move the time, up to the end of ${lastMonth} (SeatLedger itself stays in the present):`,
    '',
    `  curl -d '{"advanceDays": 1}' ${pax8Url}/_emulator/clock`,
    '',
    'Ctrl-C stops both.',
  ].join('\n')
}

function connectPax8({ pax8Url, partnerName }: Sandbox): string {
  return [
    `  SEATLEDGER_PAX8_CLIENT_SECRET=${pax8Credentials.clientSecret} npx seatledger connect pax8`,
    `--client-id ${pax8Credentials.clientId} --base-url ${pax8Url}/v1 --partner-name '${partnerName}'`,
  ].join(' \\\n    ')
}

function connectQuickBooks({ quickBooksUrl: url }: Sandbox): string {
  return [
    `  SEATLEDGER_QUICKBOOKS_CLIENT_SECRET=${quickBooksCredentials.clientSecret} npx seatledger connect quickbooks-online`,
    `--environment sandbox --client-id ${quickBooksCredentials.clientId} --api-base-url ${url}`,
    `--authorize-url ${url}/connect/oauth2 --token-url ${url}/oauth2/v1/tokens/bearer`,
    `--revoke-url ${url}/v2/oauth2/tokens/revoke`,
  ].join(' \\\n    ')
}
