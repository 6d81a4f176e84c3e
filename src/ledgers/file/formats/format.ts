import type { DocumentLine, PreparedDocument } from '../../gateway.ts'
import type { LedgerDocument } from '../../document/ledger-document.ts'

/** What a file says, as far as its format can say it. */
export interface FileContent extends PreparedDocument {
  readonly documentKind: 'invoice' | 'credit-memo' | undefined
  readonly documentNumber: string | undefined
  readonly customerId: string | undefined
  readonly reference: string | undefined
  readonly lines: readonly DocumentLine[]
}

/** One way of writing a document as a file. Pure. */
export interface FileFormat {
  readonly id: 'csv' | 'json' | 'ubl' | 'iif'
  readonly extension: string
  readonly mediaType: string
  /** What this format cannot hold of a document, each with the next step. */
  readonly problems: (document: LedgerDocument) => readonly { readonly field: string; readonly message: string }[]
  readonly write: (document: LedgerDocument) => string
  /** @throws {InvalidInput} when the text is none of this format, with the place. */
  readonly read: (text: string) => FileContent
  /** The bytes of a text, and back. */
  readonly encode: (text: string) => Uint8Array
  readonly decode: (bytes: Uint8Array) => string
  /** Puts the texts of several documents into one file; absent where the format has no such thing. */
  readonly join?: (texts: readonly string[]) => string
}

/** @throws {InvalidInput} never: bytes that are no UTF-8 show as replacement characters, and then as what they are not. */
export const utf8 = {
  encode: (text: string): Uint8Array => Buffer.from(text, 'utf8'),
  decode: (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8'),
}
