import type { Command } from 'commander'
import {
  findMatches,
  nameOf,
  recordMatches,
  undoMatches,
  type FoundMatches,
} from '../../app/cut-over/match-invoices.ts'
import { setFirstMonth } from '../../app/cut-over/first-month.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { addDays, isPlainDate } from '../../domain/plain-date.ts'
import { listMatches, readCutOver } from '../../store/cut-over.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput } from '../../support/failure.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import { readMonth } from '../read-month.ts'
import type { Session } from '../session.ts'
import { renderTable } from '../table.ts'

interface CutOverOptions {
  readonly firstMonth?: string
  readonly match?: string
  readonly from?: string
  readonly until?: string
  readonly leave?: readonly string[]
  readonly confirm?: string
  readonly undo?: string
  readonly client?: readonly string[]
  readonly why?: string
}

export const registerCutOver: RegisterCommand = (program, io) => {
  program
    .command('cut-over')
    .description('say from which month on is billed from here, and which invoices in the ledger are those of a month')
    .option('--first-month <month>', 'no month before it is prepared: YYYY-MM, or none')
    .option('--match <month>', "lists the ledger's own invoices of a month, by client; records nothing")
    .option('--from <date>', 'with --match: dated from this day on; the first of the month where left out')
    .option('--until <date>', 'with --match: dated up to this day; the last of the month where left out')
    .option('--leave <number...>', 'with --match: invoices that are none of that month')
    .option('--confirm <hash>', 'with --match: records exactly what was listed; those clients count as billed')
    .option('--undo <month>', 'takes matches of a month back')
    .option('--client <id...>', 'with --undo: of these clients only')
    .option('--why <text>', 'the reason, for the record')
    .action(async (options: CutOverOptions, command: Command) => {
      await runInSession(io, command, (session) => cutOver(session, options, io.signal))
    })
}

async function cutOver(session: Session, options: CutOverOptions, signal: AbortSignal): Promise<CommandResult> {
  const { context } = session
  const { firstMonth, match, undo, why: reason = '' } = options
  const acts = [firstMonth, match, undo].filter((act) => act !== undefined)
  if (acts.length > 1) throw new InvalidInput('One thing at a time: --first-month, --match or --undo.')
  if (firstMonth !== undefined) {
    const set = await setFirstMonth(context, firstMonth === 'none' ? undefined : readMonth(firstMonth), reason)
    const text =
      set === undefined
        ? 'Every month can be prepared.'
        : `${formatMonth(set.firstMonth)} is the first month that is billed from here.`
    return { data: { firstMonth: set ?? null }, text }
  }
  if (match !== undefined) return matched(session, readMonth(match), options, signal)
  if (undo === undefined) return shown(session)
  const undone = await undoMatches(context, { period: readMonth(undo), clientIds: options.client ?? [], reason })
  const clients = undone.map(({ clientId }) => clientId).join(', ')
  return { data: { undone }, text: `${undo} counts as not billed again for ${clients}. The ledger is as it was.` }
}

async function matched(
  { context, adapters, keys }: Session,
  period: Period,
  options: CutOverOptions,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { confirm: hash, why: reason = '' } = options
  const request = { period, dated: datesOf(period, options), leave: options.leave ?? [] }
  const month = formatMonth(period)
  if (hash !== undefined) {
    const recorded = await recordMatches(context, adapters, keys, { ...request, hash, reason }, signal)
    const text = `${String(recorded.found.length)} invoices are those of ${month}: it counts as billed for their clients, and is never posted for them. To take that back: seatledger cut-over --undo ${month} --why "..."`
    return { data: dataOf(recorded), text }
  }
  const matches = await findMatches(context, adapters, keys, request, signal)
  const again = [
    ...(options.from === undefined ? [] : [`--from ${options.from}`]),
    ...(options.until === undefined ? [] : [`--until ${options.until}`]),
    ...(options.leave === undefined ? [] : [`--leave ${options.leave.join(' ')}`]),
  ].map((text) => ` ${text}`)
  const next = `If these are the invoices of ${month}: seatledger cut-over --match ${month}${again.join('')} --confirm ${matches.sha256.slice(0, 12)} --why "..."\nIf one is not, add it to --leave NUMBER and look again.`
  return { data: dataOf(matches), text: renderMatches(matches, matches.found.length === 0 ? undefined : next) }
}

function datesOf(period: Period, { from = period.start, until }: CutOverOptions): Period {
  for (const date of [from, until]) {
    if (date !== undefined && !isPlainDate(date)) throw new InvalidInput(`${date} is no date. Write it as 2026-10-28.`)
  }
  const end = until === undefined ? period.end : addDays(until, 1)
  if (end <= from) throw new InvalidInput(`--until lies before --from, so that no invoice can be dated between them.`)
  return { start: from, end }
}

function dataOf({ found, without, sha256 }: FoundMatches): unknown {
  const documents = found.map(({ client, document }) => {
    const { documentId, documentNumber, date, netTotal, currency } = document
    return { clientId: client.clientId, documentId, documentNumber, date, netTotal, currency }
  })
  return { found: documents, without, sha256 }
}

function renderMatches({ found, without }: FoundMatches, next: string | undefined): string {
  const columns = [
    ...['client', 'invoice', 'dated'].map((title) => ({ title })),
    { title: 'before tax', align: 'right' as const },
    { title: '' },
  ]
  const rows = found.map(({ client, document }) => [
    ...[client.name, nameOf(document), document.date, document.netTotal],
    document.currency ?? client.currency,
  ])
  const others = without.map(({ clientId, why }) => [clientId, why])
  return [
    rows.length === 0 ? 'No invoice in a ledger seems to be one of the month.' : renderTable(columns, rows),
    ...(others.length === 0 ? [] : [`Without one:\n\n${renderTable([{ title: 'client' }, { title: 'why' }], others)}`]),
    ...(next === undefined ? [] : [next]),
  ].join('\n\n')
}

async function shown({ context }: Session): Promise<CommandResult> {
  const { database, organization } = context
  const { cutOver: set, matches } = await withOrganization(database, organization.id, async (tx) => {
    const found = await readCutOver(tx)
    return { cutOver: found, matches: await listMatches(tx, found?.firstMonth ?? chooseMonth(context, undefined)) }
  })
  const text =
    set === undefined
      ? 'No first month is set, so every month can be prepared. To set one: seatledger cut-over --first-month MONTH --why "..."'
      : `${formatMonth(set.firstMonth)} is the first month that is billed from here (${set.setBy}, ${set.setAt.toISOString().slice(0, 10)}: ${set.reason}).\n${String(matches.length)} invoices of the ledger are matched to it.`
  return { data: { firstMonth: set ?? null, matches }, text }
}
