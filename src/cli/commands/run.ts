import type { Command } from 'commander'
import { listsAgeInWords } from '../../app/doctor/examine-ledger-lists.ts'
import { prepareRun } from '../../app/run/prepare-run.ts'
import { readReviewedDocuments } from '../../app/run/read-review.ts'
import { requireRunRequest } from '../../app/run/require-run-request.ts'
import { totalsByCurrency } from '../../app/run/totals-by-currency.ts'
import { listGrantedLedgers } from '../../app/sync/granted-ledgers.ts'
import { formatMonth, monthOf, previousMonth, type Period } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { withOrganization } from '../../store/database.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { earlierApprovals, renderEarlierApprovals } from '../earlier-approvals.ts'
import { enqueueInBackground } from '../enqueue-in-background.ts'
import { readMonth } from '../read-month.ts'
import { renderRuns } from '../render-run.ts'
import type { Session } from '../session.ts'
import { renderTable } from '../table.ts'

interface RunOptions {
  readonly client?: readonly string[]
  readonly list: boolean
  readonly background: boolean
}

export const registerRun: RegisterCommand = (program, io) => {
  program
    .command('run')
    .description('work a month for the chosen clients and show every invoice as it would post; nothing is posted')
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option('--client <id...>', 'only these clients')
    .option('--list', 'list the runs that there are instead', false)
    .option('--background', 'put it in as a job for a worker instead of doing it here', false)
    .action(async (month: string | undefined, options: RunOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async (session, progress) => {
        if (options.list) return listAll(session)
        const { context, adapters } = session
        const today = plainDateIn(context.organization.timeZone, context.database.clock.now())
        const period = month === undefined ? previousMonth(monthOf(today)) : readMonth(month)
        if (options.background) return enqueue(session, period, options.client)
        const request = { period, clientIds: options.client, signal: io.signal }
        const run = await prepareRun(context, adapters, request, progress)
        const shown = await showRuns(session, [run])
        return { ...shown, text: `${shown.text}${await ledgerListAges(session)}` }
      })
    })
}

/** How old what the run knew of each ledger is. */
async function ledgerListAges({ context: { database, organization } }: Session): Promise<string> {
  const ledgers = await withOrganization(database, organization.id, listGrantedLedgers)
  const now = database.clock.now()
  const words = ledgers.map((ledger) => `${ledger.connectionId}: ${listsAgeInWords(ledger.listsReadAt, now)}`)
  return words.length === 0 ? '' : `\n\n${words.join('\n')}`
}

async function enqueue(
  session: Session,
  period: Period,
  clientIds: readonly string[] | undefined,
): Promise<CommandResult> {
  const { organization, actor } = session.context
  await requireRunRequest(session.context, { period, clientIds })
  const month = formatMonth(period)
  const payload = {
    organizationId: organization.id,
    month,
    clientIds: clientIds === undefined ? null : [...clientIds],
    actor,
  }
  return enqueueInBackground(session, 'prepare-run', payload, [month, ...(clientIds ?? [])].join(' '))
}

/**
 * What `run` and `review` show of a run, or of the runs that count of a month, newest first: each client by the first of
 * them that was made for it.
 */
export async function showRuns({ context }: Session, runs: readonly [Run, ...Run[]]): Promise<CommandResult> {
  const { parts, approvals } = await readReviewedDocuments(context, runs)
  const invoices = parts.flatMap((part) => part.invoices.map((row) => ({ ...row, runNumber: part.run.number })))
  const earlier = earlierApprovals(invoices, approvals)
  const data = {
    run: runs[0],
    approvals: earlier,
    ...(runs.length === 1 ? {} : { runs }),
    totals: Object.fromEntries(totalsByCurrency(invoices.filter(({ outcome }) => outcome === 'ready'))),
    invoices: invoices.map(({ invoice, body, ...row }) => ({
      ...row,
      invoice: invoice === undefined ? null : (JSON.parse(invoice) as unknown),
      body: body ?? null,
    })),
    anomalies: parts.flatMap(({ anomalies }) => anomalies),
  }
  const isBlocked = invoices.some(({ outcome }) => outcome === 'blocked')
  const text = [renderRuns(parts), ...renderEarlierApprovals(earlier, invoices)].join('\n\n')
  return { data, text, exit: isBlocked ? 'attention' : 'done' }
}

async function listAll({ context }: Session): Promise<CommandResult> {
  const { database, organization } = context
  const runs = await withOrganization(database, organization.id, (tx) => listRuns(tx))
  const titles = ['run', 'month', 'state', 'config', 'made', 'by', 'hash']
  const rows = runs.map((run) => [
    String(run.number),
    formatMonth(run.period),
    run.state,
    String(run.configVersion),
    run.createdAt.toISOString(),
    run.requestedBy,
    run.sha256?.slice(0, 12) ?? '',
  ])
  const text =
    runs.length === 0
      ? 'There is no run yet.'
      : renderTable(
          titles.map((title) => ({ title })),
          rows,
        )
  return { data: runs, text }
}
