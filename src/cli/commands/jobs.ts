import type { Command } from 'commander'
import { standingFailures, subjectOfJob } from '../../app/jobs/standing-failures.ts'
import { listJobs, type ListedJob } from '../../store/jobs/list-jobs.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { readWholeNumber } from '../read-number.ts'
import { renderTable, shorten } from '../table.ts'

export const registerJobs: RegisterCommand = (program, io) => {
  program
    .command('jobs')
    .description('what runs in the background, and what became of it; newest first')
    .option('--limit <n>', 'how many', '20')
    .action(async (options: { limit: string }, command: Command) => {
      const limit = readWholeNumber('--limit', options.limit, { least: 1, most: 1000 })
      await runInSession(io, command, async ({ context }) => {
        const jobs = await listJobs(context.database, context.organization.id, { limit })
        const isMended = standingFailures(jobs).length === 0
        return { data: jobs.map(toData), text: render(jobs), exit: isMended ? 'done' : 'attention' }
      })
    })
}

const words: Readonly<Record<ListedJob['state'], string>> = {
  created: 'waits for a worker',
  retry: 'waits to be tried again',
  active: 'is being done',
  completed: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
}

function render(jobs: readonly ListedJob[]): string {
  if (jobs.length === 0) return 'There are no jobs.'
  const columns = [{ title: 'job' }, { title: 'of' }, { title: 'put in' }, { title: 'state' }, { title: 'why' }]
  const rows = jobs.map((job) => [
    job.name,
    subjectOfJob(job),
    job.createdAt.toISOString(),
    words[job.state],
    shorten(job.failure ?? '', 80),
  ])
  const waiting = jobs.some(({ state }) => state === 'created')
  const hint = waiting ? '\n\nWaiting jobs are taken up by `seatledger serve` or `seatledger worker`.' : ''
  return renderTable(columns, rows) + hint
}

function toData(job: ListedJob): object {
  const { startedAt, completedAt, failure, ...rest } = job
  return { ...rest, startedAt: startedAt ?? null, completedAt: completedAt ?? null, failure: failure ?? null }
}
