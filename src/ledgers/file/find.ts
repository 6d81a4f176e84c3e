import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import { LedgerNotFound } from '../errors.ts'
import type { DocumentChange, DocumentQuery, PostedDocument } from '../gateway.ts'
import { fileNameOf, type Receipt } from './folder/invoice-folder.ts'
import type { FileLedger } from './post.ts'
import { postedDocument } from './posted-document.ts'

/** Every extension that a file of ours can have: the format may have been chosen anew since. */
const extensions = ['csv', 'tsv', 'json', 'xml']

/** The document of our reference, if its file is in the folder or was taken from there by the system that reads it. */
export async function findDocuments(ledger: FileLedger, query: DocumentQuery): Promise<readonly PostedDocument[]> {
  const found: PostedDocument[] = []
  for (const extension of extensions) {
    const fileName = fileNameOf(query.reference, extension)
    const receipt = await ledger.folder.receipt(fileName)
    if (receipt !== undefined) {
      found.push(...(await documentOf(ledger, receipt)))
      continue
    }
    const bytes = await ledger.folder.read(fileName)
    if (bytes !== undefined) {
      found.push(postedDocument(bytes, { ...query, fileName, voided: false }, ledger.settings))
    }
  }
  return found
}

/**
 * A document that we remember, as it is now: none where its file is gone and nobody was to take it. One that was
 * being placed when the process ended, and is not there, was not placed, or was taken: posting it again tells.
 */
async function documentOf(ledger: FileLedger, receipt: Receipt): Promise<readonly PostedDocument[]> {
  const now = await stateNow(ledger, receipt)
  if (now === undefined) return []
  return [postedDocument(now.bytes, { ...receipt, voided: now.voided }, ledger.settings)]
}

interface StateNow {
  readonly bytes: Uint8Array
  readonly voided: boolean
}

async function stateNow({ folder, settings }: FileLedger, receipt: Receipt): Promise<StateNow | undefined> {
  const { fileName, state } = receipt
  const as = (voided: boolean, bytes: Uint8Array | undefined): StateNow | undefined =>
    bytes === undefined ? undefined : { bytes, voided }
  if (settings.layout === 'month') return as(state === 'voided', await folder.copy(fileName))
  if (state === 'voided') return as(true, await folder.voidedCopy(fileName))
  const there = await folder.read(fileName)
  if (there !== undefined) return as(false, there)
  // Taken back, and ended before that was noted.
  const takenBack = await folder.voidedCopy(fileName)
  if (takenBack !== undefined) return as(true, takenBack)
  return settings.takenAway && state === 'placed' ? as(false, await folder.copy(fileName)) : undefined
}

export async function readDocument(ledger: FileLedger, documentId: string): Promise<PostedDocument> {
  const receipt = await ledger.folder.receipt(safeName(documentId))
  const [document] = receipt === undefined ? [] : await documentOf(ledger, receipt)
  if (document !== undefined) return document
  throw new LedgerNotFound(`The folder ${ledger.settings.directory} has no document ${documentId} of ours.`)
}

/** Documents by name. One that is gone, or can no longer be read as a document, is not among them. */
export async function readDocuments(
  ledger: FileLedger,
  documentIds: readonly string[],
): Promise<readonly PostedDocument[]> {
  const documents: PostedDocument[] = []
  for (const documentId of documentIds) {
    const receipt = await ledger.folder.receipt(safeName(documentId))
    if (receipt !== undefined) documents.push(...(await readableDocument(ledger, receipt)))
  }
  return documents
}

/** Every document whose file is no longer what we wrote, and what was taken back since. */
export async function changesSince(ledger: FileLedger, since: Date): Promise<readonly DocumentChange[]> {
  const changes: DocumentChange[] = []
  for (const receipt of await ledger.folder.receipts()) {
    if (receipt.state === 'placing' || (receipt.state === 'voided' && new Date(receipt.at) < since)) continue
    const now = await stateNow(ledger, receipt)
    if (now !== undefined && sha256(now.bytes) === receipt.sha256 && !now.voided) continue
    const [document] = await readableDocument(ledger, receipt)
    const { documentKind, fileName } = receipt
    changes.push(
      document === undefined ? { kind: 'deleted', documentKind, documentId: fileName } : { kind: 'changed', document },
    )
  }
  return changes
}

/** A file that somebody made into something else is no document any more; that is drift, and no trouble with reading. */
async function readableDocument(ledger: FileLedger, receipt: Receipt): Promise<readonly PostedDocument[]> {
  try {
    return await documentOf(ledger, receipt)
  } catch (error) {
    if (error instanceof InvalidInput) return []
    throw error
  }
}

/** Ids come back from the database and were names then; anything else names no file of ours. */
function safeName(documentId: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._~-]*$/.test(documentId) ? documentId : 'none'
}
