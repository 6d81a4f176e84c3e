import { preparedOf, readLedgerDocument, writeLedgerDocument } from '../../document/ledger-document-json.ts'
import { utf8, type FileFormat } from './format.ts'

/** A document as JSON by the published schema; several as a list in one object. */
export const jsonFormat: FileFormat = {
  id: 'json',
  extension: 'json',
  mediaType: 'application/json',
  problems: () => [],
  write: writeLedgerDocument,
  read: (text) => {
    const document = readLedgerDocument(text)
    const { documentKind, documentNumber, customer, reference } = document
    return { ...preparedOf(document), documentKind, documentNumber, customerId: customer.id, reference }
  },
  ...utf8,
  join: (texts) => {
    const documents = texts.map(readLedgerDocument)
    return `${JSON.stringify({ format: 'seatledger-documents-1', documents }, undefined, 2)}\n`
  },
}
