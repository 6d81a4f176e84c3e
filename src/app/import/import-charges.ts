import { plainDateIn } from '../../domain/plain-date.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import type { ChargesFileMapping, ChargesFileReading } from '../../sources/charges-file.ts'
import { listChargeReadings, listReadingCharges, saveCharges } from '../../store/charges.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listImportedFiles, type ImportedFile } from '../../store/imported-files.ts'
import { newestHashes, saveObservations, type Noun } from '../../store/observations.ts'
import { beginSnapshot, endSnapshot } from '../../store/snapshots.ts'
import type { AppContext } from '../context.ts'
import { isFileConnection, openFileConnection, requireConnectionName } from './file-connection.ts'
import { recordFile, requireImportable, type FileToImport } from './file-to-import.ts'
import { makePreview, type ImportPreview, type KnownBefore } from './import-preview.ts'
import { readKnownNames } from './known-names.ts'
import { keepFile, observationsOf, rowsAndTotal } from './store-file.ts'

export interface ImportResult {
  /** `already-imported`: nothing was written, now or by this. */
  readonly outcome: 'imported' | 'already-imported'
  readonly charges: number
  readonly newInvoices: readonly string[]
  /** Invoices whose lines differ from those read before: they must not, and both readings are kept. */
  readonly changedInvoices: readonly string[]
}

/**
 * Shows what importing a file of charges would do. Writes nothing.
 * @throws {InvalidInput} when the connection's name cannot be one. @throws {NotAFileConnection}
 */
export async function previewImport(
  context: AppContext,
  file: FileToImport<ChargesFileMapping>,
): Promise<ImportPreview> {
  const { connectionId, bytes, dateOrder, stated = {}, leaveOutBadRows = false } = file
  requireConnectionName(connectionId)
  const { database, organization } = context
  const known = await withOrganization(database, organization.id, (tx) => readKnown(tx, connectionId))
  const reading = file.mapping.read({ connectionId, bytes, dateOrder, stated, leaveOutBadRows })
  return makePreview(file, reading, known)
}

/**
 * Imports what a preview showed, in one transaction: all of it or nothing, whatever stops it. The same file again
 * writes nothing.
 * @throws {ImportRefused} when the preview has a blocking problem. @throws {NotAFileConnection}
 */
export async function applyImport(context: AppContext, preview: ImportPreview): Promise<ImportResult> {
  requireImportable(preview)
  const { database, organization } = context
  return withOrganization(database, organization.id, (tx) => writeImport(tx, context, preview))
}

async function readKnown(tx: Transaction, connectionId: string): Promise<KnownBefore> {
  await isFileConnection(tx, connectionId)
  const files = await listImportedFiles(tx, connectionId)
  return {
    files,
    readings: await listChargeReadings(tx, { connectionId }),
    names: await readKnownNames(tx, connectionId),
    lastCharges: await chargesOfLastFile(tx, connectionId, files),
  }
}

/** A file's readings are written in its own transaction, at one moment. */
async function chargesOfLastFile(
  tx: Transaction,
  connectionId: string,
  files: readonly ImportedFile[],
): Promise<readonly Charge[] | undefined> {
  const last = files.findLast(({ profile }) => profile === 'charges')
  return last === undefined ? undefined : listReadingCharges(tx, { connectionId, recordedAt: last.importedAt })
}

async function writeImport(tx: Transaction, context: AppContext, preview: ImportPreview): Promise<ImportResult> {
  const now = context.database.clock.now()
  await openFileConnection(tx, preview.connectionId, now)
  const isNew = await recordFile(tx, context, preview, { profile: 'charges', state: undefined, now })
  if (!isNew) return { outcome: 'already-imported', charges: 0, newInvoices: [], changedInvoices: [] }
  await writeSnapshot(tx, context, preview, now)
  const invoices = await writeCharges(tx, preview, now)
  return { outcome: 'imported', charges: preview.reading.charges.length, ...invoices }
}

/** A file of charges lists no subscriptions, so its snapshot holds what it names and ends nothing. */
async function writeSnapshot(tx: Transaction, context: AppContext, preview: ImportPreview, now: Date): Promise<void> {
  const { connectionId, reading } = preview
  const day = plainDateIn(context.organization.timeZone, now)
  const rawSha256 = await keepFile(tx, preview, 'charges', now)
  const snapshotId = await beginSnapshot(tx, { connectionId, day, now, lists: 'charges' })
  for (const [noun, records] of recordsOf(reading)) {
    const before = await newestHashes(tx, connectionId, noun)
    const changed = observationsOf(records, rawSha256, before)
    await saveObservations(tx, { connectionId, noun, snapshotId, day, now }, changed)
  }
  const { companies, products, invoices, charges, problems } = reading
  await endSnapshot(tx, {
    snapshotId,
    complete: isWhole(preview),
    counts: {
      companies: rowsAndTotal(companies.length),
      products: rowsAndTotal(products.length),
      'distributor-invoices': rowsAndTotal(invoices.length),
      charges: rowsAndTotal(charges.length),
    },
    problems: problems.map(({ code, message }) => ({ stream: 'charges', code, recordId: null, message })),
    now,
  })
}

/** Of a file without its bad rows nobody can say which invoices lack a line, so none of them was read whole. */
function isWhole({ leavesOutBadRows, reading }: ImportPreview): boolean {
  return !leavesOutBadRows || reading.badLines.length === 0
}

function recordsOf(reading: ChargesFileReading): readonly (readonly [Noun, ReadonlyMap<string, object>])[] {
  return [
    ['company', new Map(reading.companies.map((company) => [company.companyId, company]))],
    ['product', new Map(reading.products.map((product) => [product.productId, product]))],
    ['distributor-invoice', new Map(reading.invoices.map((invoice) => [invoice.invoiceId, invoice]))],
  ]
}

async function writeCharges(
  tx: Transaction,
  preview: ImportPreview,
  now: Date,
): Promise<Pick<ImportResult, 'newInvoices' | 'changedInvoices'>> {
  const { connectionId, invoices } = preview
  const complete = isWhole(preview)
  const newInvoices: string[] = []
  const changedInvoices: string[] = []
  for (const { invoice, charges } of invoices) {
    const { invoiceId } = invoice
    const outcome = await saveCharges(tx, { connectionId, invoiceId, charges, complete, now })
    if (outcome.differsFromEarlier && complete) changedInvoices.push(invoiceId)
    else if (outcome.stored) newInvoices.push(invoiceId)
  }
  return { newInvoices, changedInvoices }
}
