import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { PostingRejected } from '../errors.ts'
import type { BatchRequest, WrittenBatch } from '../gateway.ts'
import { formatOfText } from './choose-format.ts'
import type { FileFormat } from './formats/format.ts'
import type { BatchReceipt } from './folder/invoice-folder.ts'
import type { FileLedger } from './post.ts'

/**
 * Puts documents that were kept back into one file for a person to hand over. Each document goes into one such file,
 * unless `again` is said: a system that reads a second one would have every invoice twice.
 * @throws {PostingRejected} when there is nothing to hand over, or it cannot be put into one file.
 */
export async function writeBatch(ledger: FileLedger, request: BatchRequest): Promise<WrittenBatch> {
  const { folder, settings, clock } = ledger
  if (settings.layout !== 'month') throw refuse('this ledger writes a file for each document, at once')
  await folder.open()
  const batches = await folder.batches()
  const open = batches.find(({ state }) => state === 'writing')
  if (open !== undefined) return finish(ledger, open)
  const handedOver = new Set(batches.flatMap(({ documentIds }) => documentIds))
  const documentIds = request.documentIds.filter((id) => request.again || !handedOver.has(id))
  if (documentIds.length === 0) {
    throw refuse(
      request.documentIds.length === 0
        ? 'nothing is posted that could be handed over'
        : `all ${String(request.documentIds.length)} documents were handed over in ${batches.map(({ fileName }) => fileName).join(', ')}. Reading them twice makes each invoice twice; to write them all again, say so`,
    )
  }
  const { bytes, format } = await joined(ledger, documentIds)
  const same = batches.filter(({ fileName }) => fileName.startsWith(request.name)).length
  const fileName = `${request.name}${same === 0 ? '' : `-${String(same + 1)}`}.${format.extension}`
  if ((await folder.read(fileName)) !== undefined) throw refuse(`the folder has a file named ${fileName} already`)
  const receipt: BatchReceipt = {
    ...{ version: 1, state: 'writing', fileName, documentIds: [...documentIds] },
    ...{ sha256: sha256(bytes), at: clock.now().toISOString() },
  }
  await folder.writeBatchReceipt(receipt)
  return finish(ledger, receipt)
}

/** Places the file of a batch that was begun, and notes it: the same bytes, whenever it is done. */
async function finish(ledger: FileLedger, receipt: BatchReceipt): Promise<WrittenBatch> {
  const { bytes } = await joined(ledger, receipt.documentIds)
  if (sha256(bytes) !== receipt.sha256)
    throw refuse(`the documents of ${receipt.fileName} were changed since it was begun`)
  await ledger.folder.place(receipt.fileName, bytes)
  await ledger.folder.writeBatchReceipt({ ...receipt, state: 'written' })
  const { fileName, documentIds } = receipt
  return { path: `${ledger.settings.directory}/${fileName}`, documentIds, sha256: receipt.sha256 }
}

async function joined(
  { folder, settings }: FileLedger,
  documentIds: readonly string[],
): Promise<{ readonly bytes: Uint8Array; readonly format: FileFormat }> {
  const texts: string[] = []
  for (const documentId of documentIds) {
    const bytes = await folder.copy(documentId)
    if (bytes === undefined) throw refuse(`our copy of ${documentId} is gone`)
    texts.push(Buffer.from(bytes).toString('utf8'))
  }
  try {
    const formats = texts.map((text) => formatOfText(text, settings))
    const [format] = formats
    const mixed = new Set(texts.map((text) => headOf(text))).size > 1
    if (format?.join === undefined) throw refuse('this format holds one document in a file')
    if (mixed || formats.some(({ id }) => id !== format.id))
      throw refuse('the documents are not all of one format; the format or the mapping was changed in between')
    return { bytes: format.encode(format.join(texts)), format }
  } catch (error) {
    if (error instanceof InvalidInput) throw refuse(error.message)
    throw error
  }
}

/** What tells files of one mapping from those of another. */
function headOf(text: string): string {
  return text.startsWith('{') ? '{' : (text.split('\n', 1)[0] ?? '')
}

function refuse(why: string): PostingRejected {
  return new PostingRejected(`Nothing was put into one file: ${why}.`, { field: undefined, vendorText: '' })
}
