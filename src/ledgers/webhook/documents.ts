import { InvalidInput } from '../../support/failure.ts'
import { sha256 } from '../../support/hash.ts'
import type { LedgerDocument } from '../document/ledger-document.ts'
import { parseLedgerDocument, preparedOf } from '../document/ledger-document-json.ts'
import { LedgerUnavailable } from '../errors.ts'
import type { PostedDocument } from '../gateway.ts'
import type { HeldDocument } from './wire.ts'

/** A document as the port has it. */
export function postedDocument(
  document: LedgerDocument,
  { id, version, voided }: { readonly id: string; readonly version: string | undefined; readonly voided: boolean },
): PostedDocument {
  const raw = JSON.stringify(document)
  return {
    ...preparedOf(document),
    documentKind: document.documentKind,
    documentId: id,
    documentNumber: document.documentNumber,
    customerId: document.customer.id,
    tax: undefined,
    total: document.netTotal,
    balance: undefined,
    reference: document.reference,
    // An endpoint without versions has that of what it holds.
    version: version ?? sha256(raw),
    traceId: undefined,
    voided,
    raw,
  }
}

/** @throws {LedgerUnavailable} when what it holds is no document by the published schema. */
export function heldDocument({ id, document, version, voided }: HeldDocument): PostedDocument {
  try {
    return postedDocument(parseLedgerDocument(document), { id, version, voided })
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause
    throw new LedgerUnavailable(`The endpoint gave document ${id} in a form that is not read: ${cause.message}`, {
      cause,
    })
  }
}
