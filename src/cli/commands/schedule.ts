import type { Command } from 'commander'
import { dropSyncSchedule, listSyncSchedules, setSyncSchedule } from '../../app/schedules/sync-schedule.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import type { CliIo } from '../io.ts'
import { renderSchedules } from '../render-schedules.ts'

export const registerSchedule: RegisterCommand = (program, io) => {
  const schedule = program.command('schedule').description('when sources are synced by themselves')
  registerList(schedule, io)
  registerSet(schedule, io)
  registerRemove(schedule, io)
}

function registerList(schedule: Command, io: CliIo): void {
  schedule
    .command('list')
    .description('every schedule, with its next three times')
    .action(async (_options: object, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const { scheduled, unscheduled } = await listSyncSchedules(context)
        const none = unscheduled.map((id) => `${id} is not synced by itself: seatledger schedule set ${id}`)
        const table = scheduled.length === 0 ? ['Nothing is synced by itself.'] : [renderSchedules(scheduled)]
        return { data: { scheduled, unscheduled }, text: [...table, ...none].join('\n') }
      })
    })
}

function registerSet(schedule: Command, io: CliIo): void {
  schedule
    .command('set')
    .description('say when a source is synced by itself, in place of what was said before')
    .argument('<connection>', "the source connection's name")
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week (default: "0 2 * * *")')
    .option('--zone <zone>', "IANA time zone, such as America/Denver (default: the organization's)")
    .action(async (connectionId: string, options: { cron?: string; zone?: string }, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const { cron, zone } = options
        const set = await setSyncSchedule(context, {
          connectionId,
          ...(cron === undefined ? {} : { cron }),
          ...(zone === undefined ? {} : { timeZone: zone }),
        })
        const text = `${renderSchedules([set])}\n\nIt is kept as long as \`seatledger serve\` or \`seatledger worker\` runs.`
        return { data: set, text }
      })
    })
}

function registerRemove(schedule: Command, io: CliIo): void {
  schedule
    .command('remove')
    .description('sync a source by hand only')
    .argument('<connection>', "the source connection's name")
    .action(async (connectionId: string, _options: object, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const removed = await dropSyncSchedule(context, connectionId)
        const text = removed
          ? `${connectionId} is no longer synced by itself.`
          : `${connectionId} was not synced by itself; it stays so.`
        return { data: { connection: connectionId, removed }, text }
      })
    })
}
