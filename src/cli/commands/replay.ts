import type { Command } from 'commander'
import { replayRun } from '../../app/replay/replay-run.ts'
import { chooseRun } from '../choose-run.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderReplay } from '../render-run-differences.ts'

export const registerReplay: RegisterCommand = (program, io) => {
  program
    .command('replay')
    .description('work a stored run again from what it worked from, and say whether it is the same to the byte')
    .argument('[run]', "a run's number or month; the newest where left out")
    .action(async (named: string | undefined, _options: object, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const replay = await replayRun(context, adapters, await chooseRun(context, named))
        return { data: replay, text: renderReplay(replay), exit: replay.isIdentical ? 'done' : 'differs' }
      })
    })
}
