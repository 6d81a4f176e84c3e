import { sha256 } from '../../support/hash.ts'
import type { PostedDocument } from '../gateway.ts'
import { formatOfText } from './choose-format.ts'
import type { Receipt } from './folder/invoice-folder.ts'
import type { FileChoices } from './settings.ts'

/** What is known of a document beside its file; of one that we do not remember, what it was looked up by. */
export type Known = Pick<Receipt, 'fileName' | 'documentKind' | 'customerId' | 'reference'> & {
  readonly documentNumber?: string | undefined
  readonly voided: boolean
}

/** @throws {InvalidInput} when the bytes are no document of any format that this ledger has or had. */
export function postedDocument(bytes: Uint8Array, known: Known, choices: FileChoices): PostedDocument {
  const raw = Buffer.from(bytes).toString('utf8')
  const content = formatOfText(raw, choices).read(raw)
  return {
    documentKind: content.documentKind ?? known.documentKind,
    documentId: known.fileName,
    documentNumber: content.documentNumber ?? known.documentNumber,
    customerId: content.customerId ?? known.customerId,
    currency: content.currency,
    date: content.date,
    netTotal: content.netTotal,
    tax: undefined,
    total: content.netTotal,
    balance: undefined,
    lines: content.lines,
    reference: content.reference ?? known.reference,
    version: sha256(bytes),
    traceId: undefined,
    voided: known.voided,
    raw,
  }
}
