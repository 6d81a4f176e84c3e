import type { Command } from 'commander'
import {
  makeNoticeEndpoint,
  removeNoticeEndpoint,
  showNoticeEndpoints,
  testNoticeEndpoint,
} from '../../app/notices/notice-endpoint.ts'
import type { NoticeEndpoint } from '../../store/notice-endpoints.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

interface NoticesOptions {
  readonly url?: string
  readonly test: boolean
  readonly remove: boolean
}

export const registerNotices: RegisterCommand = (program, io) => {
  program
    .command('notices')
    .description(
      'have a distributor say when its invoice is there, at the address of `seatledger serve`; a notice only leads to a sync',
    )
    .argument('[connection]', 'the distributor; all that tell are listed where left out')
    .option(
      '--url <address>',
      'the https address under which the distributor reaches this server; makes the webhook there',
    )
    .option('--test', 'have the distributor send a test', false)
    .option('--remove', 'remove the webhook at the distributor', false)
    .action(async (connectionId: string | undefined, options: NoticesOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async (session) => {
        const { context } = session
        if (connectionId === undefined) {
          if (options.url !== undefined || options.test || options.remove)
            throw new InvalidInput('Name the connection.')
          return listed(await showNoticeEndpoints(context))
        }
        if (options.remove) {
          await removeNoticeEndpoint(context, session, connectionId, io.signal)
          return {
            data: { removed: connectionId },
            text: `"${connectionId}" tells nothing any more; the nightly sync reads on.`,
          }
        }
        const made =
          options.url === undefined
            ? undefined
            : await makeNoticeEndpoint(context, session, { connectionId, publicUrl: options.url }, io.signal)
        if (options.test) await testNoticeEndpoint(context, session, connectionId, io.signal)
        const all = await showNoticeEndpoints(context)
        const own = listed(all.filter((each) => each.connectionId === connectionId))
        const told = made === undefined ? [] : [`Made a webhook at the distributor, which sends to ${made.url}.`]
        const tested = options.test ? ['A test was asked for: seatledger notices shows when it has arrived.'] : []
        return { ...own, text: [...told, ...tested, own.text].join('\n') }
      })
    })
}

function listed(endpoints: readonly NoticeEndpoint[]): CommandResult {
  const data = endpoints.map(({ secretSha256: _secret, ...endpoint }) => endpoint)
  if (endpoints.length === 0) {
    return { data, text: 'No distributor tells when its invoice is there; the nightly sync finds it.' }
  }
  const columns = [
    { title: 'connection' },
    { title: 'sends to' },
    { title: 'topic' },
    { title: 'notices' },
    { title: 'last' },
  ]
  const rows = endpoints.map(({ connectionId, url, topic, notices, lastNoticeAt }) => [
    ...[connectionId, url, topic ?? 'not made yet: give --url again', String(notices)],
    lastNoticeAt === undefined ? 'none yet' : lastNoticeAt.toISOString().slice(0, 16).replace('T', ' '),
  ])
  return { data, text: renderTable(columns, rows) }
}
