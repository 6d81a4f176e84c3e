import { plainDateIn } from '../../domain/plain-date.ts'
import type { ChargesFileMapping, ChargesFileReading, DateOrder } from '../../sources/charges-file.ts'
import { listChargeReadings, saveCharges } from '../../store/charges.ts'
import { findConnection, saveConnection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listImportedFiles, saveImportedFile } from '../../store/imported-files.ts'
import {
  newestHashes,
  newestRecords,
  saveObservations,
  type NewObservation,
  type Noun,
} from '../../store/observations.ts'
import { rawPayloadHash, saveRawPayload } from '../../store/raw-payloads.ts'
import { recordJson } from '../../store/record-json.ts'
import { beginSnapshot, endSnapshot } from '../../store/snapshots.ts'
import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { AppContext } from '../context.ts'
import { ImportRefused, NotAFileConnection } from './import-failures.ts'
import { makePreview, type ImportPreview, type KnownBefore } from './import-preview.ts'

/** The adapter of connections that are fed with files. */
export const fileAdapter = 'file'

/** A file that the operator wants to import. */
export interface FileToImport {
  readonly connectionId: string
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly mapping: ChargesFileMapping
  readonly dateOrder?: DateOrder | undefined
}

export interface ImportResult {
  /** `already-imported`: nothing was written, now or by this. */
  readonly outcome: 'imported' | 'already-imported'
  readonly charges: number
  readonly newInvoices: readonly string[]
  /** Invoices whose lines differ from those read before: they must not, and both readings are kept. */
  readonly changedInvoices: readonly string[]
}

/**
 * Shows what importing a file would do. Writes nothing.
 * @throws {InvalidInput} when the connection's name cannot be one. @throws {NotAFileConnection}
 */
export async function previewImport(context: AppContext, file: FileToImport): Promise<ImportPreview> {
  const { connectionId, fileName, bytes, mapping } = file
  requireConnectionName(connectionId)
  const { database, organization } = context
  const known = await withOrganization(database, organization.id, (tx) => readKnown(tx, connectionId))
  const reading = mapping.read({ connectionId, bytes, dateOrder: file.dateOrder })
  return makePreview({ connectionId, fileName, sha256: sha256(bytes), mapping, reading }, known)
}

/**
 * Imports what a preview showed, in one transaction: all of it or nothing, whatever stops it. The same file again
 * writes nothing.
 * @throws {ImportRefused} when the preview has a blocking problem. @throws {NotAFileConnection}
 */
export async function applyImport(context: AppContext, preview: ImportPreview): Promise<ImportResult> {
  if (preview.verdict === 'refused') throw refused(preview)
  const { database, organization } = context
  return withOrganization(database, organization.id, (tx) => writeImport(tx, context, preview))
}

function requireConnectionName(connectionId: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(connectionId)) return
  throw new InvalidInput(
    `"${connectionId.slice(0, 60)}" cannot name a connection; use lower-case letters, digits and dashes, at most 40.`,
  )
}

async function readKnown(tx: Transaction, connectionId: string): Promise<KnownBefore> {
  await requireFileConnection(tx, connectionId)
  const ids = async (noun: Noun): Promise<ReadonlySet<string>> =>
    new Set((await newestRecords(tx, { connectionId, noun })).map(({ recordId }) => recordId))
  return {
    files: await listImportedFiles(tx, connectionId),
    readings: await listChargeReadings(tx, { connectionId }),
    companyIds: await ids('company'),
    productIds: await ids('product'),
  }
}

/** True when it is there. */
async function requireFileConnection(tx: Transaction, connectionId: string): Promise<boolean> {
  const connection = await findConnection(tx, connectionId)
  if (connection === undefined) return false
  if (connection.kind === 'source' && connection.adapter === fileAdapter) return true
  throw new NotAFileConnection(
    `"${connectionId}" is connected to ${connection.adapter}; give the files a connection of their own with another name.`,
  )
}

async function writeImport(tx: Transaction, context: AppContext, preview: ImportPreview): Promise<ImportResult> {
  const { connectionId, reading, mapping } = preview
  const now = context.database.clock.now()
  if (!(await requireFileConnection(tx, connectionId))) {
    await saveConnection(tx, { id: connectionId, kind: 'source', adapter: fileAdapter, settings: {} }, now)
  }
  const isNew = await saveImportedFile(tx, {
    connectionId,
    sha256: preview.sha256,
    name: preview.fileName,
    profile: 'charges',
    mapping: mapping.text,
    rowCount: reading.rowCount,
    importedAt: now,
    importedBy: context.actor,
  })
  if (!isNew) return { outcome: 'already-imported', charges: 0, newInvoices: [], changedInvoices: [] }
  await writeSnapshot(tx, context, preview, now)
  const invoices = await writeCharges(tx, preview, now)
  return { outcome: 'imported', charges: reading.charges.length, ...invoices }
}

/** A file of charges lists no subscriptions, so its snapshot holds what it names and ends nothing. */
async function writeSnapshot(tx: Transaction, context: AppContext, preview: ImportPreview, now: Date): Promise<void> {
  const { connectionId, fileName, mapping, reading } = preview
  const day = plainDateIn(context.organization.timeZone, now)
  const payload = {
    connectionId,
    stream: 'charges',
    request: fileName,
    mediaType: mediaTypeOf(mapping),
    body: reading.text ?? '',
  }
  const rawSha256 = rawPayloadHash(payload)
  await saveRawPayload(tx, payload, now)
  const snapshotId = await beginSnapshot(tx, { connectionId, day, now })
  for (const [noun, records] of recordsOf(reading)) {
    const changed = await changedOnly(tx, { connectionId, noun, records, rawSha256 })
    await saveObservations(tx, { connectionId, noun, snapshotId, day, now }, changed)
  }
  const count = (rows: number): { rows: number; total: number } => ({ rows, total: rows })
  const { companies, products, invoices, charges, problems } = reading
  await endSnapshot(tx, {
    snapshotId,
    complete: true,
    counts: {
      companies: count(companies.length),
      products: count(products.length),
      'distributor-invoices': count(invoices.length),
      charges: count(charges.length),
    },
    problems: problems.map(({ code, message }) => ({ stream: 'charges', code, recordId: null, message })),
    now,
  })
}

function recordsOf(reading: ChargesFileReading): readonly (readonly [Noun, ReadonlyMap<string, object>])[] {
  return [
    ['company', new Map(reading.companies.map((company) => [company.companyId, company]))],
    ['product', new Map(reading.products.map((product) => [product.productId, product]))],
    ['distributor-invoice', new Map(reading.invoices.map((invoice) => [invoice.invoiceId, invoice]))],
  ]
}

async function changedOnly(
  tx: Transaction,
  {
    connectionId,
    noun,
    records,
    rawSha256,
  }: {
    connectionId: string
    noun: Noun
    records: ReadonlyMap<string, object>
    rawSha256: string
  },
): Promise<NewObservation[]> {
  const before = await newestHashes(tx, connectionId, noun)
  return [...records].flatMap(([recordId, record]) => {
    const state = recordJson(record)
    const hash = sha256(state)
    return before.get(recordId) === hash ? [] : [{ recordId, sha256: hash, state, rawSha256 }]
  })
}

async function writeCharges(
  tx: Transaction,
  { connectionId, invoices }: ImportPreview,
  now: Date,
): Promise<Pick<ImportResult, 'newInvoices' | 'changedInvoices'>> {
  const newInvoices: string[] = []
  const changedInvoices: string[] = []
  for (const { invoice, charges } of invoices) {
    const { invoiceId } = invoice
    const outcome = await saveCharges(tx, { connectionId, invoiceId, charges, complete: true, now })
    if (outcome.differsFromEarlier) changedInvoices.push(invoiceId)
    else if (outcome.stored) newInvoices.push(invoiceId)
  }
  return { newInvoices, changedInvoices }
}

function mediaTypeOf({ format }: ChargesFileMapping): string {
  switch (format) {
    case 'csv':
      return 'text/csv'
    case 'tsv':
      return 'text/tab-separated-values'
    case 'json':
      return 'application/json'
    case 'jsonl':
      return 'application/jsonl'
  }
}

function refused({ fileName, reading }: ImportPreview): ImportRefused {
  const blocking = reading.problems.filter(({ severity }) => severity === 'blocking')
  const shown = blocking.slice(0, 5).map(({ message }) => `  ${message}`)
  const more = blocking.length > shown.length ? [`  and ${String(blocking.length - shown.length)} more`] : []
  return new ImportRefused(`${fileName} was not imported, not even in part:\n${[...shown, ...more].join('\n')}`)
}
