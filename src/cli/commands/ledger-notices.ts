import type { Command } from 'commander'
import { expectNotices } from '../../app/ledger-notices/expect-notices.ts'
import { runHeedingInterrupt, type RegisterCommand } from '../command.ts'
import { readSecretInput } from '../read-secret-input.ts'

interface LedgerNoticesOptions {
  readonly tokenFile?: string
  readonly off?: boolean
}

export const registerLedgerNotices: RegisterCommand = (program, io) => {
  program
    .command('ledger-notices')
    .description('let a ledger tell that something changed there; without it, changes are found each night')
    .argument('<connection>', "the ledger connection's name")
    .option('--token-file <file>', "file with the verifier token of the ledger's webhooks, - for standard input")
    .option('--off', 'take no notices any more', false)
    .action(async (connectionId: string, options: LedgerNoticesOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const secret =
          options.off === true
            ? undefined
            : await readSecretInput(io, {
                what: 'verifier token',
                file: options.tokenFile,
                fromEnvironment: undefined,
              })
        const path = await expectNotices(context, adapters, keys, { connectionId, secret })
        const data = { connection: connectionId, notices: secret === undefined ? 'off' : 'on', path }
        if (secret === undefined) return { data, text: `No notices of "${connectionId}" are taken any more.` }
        const text = [
          `Notices of "${connectionId}" are taken at this path below the address of \`seatledger serve\`:`,
          `  ${path}`,
          'Enter it as the webhook endpoint there; it must be reached from outside by https. A notice has the changes read',
          'within about a minute, by a worker: seatledger worker',
        ]
        return { data, text: text.join('\n') }
      })
    })
}
