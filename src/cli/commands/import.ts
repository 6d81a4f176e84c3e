import { basename } from 'node:path'
import { Option, type Command } from 'commander'
import { tieOutOnArrival } from '../../app/close/tie-out-on-arrival.ts'
import { applyImport, previewImport, type ImportResult } from '../../app/import/import-charges.ts'
import { applyStateImport, previewStateImport } from '../../app/import/import-state.ts'
import { isPlainDate } from '../../domain/plain-date.ts'
import type { DateOrder } from '../../sources/mapped-file.ts'
import { openChargesMapping, openStateMapping } from '../../sources/file/open-mapping.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import { chargesImportData, stateImportData } from '../import-data.ts'
import { readBytes } from '../read-text-file.ts'
import { renderImportPreview, renderImportResult } from '../render-import.ts'
import { renderStateImportResult, renderStatePreview } from '../render-state-import.ts'
import type { Session } from '../session.ts'

interface ImportOptions {
  readonly map: string
  readonly connection: string
  readonly dates?: DateOrder
  readonly set?: readonly string[]
  readonly leaveOutBadRows: boolean
  readonly yes: boolean
}

interface ChargesOptions extends ImportOptions {
  readonly invoiceDate?: string
}

interface StateOptions extends ImportOptions {
  readonly asOf?: string
  readonly complete: boolean
  readonly partial: boolean
  readonly acceptShrinkage: boolean
}

export const registerImport: RegisterCommand = (program, io) => {
  const group = program.command('import').description('take in what a distributor sends as a file')
  withCommonOptions(
    group
      .command('charges')
      .description('show what a file of distributor charges would bring; with --yes, take it in')
      .argument('<file>', fileWords)
      .option('--invoice-date <date>', 'YYYY-MM-DD, where the mapping asks for it: the lines do not say it'),
  ).action(async (file: string, options: ChargesOptions, command: Command) => {
    await runInSession(io, command, (session) => importCharges(session, file, options))
  })
  withCommonOptions(
    group
      .command('state')
      .description('show what a file of all that clients hold on a day would bring; with --yes, take it in')
      .argument('<file>', fileWords)
      .option('--as-of <date>', 'YYYY-MM-DD, where the mapping asks for it: the day whose end the file describes')
      .option('--complete', 'the file lists all that is held: what it lacks has ended', false)
      .option('--partial', 'the file lists a part: nothing ends by it', false)
      .option('--accept-shrinkage', 'you looked: that more than half of what was held is gone is right', false),
  ).action(async (file: string, options: StateOptions, command: Command) => {
    await runInSession(io, command, (session) => importState(session, file, options))
  })
}

const fileWords = 'CSV, TSV, JSON or JSON Lines, as the mapping says; it may be packed with gzip'

function withCommonOptions(command: Command): Command {
  return command
    .requiredOption(
      '--map <mapping>',
      'how the file is read: a mapping that comes with the program, or the path of one',
    )
    .requiredOption('--connection <name>', 'your name for the distributor; it is made when it is not there yet')
    .addOption(
      new Option('--dates <order>', 'for dates that can be read both ways').choices(['day-first', 'month-first']),
    )
    .option('--set <field=value...>', 'what the mapping asks for and the file does not say, such as currency=EUR')
    .option('--leave-out-bad-rows', 'take the rows that can be read; what was read then counts as a part', false)
    .option('--yes', 'take it in', false)
}

async function importCharges(
  { context, adapters }: Session,
  file: string,
  options: ChargesOptions,
): Promise<CommandResult> {
  const mapping = await openChargesMapping(options.map)
  const stated = statedFrom(options.set, { 'invoice.date': options.invoiceDate })
  const preview = await previewImport(context, { ...(await fileFrom(file, options)), mapping, stated })
  const shown = renderImportPreview(preview)
  if (preview.verdict === 'refused') return { data: chargesImportData(preview, undefined), text: shown, exit: 'usage' }
  if (preview.verdict === 'already-imported') return { data: chargesImportData(preview, undefined), text: shown }
  if (!options.yes) return { data: chargesImportData(preview, undefined), text: `${shown}\n\n${howToTakeIn}` }
  const result = await applyImport(context, preview)
  const dates = new Set(preview.reading.charges.map(({ invoiceDate }) => invoiceDate))
  await tieOutOnArrival(context, adapters, [...dates])
  const text = `${shown}\n\n${renderImportResult(preview, result)}`
  return { data: chargesImportData(preview, result), text, exit: exitOf(result) }
}

const howToTakeIn = 'Nothing was imported yet. To take it in, give the same command with --yes.'

function exitOf({ changedInvoices }: ImportResult): ExitCode {
  return changedInvoices.length > 0 ? 'attention' : 'done'
}

async function importState({ context }: Session, file: string, options: StateOptions): Promise<CommandResult> {
  const { complete, partial, acceptShrinkage } = options
  if (complete === partial) {
    throw new InvalidInput(
      'Say what the file is: --complete, when it lists all that is held, so that what it lacks has ended; or --partial.',
    )
  }
  const mapping = await openStateMapping(options.map)
  const stated = statedFrom(options.set, { asOf: options.asOf })
  const toImport = { ...(await fileFrom(file, options)), mapping, stated, isComplete: complete, acceptShrinkage }
  const preview = await previewStateImport(context, toImport)
  const shown = renderStatePreview(preview)
  if (preview.verdict === 'refused') return { data: stateImportData(preview, undefined), text: shown, exit: 'usage' }
  if (preview.verdict === 'already-imported') return { data: stateImportData(preview, undefined), text: shown }
  if (!options.yes) return { data: stateImportData(preview, undefined), text: `${shown}\n\n${howToTakeIn}` }
  const result = await applyStateImport(context, preview)
  const text = `${shown}\n\n${renderStateImportResult(preview, result)}`
  return { data: stateImportData(preview, result), text }
}

async function fileFrom(path: string, { connection: connectionId, dates: dateOrder, leaveOutBadRows }: ImportOptions) {
  return { connectionId, fileName: basename(path), bytes: await readBytes(path), dateOrder, leaveOutBadRows }
}

/** `--set` and the options that stand for one of its fields, together. */
function statedFrom(
  set: readonly string[] = [],
  named: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const stated: Record<string, string> = {}
  for (const text of set) {
    const at = text.indexOf('=')
    if (at < 1) throw new InvalidInput(`--set ${text.slice(0, 60)} says no field: write it as FIELD=VALUE.`)
    stated[text.slice(0, at)] = text.slice(at + 1)
  }
  for (const [field, value] of Object.entries(named)) {
    if (value === undefined) continue
    if (!isPlainDate(value)) throw new InvalidInput(`${value.slice(0, 40)} is no date. Write it as 2026-10-28.`)
    stated[field] = value
  }
  return stated
}
