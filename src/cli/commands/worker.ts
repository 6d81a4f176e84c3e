import type { Command } from 'commander'
import { globalOptions, type RegisterCommand } from '../command.ts'
import { runUntilStopped } from '../run-until-stopped.ts'
import { startWorkers } from '../start-workers.ts'

export const registerWorker: RegisterCommand = (program, io) => {
  program
    .command('worker')
    .description('work on jobs and schedules without serving anything, until Ctrl-C; any number may run')
    .action(async (_options: object, command: Command) => {
      await runUntilStopped(io, command, async () => {
        const workers = await startWorkers(io, globalOptions(command))
        const { place } = workers.database
        return {
          data: { database: place },
          text: `Working on the jobs of the database at ${place}. Ctrl-C stops in good order.`,
          stop: () => workers.stop(),
        }
      })
    })
}
