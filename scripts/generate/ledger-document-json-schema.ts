import { z } from 'zod'
import { ledgerDocumentSchema } from '../../src/ledgers/document/ledger-document.ts'

/** The JSON Schema of a document as other systems get it, for whoever reads one by program. */
export function ledgerDocumentJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ledgerDocumentSchema), undefined, 2)}\n`
}
