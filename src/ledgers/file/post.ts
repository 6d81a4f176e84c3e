import type { Clock } from '../../support/clock.ts'
import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { LedgerDuplicate, PostingOutcomeUnknown, PostingRejected } from '../errors.ts'
import type { PostedDocument, PostingRequest } from '../gateway.ts'
import { formatOfText } from './choose-format.ts'
import type { FileContent } from './formats/format.ts'
import { fileNameOf, type InvoiceFolder, type Receipt } from './folder/invoice-folder.ts'
import { postedDocument } from './posted-document.ts'
import type { FileLedgerSettings } from './settings.ts'

export interface FileLedger {
  readonly settings: FileLedgerSettings
  readonly folder: InvoiceFolder
  readonly clock: Clock
}

/**
 * Writes a document's file. Its name comes from the posting, and it is put in its place at once, so that doing it again
 * leaves one file. In this order: our own copy, the receipt that it is being placed, the file, the receipt that it is;
 * ended anywhere in between, it is gone on with.
 * @throws {LedgerDuplicate} when the place is taken by other bytes.
 * @throws {PostingOutcomeUnknown} when the file may have been there and been taken away.
 */
export async function post(ledger: FileLedger, request: PostingRequest): Promise<PostedDocument> {
  const { folder, settings, clock } = ledger
  const { extension, bytes } = bytesOf(request, settings)
  const fileName = fileNameOf(request.reference, extension)
  await folder.open()
  const hash = sha256(bytes)
  const before = await folder.receipt(fileName)
  if (before !== undefined && (before.sha256 !== hash || before.state === 'voided')) {
    throw new LedgerDuplicate(`The folder remembers another document as ${fileName}.`)
  }
  const there = await folder.read(fileName)
  if (there !== undefined && sha256(there) !== hash) {
    throw new LedgerDuplicate(`The folder has another file named ${fileName}.`)
  }
  const isDone =
    before?.state === 'placed' && (there !== undefined || settings.takenAway || settings.layout === 'month')
  if (!isDone) {
    if (before?.state === 'placing' && there === undefined && settings.takenAway) throw mayBeTaken(folder, fileName)
    const receipt = newReceipt(request, fileName, hash, clock)
    await folder.keepCopy(fileName, bytes)
    if (settings.layout === 'each') {
      await folder.writeReceipt({ ...receipt, state: 'placing' })
      await folder.place(fileName, bytes)
    }
    await folder.writeReceipt({ ...receipt, state: 'placed' })
  }
  return postedDocument(bytes, { ...request, fileName, voided: false }, settings)
}

/** The bytes, after a look that body and request speak of the same document. */
function bytesOf(
  request: PostingRequest,
  settings: FileLedgerSettings,
): { readonly extension: string; readonly bytes: Uint8Array } {
  try {
    const format = formatOfText(request.body, settings)
    refuseOther(format.read(request.body), request)
    return { extension: format.extension, bytes: format.encode(request.body) }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    throw nothingWritten('body', `the stored body cannot be read (${error.message})`, error)
  }
}

function refuseOther(content: FileContent, { documentNumber, customerId, reference }: PostingRequest): void {
  const stands = (field: string, inBody: string | undefined, asked: string | undefined): void => {
    if (inBody === undefined || inBody === asked) return
    throw nothingWritten(field, `the stored body has another ${field} than its posting`)
  }
  stands('number', content.documentNumber, documentNumber)
  stands('customer', content.customerId, customerId)
  stands('reference', content.reference, reference)
}

function nothingWritten(field: string, why: string, cause?: unknown): PostingRejected {
  const message = `No file was written: ${why}. This is a mistake in SeatLedger; prepare the run again.`
  return new PostingRejected(message, { field, vendorText: '' }, { cause })
}

function mayBeTaken(folder: InvoiceFolder, fileName: string): PostingOutcomeUnknown {
  return new PostingOutcomeUnknown(
    `Writing ${fileName} was interrupted, and the file is not there: it was never placed, or the other system has taken it already. ` +
      `Look there. If it has the invoice, put a copy of ${folder.directory}/.seatledger/documents/${fileName} into the folder once more and post again; ` +
      `if not, delete ${folder.directory}/.seatledger/receipts/${fileName}.json and post again.`,
  )
}

function newReceipt(
  { documentKind, documentNumber, customerId, reference }: PostingRequest,
  fileName: string,
  hash: string,
  clock: Clock,
): Omit<Receipt, 'state'> {
  return {
    ...{ version: 1, fileName, documentKind, customerId, reference },
    ...(documentNumber === undefined ? {} : { documentNumber }),
    ...{ sha256: hash, at: clock.now().toISOString() },
  }
}
