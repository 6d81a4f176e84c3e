import type { Command } from 'commander'
import type { AppContext } from '../../app/context.ts'
import { postApproved, type ApprovedPosted } from '../../app/posting/post-approved.ts'
import { readDifferences } from '../../app/posting/read-differences.ts'
import { stopPosting } from '../../app/posting/stop-posting.ts'
import type { PostingSummary } from '../../store/postings.ts'
import { chooseRun } from '../choose-run.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { enqueueInBackground } from '../enqueue-in-background.ts'
import { renderDifferences } from '../render-differences.ts'
import { renderTable } from '../table.ts'

export const registerPost: RegisterCommand = (program, io) => {
  program
    .command('post')
    .description('post what is approved, exactly once; safe to repeat, and goes on where it was stopped')
    .argument('[run]', "a run's number or month; the newest where left out")
    .option('--stop', 'stop all who post, in whatever process, before their next invoice; posting again goes on', false)
    .option('--background', 'put it in as a job for a worker instead of doing it here', false)
    .action(async (named: string | undefined, { background, stop }: PostOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async (session, progress) => {
        const { context, adapters, keys } = session
        if (stop) return stopPostings(context)
        const run = await chooseRun(context, named)
        if (background) {
          const payload = { organizationId: context.organization.id, run: run.number, actor: context.actor }
          return enqueueInBackground(session, 'post-run', payload, `run ${String(run.number)}`)
        }
        const result = await postApproved(context, adapters, keys, run, progress, io.signal)
        const data = {
          run: run.number,
          intended: result.intended,
          stopped: [...result.ledgers.values()].flatMap(({ stopped }) => stopped ?? []),
          postings: result.postings.map(({ differences, ...posting }) => ({
            ...posting,
            differences: readDifferences(differences),
          })),
        }
        const done = result.postings.every(({ state }) => state === 'posted') && data.stopped.length === 0
        const exit = done ? 'done' : io.signal.aborted ? 'interrupted' : 'attention'
        return { data, text: render(result), exit }
      })
    })
}

interface PostOptions {
  readonly background: boolean
  readonly stop: boolean
}

async function stopPostings(context: AppContext): Promise<CommandResult> {
  const { ledgers, cancelledJobs } = await stopPosting(context)
  const text =
    ledgers.length === 0
      ? 'There is no ledger that could be posted to.'
      : [
          `Whoever posts to ${ledgers.join(', ')} stops before the next invoice.`,
          ...(cancelledJobs === 0 ? [] : [`Jobs cancelled that post: ${String(cancelledJobs)}.`]),
          'To go on: seatledger post',
        ].join(' ')
  return { data: { stopped: ledgers, cancelledJobs }, text }
}

function render({ intended, ledgers, postings }: ApprovedPosted): string {
  const count = (word: string): number => postings.filter((posting) => wordOf(posting) === word).length
  const states = ['posted', 'voided', 'intended', 'sending', 'unknown', 'rejected', 'needs-person']
  const counts = states.filter((state) => count(state) > 0).map((state) => `${String(count(state))} ${state}`)
  const trouble = postings.filter(({ state }) => state !== 'posted' && state !== 'intended')
  const columns = [{ title: 'client' }, { title: 'number' }, { title: 'state' }, { title: 'why' }]
  const rows = trouble.map((row) => [row.clientId, row.documentNumber ?? '', row.state, row.failure ?? ''])
  return [
    postings.length === 0
      ? 'Nothing is approved, so nothing was posted.'
      : `This month's invoices: ${counts.join(', ')}.`,
    ...(intended.withdrawn === 0
      ? []
      : [`${String(intended.withdrawn)} intended by an earlier run were taken back: nothing of them had been sent.`]),
    ...(intended.notApproved === 0 ? [] : [`${String(intended.notApproved)} are ready and not approved.`]),
    ...[...ledgers.values()].flatMap(({ stopped }) => (stopped === undefined ? [] : [stopped])),
    ...(rows.length === 0 ? [] : [renderTable(columns, rows)]),
    ...renderDifferences(postings),
    ...(postings.length > 0 && count('posted') + count('voided') === postings.length
      ? ['Next, when the distributor has billed: seatledger sync, then seatledger reconcile']
      : []),
  ].join('\n\n')
}

/** A document that was taken back is still in the ledger, and counts nothing. */
function wordOf({ state, voidedAt }: PostingSummary): string {
  return state === 'posted' && voidedAt !== undefined ? 'voided' : state
}
