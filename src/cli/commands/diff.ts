import type { Command } from 'commander'
import { diffRuns } from '../../app/diff/diff-runs.ts'
import { chooseRun } from '../choose-run.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderRunsDifference } from '../render-run-differences.ts'

export const registerDiff: RegisterCommand = (program, io) => {
  program
    .command('diff')
    .description('what two runs bill differently, per client and line, in money, and which input made it so')
    .argument('<before>', "a run's number or month")
    .argument('<after>', "another run's number or month")
    .action(async (before: string, after: string, _options: object, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const runs = [await chooseRun(context, before), await chooseRun(context, after)] as const
        const difference = await diffRuns(context, adapters, ...runs)
        return { data: difference, text: renderRunsDifference(difference) }
      })
    })
}
