import { Option, type Command } from 'commander'
import { backfill, lastMonthOver, pastMonths } from '../../app/backfill/backfill.ts'
import type { InvoicesBill } from '../../app/backfill/report.ts'
import { storedReport, storedReports } from '../../app/backfill/stored-reports.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { readMonth } from '../read-month.ts'
import { readWholeNumber } from '../read-number.ts'
import { renderBackfill } from '../render-backfill.ts'
import type { Progress } from '../../app/progress.ts'
import type { Session } from '../session.ts'
import { renderTable } from '../table.ts'

interface BackfillOptions {
  readonly from?: string
  readonly to?: string
  readonly invoicesBill: InvoicesBill
  readonly recoverMonths: string
  readonly read: boolean
  readonly list: boolean
  readonly show?: string
}

export const registerBackfill: RegisterCommand = (program, io) => {
  program
    .command('backfill')
    .description('audit months that were billed before: what should have been invoiced, and what was')
    .option('--from <month>', 'the first month, YYYY-MM')
    .option('--to <month>', 'the last month, YYYY-MM; the last one that is over where left out')
    .addOption(
      new Option('--invoices-bill <month>', 'which month an invoice bills whose lines name no day')
        .choices(['same-month', 'month-before', 'month-after'])
        .default('same-month'),
    )
    .option('--recover-months <number>', 'how many months back something can still be billed', '12')
    .option('--no-read', 'look only at what is stored already, and ask no distributor and no ledger')
    .option('--list', 'list the audits that were made', false)
    .option('--show <id>', 'show one of them as it was made')
    .action(async (options: BackfillOptions, command: Command) => {
      await runHeedingInterrupt(io, command, (session, progress) => {
        if (options.list) return listAll(session)
        if (options.show !== undefined) return show(session, options.show)
        return audit(session, options, progress, io.signal)
      })
    })
}

async function audit(
  session: Session,
  options: BackfillOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { context, adapters, keys } = session
  if (options.from === undefined) throw new InvalidInput('Name the first month with --from YYYY-MM.')
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

async function listAll({ context }: Session): Promise<CommandResult> {
  const reports = await storedReports(context)
  const rows = reports.map(({ id, firstMonth, lastMonth, madeAt, madeBy }) => [
    id.slice(0, 8),
    `${firstMonth.slice(0, 7)} to ${lastMonth.slice(0, 7)}`,
    madeAt.toISOString(),
    madeBy,
  ])
  const table = renderTable([{ title: 'report' }, { title: 'months' }, { title: 'made' }, { title: 'by' }], rows)
  const text = rows.length === 0 ? 'Nothing was audited yet. `seatledger backfill --from YYYY-MM` does.' : table
  return { data: reports, text }
}

async function show({ context }: Session, id: string): Promise<CommandResult> {
  const { note, report } = await storedReport(context, id)
  return { data: { id: note.id, sha256: note.sha256, ...report }, text: renderBackfill(report) }
}
