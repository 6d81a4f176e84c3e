import { z } from 'zod'
import { InvalidInput } from '../../../support/failure.ts'
import { ledgerDocumentSchema, type LedgerDocument } from '../../document/ledger-document.ts'
import { utf8, type FileContent, type FileFormat } from './format.ts'

/** A document as JSON by the published schema; several as a list in one object. */
export const jsonFormat: FileFormat = {
  id: 'json',
  extension: 'json',
  mediaType: 'application/json',
  problems: () => [],
  write: (document) => `${JSON.stringify(document, undefined, 2)}\n`,
  read: (text) => contentOf(readLedgerDocument(text)),
  ...utf8,
  join: (texts) => {
    const documents = texts.map(readLedgerDocument)
    return `${JSON.stringify({ format: 'seatledger-documents-1', documents }, undefined, 2)}\n`
  },
}

/** @throws {InvalidInput} that names each place at fault. */
export function readLedgerDocument(text: string): LedgerDocument {
  const parsed = ledgerDocumentSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new InvalidInput(`The JSON is no document of SeatLedger: ${places.join('; ')}.`)
}

function jsonOf(text: string): unknown {
  try {
    // All amounts are texts, so no number can lose anything here.
    return z.unknown().parse(JSON.parse(text))
  } catch (cause) {
    throw new InvalidInput('The file is no JSON.', { cause })
  }
}

function contentOf(document: LedgerDocument): FileContent {
  return {
    documentKind: document.documentKind,
    documentNumber: document.documentNumber,
    customerId: document.customer.id,
    reference: document.reference,
    currency: document.currency,
    date: document.invoiceDate,
    netTotal: document.netTotal,
    lines: document.lines.map(({ description, amount }) => ({ description, amount })),
  }
}
