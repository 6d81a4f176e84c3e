import { Option, type Command } from 'commander'
import { backfill, lastMonthOver, pastMonths } from '../../app/backfill/backfill.ts'
import type { InvoicesBill } from '../../app/backfill/report.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { readMonth } from '../read-month.ts'
import { readWholeNumber } from '../read-number.ts'
import { renderBackfill } from '../render-backfill.ts'
import type { Progress } from '../../app/progress.ts'
import type { Session } from '../session.ts'

interface BackfillOptions {
  readonly from: string
  readonly to?: string
  readonly invoicesBill: InvoicesBill
  readonly recoverMonths: string
  readonly read: boolean
}

export const registerBackfill: RegisterCommand = (program, io) => {
  program
    .command('backfill')
    .description('audit months that were billed before: what should have been invoiced, and what was')
    .requiredOption('--from <month>', 'the first month, YYYY-MM')
    .option('--to <month>', 'the last month, YYYY-MM; the last one that is over where left out')
    .addOption(
      new Option('--invoices-bill <month>', 'which month an invoice bills whose lines name no day')
        .choices(['same-month', 'month-before', 'month-after'])
        .default('same-month'),
    )
    .option('--recover-months <number>', 'how many months back something can still be billed', '12')
    .option('--no-read', 'look only at what is stored already, and ask no distributor and no ledger')
    .action(async (options: BackfillOptions, command: Command) => {
      await runHeedingInterrupt(io, command, (session, progress) => audit(session, options, progress, io.signal))
    })
}

async function audit(
  session: Session,
  options: BackfillOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { context, adapters, keys } = session
  const last = options.to === undefined ? lastMonthOver(context) : readMonth(options.to)
  const request = {
    months: pastMonths(readMonth(options.from), last),
    invoicesBill: options.invoicesBill,
    recoverMonths: readWholeNumber('--recover-months', options.recoverMonths, { least: 0, most: 120 }),
    reads: options.read,
  }
  const { report, note } = await backfill(context, adapters, keys, request, { progress, signal })
  return { data: { id: note.id, sha256: note.sha256, ...report }, text: renderBackfill(report) }
}
