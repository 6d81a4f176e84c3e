import { z } from 'zod'
import { InvalidInput } from '../../support/failure.ts'
import type { PreparedDocument } from '../gateway.ts'
import { ledgerDocumentSchema, type LedgerDocument } from './ledger-document.ts'

/** A document as JSON by the published schema; the same document is the same text. */
export function writeLedgerDocument(document: LedgerDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`
}

/** @throws {InvalidInput} that names each place at fault. */
export function readLedgerDocument(text: string): LedgerDocument {
  return parseLedgerDocument(jsonOf(text))
}

/** @throws {InvalidInput} that names each place at fault. */
export function parseLedgerDocument(input: unknown): LedgerDocument {
  const parsed = ledgerDocumentSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new InvalidInput(`The JSON is no document of SeatLedger: ${places.join('; ')}.`)
}

/** What of a document is compared with what was approved. */
export function preparedOf({ currency, invoiceDate, netTotal, lines }: LedgerDocument): PreparedDocument {
  return {
    currency,
    date: invoiceDate,
    netTotal,
    lines: lines.map(({ description, amount }) => ({ description, amount })),
  }
}

function jsonOf(text: string): unknown {
  try {
    // All amounts are texts, so no number can lose anything here.
    return z.unknown().parse(JSON.parse(text))
  } catch (cause) {
    throw new InvalidInput('The text is no JSON.', { cause })
  }
}
