import type { Command } from 'commander'
import { openSource } from '../../app/open-connection.ts'
import { syncSource, type SyncResult } from '../../app/sync/sync-source.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { NotFound } from '../../support/failure.ts'
import { groupBy } from '../../support/group-by.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import { enqueueInBackground } from '../enqueue-in-background.ts'
import type { ExitCode } from '../exit-codes.ts'
import { exitCodeOf } from '../errors.ts'
import type { Session } from '../session.ts'

export const registerSync: RegisterCommand = (program, io) => {
  program
    .command('sync')
    .description('copy what every client holds, and what the distributor billed')
    .argument('[connection]', 'only this source connection; all where left out')
    .option('--full', "read every subscription's detail and history again, as before a run", false)
    .option('--background', 'put it in as a job for a worker instead of doing it here', false)
    .action(async (connection: string | undefined, options: SyncOptions, command: Command) => {
      await runInSession(io, command, async (session, progress) => {
        const connectionIds = await sourceConnections(session, connection)
        if (options.background) return enqueueAll(session, connectionIds, options.full)
        const results: SyncResult[] = []
        for (const connectionId of connectionIds) {
          const { source } = await openSource(session.context, session.adapters, session.keys, connectionId)
          const detailEveryDays = options.full ? 0 : 1
          const base = { connectionId, source, progress, signal: io.signal, detailEveryDays }
          results.push(await syncSource(session.context, base))
        }
        return { data: results.map(toData), text: results.map(toText).join('\n\n'), exit: exitOf(results) }
      })
    })
}

interface SyncOptions {
  readonly full: boolean
  readonly background: boolean
}

async function enqueueAll(session: Session, connectionIds: readonly string[], full: boolean): Promise<CommandResult> {
  const { organization, actor } = session.context
  const results: CommandResult[] = []
  for (const connectionId of connectionIds) {
    const payload = { organizationId: organization.id, connectionId, full, actor }
    results.push(await enqueueInBackground(session, 'sync-source', payload, connectionId))
  }
  return { data: results.map(({ data }) => data), text: results.map(({ text }) => text).join('\n') }
}

async function sourceConnections(session: Session, named: string | undefined): Promise<string[]> {
  const { database, organization } = session.context
  const all = await withOrganization(database, organization.id, (tx) => listConnections(tx, 'source'))
  const readable = all.filter(({ adapter }) => session.adapters.sources.has(adapter)).map(({ id }) => id)
  if (named === undefined) {
    if (readable.length === 0)
      throw new NotFound('There is nothing to sync from yet. Begin with `seatledger connect pax8`.')
    return readable
  }
  if (!readable.includes(named)) {
    throw new NotFound(
      `There is no source connection "${named}" that can be synced. There is: ${readable.join(', ') || 'none'}.`,
    )
  }
  return [named]
}

function toData(result: SyncResult): object {
  const { failure, ...rest } = result
  return { ...rest, failure: failure?.message ?? null }
}

function toText(result: SyncResult): string {
  const state = result.complete ? 'complete' : 'INCOMPLETE: nothing missing from it counts as ended'
  const counts = Object.entries(result.counts).map(
    ([stream, { rows, total }]) => `  ${stream}: ${String(rows)}${total === null ? '' : ` of ${String(total)}`}`,
  )
  const invoices = (result.invoices?.newlyStored ?? []).map((id) => `  new distributor invoice ${id}`)
  const changed = (result.invoices?.changed ?? []).map(
    (id) => `  ALARM: the lines of distributor invoice ${id} differ from those stored before; both are kept`,
  )
  return [
    `${result.connectionId}, snapshot of ${result.day}: ${state}`,
    ...counts,
    ...invoices,
    ...changed,
    ...toProblems(result),
  ].join('\n')
}

/** A thousand rows may be odd in the same way: the first of each kind show what it is. */
const shownOfAKind = 3

function toProblems({ problems }: SyncResult): string[] {
  const kinds = [...groupBy(problems, ({ code }) => code)]
  return kinds.flatMap(([code, same]) => {
    const rest = same.length - shownOfAKind
    const shown = same.slice(0, shownOfAKind).map(({ message }) => `  ! ${code}: ${message}`)
    return rest > 0 ? [...shown, `  ! ${code}: ${String(rest)} more (--json lists all)`] : shown
  })
}

function exitOf(results: readonly SyncResult[]): ExitCode {
  const failed = results.find(({ failure }) => failure !== undefined)
  if (failed !== undefined) return exitCodeOf(failed.failure)
  return results.every(({ complete }) => complete) ? 'done' : 'attention'
}
