import type { Command } from 'commander'
import { closeMonth, reopenMonth } from '../../app/close/close-month.ts'
import { writeClosePack } from '../../app/close/close-pack.ts'
import { formatMonth } from '../../domain/period.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { readMonth } from '../read-month.ts'

export const registerClose: RegisterCommand = (program, io) => {
  program
    .command('close')
    .description('close a month: only at 0.00 unexplained, with each difference decided; nothing of it changes then')
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option('--note <text>', 'for the record')
    .action(async (named: string | undefined, options: { readonly note?: string }, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const period = chooseMonth(context, named)
        const month = formatMonth(period)
        const closing = await closeMonth(context, adapters, { period, note: options.note })
        return {
          data: { month, closedAt: closing.closedAt, closedBy: closing.closedBy, tieOut: closing.tieOutSha256 },
          text: `${month} is closed on the tie-out ${closing.tieOutSha256.slice(0, 12)}.\nNext: seatledger close-pack ${month}`,
        }
      })
    })
}

export const registerReopen: RegisterCommand = (program, io) => {
  program
    .command('reopen')
    .description('open a closed month again; what was closed stays on record')
    .argument('<month>', 'YYYY-MM')
    .option('--why <text>', 'the reason, for the record')
    .action(async (named: string, options: { readonly why?: string }, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const period = readMonth(named)
        await reopenMonth(context, period, options.why ?? '')
        const month = formatMonth(period)
        return { data: { month, reopened: true }, text: `${month} is open again.` }
      })
    })
}

export const registerClosePack: RegisterCommand = (program, io) => {
  program
    .command('close-pack')
    .description('write the papers of a closed month: tie-out, differences, decisions, invoices, config, hashes of all')
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option('--to <directory>', 'a directory that is not there yet', undefined)
    .action(async (named: string | undefined, options: { readonly to?: string }, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const period = chooseMonth(context, named)
        const directory = options.to ?? `close-pack-${formatMonth(period)}`
        const pack = await writeClosePack(context, period, directory)
        return {
          data: { directory: pack.directory, files: pack.files },
          text: [
            `Written to ${pack.directory}:`,
            ...pack.files.map(({ name, sha256 }) => `  ${sha256.slice(0, 12)}  ${name}`),
          ].join('\n'),
        }
      })
    })
}
