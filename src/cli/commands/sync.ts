import type { Command } from 'commander'
import { tieOutOnArrival } from '../../app/close/tie-out-on-arrival.ts'
import { openSource } from '../../app/open-connection.ts'
import { listGrantedLedgers } from '../../app/sync/granted-ledgers.ts'
import { syncLedger, type LedgerSync } from '../../app/sync/sync-ledger.ts'
import { clockProblem } from '../../app/sync/sync-session.ts'
import { syncSource, type SyncResult } from '../../app/sync/sync-source.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput, NotFound } from '../../support/failure.ts'
import { groupBy } from '../../support/group-by.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { enqueueInBackground } from '../enqueue-in-background.ts'
import type { ExitCode } from '../exit-codes.ts'
import { exitCodeOf } from '../errors.ts'
import type { Session } from '../session.ts'

export const registerSync: RegisterCommand = (program, io) => {
  program
    .command('sync')
    .description('copy what every client holds, what the distributor billed, and the lists of the ledger')
    .argument('[connection]', 'only this source or ledger; all where left out')
    .option('--full', "read every subscription's detail and history again, as before a run", false)
    .option(
      '--accept-shrinkage',
      'take a listing that lost more than half of what was held as it is; only after a look at the distributor',
      false,
    )
    .option('--background', 'put it in as a job for a worker instead of doing it here', false)
    .action(async (connection: string | undefined, options: SyncOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async (session, progress) => {
        const { sources, ledgers } = await chosenConnections(session, connection)
        if (options.background && options.acceptShrinkage) throw new NotInBackground()
        if (options.background) return enqueueAll(session, sources, options.full)
        const results: SyncResult[] = []
        for (const connectionId of sources) {
          if (io.signal.aborted) break
          const { source } = await openSource(session.context, session.adapters, session.keys, connectionId)
          const detailEveryDays = options.full ? 0 : 1
          const { acceptShrinkage } = options
          const base = { connectionId, source, progress, signal: io.signal, detailEveryDays, acceptShrinkage }
          const result = await syncSource(session.context, base)
          await tieOutOnArrival(session.context, session.adapters, result.invoices?.newDates ?? [])
          results.push(result)
        }
        const lists: LedgerSync[] = []
        for (const connectionId of ledgers) {
          if (io.signal.aborted) break
          const { context, adapters, keys } = session
          lists.push(await syncLedger(context, adapters, keys, connectionId, io.signal))
        }
        const notBegun = [...sources.slice(results.length), ...ledgers.slice(lists.length)]
        const isCut = io.signal.aborted && (notBegun.length > 0 || results.at(-1)?.complete === false)
        const data = { sources: results.map(toData), ledgers: lists.map(toLedgerData), notBegun }
        const text = [...results.map(toText), ...lists.map(toLedgerText), ...(isCut ? [toCut(notBegun)] : [])]
        return { data, text: text.join('\n\n'), exit: isCut ? 'interrupted' : exitOf(results, lists) }
      })
    })
}

interface SyncOptions {
  readonly full: boolean
  readonly background: boolean
  readonly acceptShrinkage: boolean
}

class NotInBackground extends InvalidInput {
  constructor() {
    super('--accept-shrinkage is a decision on what is read now, so it does not go with --background.')
  }
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

interface ChosenConnections {
  readonly sources: readonly string[]
  readonly ledgers: readonly string[]
}

async function chosenConnections(session: Session, named: string | undefined): Promise<ChosenConnections> {
  const { database, organization } = session.context
  const { sources, ledgers } = await withOrganization(database, organization.id, async (tx) => ({
    sources: await listConnections(tx, 'source'),
    ledgers: (await listGrantedLedgers(tx)).map(({ connectionId }) => connectionId),
  }))
  const readable = sources.filter(({ adapter }) => session.adapters.sources.has(adapter)).map(({ id }) => id)
  if (named === undefined) {
    if (readable.length + ledgers.length === 0)
      throw new NotFound('There is nothing to sync from yet. Begin with `seatledger connect pax8`.')
    return { sources: readable, ledgers }
  }
  if (readable.includes(named)) return { sources: [named], ledgers: [] }
  if (ledgers.includes(named)) return { sources: [], ledgers: [named] }
  throw new NotFound(
    `There is no connection "${named}" that can be synced. There is: ${[...readable, ...ledgers].join(', ') || 'none'}.`,
  )
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
  const invoices = (result.invoices?.newlyStored ?? []).map((id) => `  new distributor invoice ${wordsOf(result, id)}`)
  const changed = (result.invoices?.changed ?? []).map(
    (id) =>
      `  ALARM: the lines of the distributor invoice ${wordsOf(result, id)} differ from those stored before; both are kept`,
  )
  return [
    `${result.connectionId}, snapshot of ${result.day}: ${state}`,
    ...counts,
    ...invoices,
    ...changed,
    ...toProblems(result),
  ].join('\n')
}

function wordsOf({ invoices }: SyncResult, invoiceId: string): string {
  return invoices?.words[invoiceId] ?? invoiceId
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

function toCut(notBegun: readonly string[]): string {
  const left = notBegun.length === 0 ? '' : ` Not begun: ${notBegun.join(', ')}.`
  return `Stopped from outside; what was read is kept, and the same command goes on from there.${left}`
}

function toLedgerData({ failure, ...rest }: LedgerSync): object {
  return { ...rest, failure: failure?.message ?? null }
}

function toLedgerText({ connectionId, customers, items, failure }: LedgerSync): string {
  const read = `${connectionId}: ${String(customers)} customers, ${String(items)} items`
  return failure === undefined ? read : `${connectionId}: its lists are as old as before. ${failure.message}`
}

function exitOf(results: readonly SyncResult[], lists: readonly LedgerSync[]): ExitCode {
  const failed = [...results, ...lists].find(({ failure }) => failure !== undefined)
  if (failed !== undefined) return exitCodeOf(failed.failure)
  const isRight = ({ complete, problems }: SyncResult): boolean =>
    complete && problems.every(({ code }) => code !== clockProblem)
  return results.every(isRight) ? 'done' : 'attention'
}
