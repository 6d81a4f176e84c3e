import { resolve } from 'node:path'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { connectLedger } from '../../app/connect-ledger.ts'
import { storedSettings } from '../../app/stored-settings.ts'
import type { CsvMapping } from '../../ledgers/file/formats/csv-mapping.ts'
import { openGenericMapping, readCsvMapping } from '../../ledgers/file/open-csv-mapping.ts'
import { rememberMapping } from '../../ledgers/file/remember-mapping.ts'
import { parseSettings } from '../../ledgers/file/settings.ts'
import type { LedgerCheck, LedgerFacts } from '../../ledgers/gateway.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { readConnectionName } from '../../app/connections/read-connection-name.ts'
import { readTextFile } from '../read-text-file.ts'

interface ConnectFileOptions {
  readonly name: string
  readonly directory?: string
  readonly format?: string
  readonly mapping?: string
  readonly layout?: string
  readonly takenAway?: boolean
  readonly customers?: string
  readonly items?: string
  readonly currency?: string
  readonly company?: string
  readonly seller?: string
}

export const registerConnectFile: RegisterCommand = (connect, io) => {
  connect
    .command('file')
    .description('connect a folder: each approved invoice becomes a file there, for a system of any kind to read')
    .option('--name <name>', 'what to call the connection', 'file')
    .option('--directory <folder>', 'where the files go; it must be there')
    .option('--format <format>', 'csv, json or ubl (UBL 2.1) (default: csv)')
    .option('--mapping <file>', 'the columns of CSV, as JSON or YAML (default: generic, all fields under plain names)')
    .option('--layout <layout>', 'each: a file for each invoice, at once; month: one file, by `batch` (default: each)')
    .option('--taken-away', 'the other system takes files away when it has read them')
    .option('--no-taken-away', 'files stay, so that one that is gone is drift (default)')
    .option(
      '--customers <file>',
      'list of customers, CSV or JSON with id, name, active, currency; none: any name is one',
    )
    .option('--items <file>', 'list of items, CSV or JSON with id, name, active; none: any name is one')
    .option('--currency <code>', 'of customers whose row states none (default: USD)')
    .option('--company <name>', 'who sends the invoices')
    .option(
      '--seller <file>',
      'who sends them, for UBL: JSON or YAML with name, taxId, street, city, postalZone, countryCode',
    )
    .action(async (options: ConnectFileOptions, command: Command) => {
      const connectionId = readConnectionName(options.name)
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const stored = await storedSettings(context, { connectionId, adapter: 'file' })
        const settings = await statedSettings(options, stored)
        const identity = { directory: settings['directory'] }
        const connection = { connectionId, adapter: 'file', settings, identity, secrets: {}, tokens: undefined }
        const connected = await connectLedger(context, adapters, keys, connection, io.signal)
        return toResult(connectionId, connected)
      })
    })
}

type Settings = Readonly<Record<string, unknown>>

async function statedSettings(options: ConnectFileOptions, stored: Settings): Promise<Settings> {
  const directory = options.directory === undefined ? stored['directory'] : resolve(options.directory)
  if (directory === undefined) throw new InvalidInput('Say where the files go: --directory FOLDER.')
  const format = options.format ?? stored['format'] ?? 'csv'
  const { layout, takenAway, customers, items, currency } = options
  const stated = {
    ...stored,
    ...{ directory, format, homeCurrency: currency ?? stored['homeCurrency'] ?? 'USD' },
    seller: await sellerOf(options, stored['seller']),
    ...(layout === undefined ? {} : { layout }),
    ...(takenAway === undefined ? {} : { takenAway }),
    ...(customers === undefined ? {} : { customersFile: resolve(customers) }),
    ...(items === undefined ? {} : { itemsFile: resolve(items) }),
  }
  const mapping = await mappingOf(options, { format, hasOne: stored['mapping'] !== undefined })
  if (mapping === undefined) return stated
  const before = stored['format'] === undefined ? { earlierMappings: [] } : parseSettings(stored)
  return { ...stated, ...rememberMapping(before, mapping) }
}

/** The mapping that was named; else the plain one where CSV is chosen and there was none before. */
async function mappingOf(
  { mapping }: ConnectFileOptions,
  { format, hasOne }: { readonly format: unknown; readonly hasOne: boolean },
): Promise<CsvMapping | undefined> {
  if (mapping !== undefined) return readCsvMapping(await readTextFile(mapping), mapping)
  return format === 'csv' && !hasOne ? openGenericMapping() : undefined
}

async function sellerOf({ seller, company }: ConnectFileOptions, stored: unknown): Promise<unknown> {
  if (seller !== undefined) return sellerFile(await readTextFile(seller), seller)
  if (company !== undefined) return { ...(typeof stored === 'object' ? stored : {}), name: company }
  if (stored !== undefined) return stored
  throw new InvalidInput('Say who sends the invoices: --company NAME.')
}

function sellerFile(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw new InvalidInput(`${file} is neither JSON nor YAML.`, { cause })
  }
}

function toResult(
  connection: string,
  { check, facts }: { readonly check: LedgerCheck; readonly facts: LedgerFacts },
): CommandResult {
  const { company, notes } = check
  const counts = { customers: facts.customers.length, items: facts.items.length }
  const listed = (what: 'customers' | 'items', any: boolean | undefined): string =>
    any === true ? `any name is taken for one of the ${what}` : `${String(counts[what])} ${what} are in the list`
  const lines = [
    `Connected "${connection}": ${company}.`,
    `- ${listed('customers', facts.takesAnyCustomer)}; ${listed('items', facts.takesAnyItem)}.`,
    ...notes.map((note) => `- ${note}`),
    'Next: seatledger sync, then seatledger config suggest',
  ]
  return { data: { connection, company, ...counts, notes }, text: lines.join('\n') }
}
