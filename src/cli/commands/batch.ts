import type { Command } from 'commander'
import { writeBatch } from '../../app/posting/write-batch.ts'
import { chooseMonth } from '../choose-month.ts'
import { runHeedingInterrupt, type RegisterCommand } from '../command.ts'

interface BatchOptions {
  readonly again: boolean
  readonly why?: string
}

export const registerBatch: RegisterCommand = (program, io) => {
  program
    .command('batch')
    .description("put a month's posted invoices into one file, for a ledger that a person hands it over to")
    .argument('<connection>', 'the ledger')
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option('--again', 'also what was handed over before: whoever reads both files has those invoices twice', false)
    .option('--why <text>', 'the reason for a second time, for the record')
    .action(async (ledgerConnectionId: string, month: string | undefined, options: BatchOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const period = chooseMonth(context, month)
        const order = { ledgerConnectionId, period, again: options.again, reason: options.why }
        const batch = await writeBatch(context, adapters, keys, order, io.signal)
        const count = `${String(batch.documentIds.length)} invoices`
        return { data: batch, text: `${count} are in ${batch.path}.\nSHA-256 ${batch.sha256}` }
      })
    })
}
