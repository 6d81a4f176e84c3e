import type { Command } from 'commander'
import { approveRun, findRunByHash } from '../../app/approve-run.ts'
import { totalsByCurrency } from '../../app/run/totals-by-currency.ts'
import { InvalidInput } from '../../support/failure.ts'
import { chooseRuns } from '../choose-run.ts'
import { runInSession, type RegisterCommand } from '../command.ts'

interface ApproveOptions {
  readonly hash?: string
  readonly client?: readonly string[]
  readonly note?: string
}

class HashMissing extends InvalidInput {
  constructor(run: number) {
    super(
      `Say what is approved, by its hash: \`seatledger review ${String(run)}\` shows that of run ${String(run)} and of each of its invoices, and --hash takes either.`,
    )
  }
}

export const registerApprove: RegisterCommand = (program, io) => {
  program
    .command('approve')
    .description('approve exactly what was reviewed, named by its hash; posts nothing')
    .argument('[run]', "a run's number or month; the newest where left out")
    .option('--hash <hash>', "the run's hash (all that is ready) or an invoice's, 12 characters or more")
    .option('--client <id...>', 'only these clients of the run')
    .option('--note <text>', 'why, for the record')
    .action(async (named: string | undefined, options: ApproveOptions, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const runs = await chooseRuns(context, named)
        const { hash, client: clientIds, note } = options
        if (hash === undefined) throw new HashMissing(runs[0].number)
        const run = await findRunByHash(context, runs, hash)
        const report = await approveRun(context, { run, hash, clientIds, note })
        const totals = Object.fromEntries(totalsByCurrency(report.approved))
        const total = Object.entries(totals).map(([currency, amount]) => `${amount} ${currency}`)
        const lines = [
          `Approved ${String(report.approved.length)} invoices of run ${String(run.number)}, ${total.join(', ')}` +
            `${report.newly === report.approved.length ? '' : ` (${String(report.newly)} of them now)`}.`,
          ...(report.blocked.length === 0
            ? []
            : [`Not approved, because blocked: ${report.blocked.map(({ clientName }) => clientName).join(', ')}.`]),
          ...(report.replaced.length === 0
            ? []
            : [
                `Not approved, because run again since: ${report.replaced.map(({ clientName }) => clientName).join(', ')}.`,
              ]),
          `Next: seatledger post ${String(run.number)}`,
        ]
        const data = {
          run: run.number,
          approved: report.approved.map(({ clientId, sha256 }) => ({ clientId, sha256 })),
          newly: report.newly,
          totals,
          blocked: report.blocked.map(({ clientId }) => clientId),
          replaced: report.replaced.map(({ clientId }) => clientId),
        }
        const isWhole = report.blocked.length + report.replaced.length === 0
        return { data, text: lines.join('\n'), exit: isWhole ? 'done' : 'attention' }
      })
    })
}
