import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256 } from '../../../support/hash.ts'
import type { FileOperations } from './file-operations.ts'

const receiptSchema = z.strictObject({
  version: z.literal(1),
  /** `placing`: its file may be in the folder. `placed`: it was put there. `voided`: it was taken back. */
  state: z.enum(['placing', 'placed', 'voided']),
  fileName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~-]*$/),
  documentKind: z.enum(['invoice', 'credit-memo']),
  documentNumber: z.string().optional(),
  customerId: z.string(),
  reference: z.string(),
  sha256: z.string(),
  at: z.string(),
})

/** What we remember of a document that we wrote, beside the folder's files, in its `.seatledger`. */
export type Receipt = z.output<typeof receiptSchema>

const batchSchema = z.strictObject({
  version: z.literal(1),
  state: z.enum(['writing', 'written']),
  fileName: z.string(),
  documentIds: z.array(z.string()),
  sha256: z.string(),
  at: z.string(),
})

/** What we remember of a file that holds the documents of a month. */
export type BatchReceipt = z.output<typeof batchSchema>

/** The memory beside the files says something that we did not write. */
export class FolderMemoryUnreadable extends Error {}

/** A folder that other systems read, and our memory of what we put there. */
export class InvoiceFolder {
  readonly directory: string
  readonly files: FileOperations

  constructor(directory: string, files: FileOperations) {
    this.directory = directory
    this.files = files
  }

  #memory(...names: readonly string[]): string {
    return join(this.directory, '.seatledger', ...names)
  }

  async open(): Promise<void> {
    for (const name of ['documents', 'receipts', 'voided', 'batches', 'writing']) {
      await this.files.makeDirectory(this.#memory(name))
    }
  }

  /** The file as whoever reads the folder sees it; `undefined`: there is none. */
  read(fileName: string): Promise<Uint8Array | undefined> {
    return this.files.read(join(this.directory, fileName))
  }

  /** Our own copy of what we wrote. */
  copy(fileName: string): Promise<Uint8Array | undefined> {
    return this.files.read(this.#memory('documents', fileName))
  }

  async voidedCopy(fileName: string): Promise<Uint8Array | undefined> {
    return this.files.read(this.#memory('voided', fileName))
  }

  place(fileName: string, bytes: Uint8Array): Promise<void> {
    return this.#replace(this.directory, fileName, bytes)
  }

  keepCopy(fileName: string, bytes: Uint8Array): Promise<void> {
    return this.#replace(this.#memory('documents'), fileName, bytes)
  }

  /** Takes a file out of the folder, and keeps it. */
  async takeBack(fileName: string): Promise<void> {
    await this.files.rename(join(this.directory, fileName), this.#memory('voided', fileName))
    await this.files.syncDirectory(this.directory)
  }

  async receipt(fileName: string): Promise<Receipt | undefined> {
    return this.#note(receiptSchema, 'receipts', `${fileName}.json`)
  }

  writeReceipt(receipt: Receipt): Promise<void> {
    return this.#write('receipts', `${receipt.fileName}.json`, receipt)
  }

  async receipts(): Promise<readonly Receipt[]> {
    return this.#notes(receiptSchema, 'receipts')
  }

  async batches(): Promise<readonly BatchReceipt[]> {
    return this.#notes(batchSchema, 'batches')
  }

  writeBatchReceipt(receipt: BatchReceipt): Promise<void> {
    return this.#write('batches', `${receipt.fileName}.json`, receipt)
  }

  async #notes<T>(schema: z.ZodType<T>, kind: string): Promise<readonly T[]> {
    const names = (await this.files.list(this.#memory(kind))).filter((name) => name.endsWith('.json')).sort()
    const notes: T[] = []
    for (const name of names) {
      const note = await this.#note(schema, kind, name)
      if (note !== undefined) notes.push(note)
    }
    return notes
  }

  async #note<T>(schema: z.ZodType<T>, kind: string, name: string): Promise<T | undefined> {
    const bytes = await this.files.read(this.#memory(kind, name))
    if (bytes === undefined) return undefined
    const parsed = schema.safeParse(jsonOf(Buffer.from(bytes).toString('utf8')))
    if (parsed.success) return parsed.data
    throw new FolderMemoryUnreadable(`${this.#memory(kind, name)} is not as it was written here`)
  }

  #write(kind: string, name: string, note: unknown): Promise<void> {
    return this.#replace(this.#memory(kind), name, Buffer.from(`${JSON.stringify(note, undefined, 2)}\n`, 'utf8'))
  }

  /** Written aside, on the same disk and out of sight of whoever reads the folder, and then put in its place at once. */
  async #replace(directory: string, name: string, bytes: Uint8Array): Promise<void> {
    const aside = this.#memory('writing', randomUUID())
    await this.files.write(aside, bytes)
    await this.files.rename(aside, join(directory, name))
    await this.files.syncDirectory(directory)
  }
}

function jsonOf(text: string): unknown {
  try {
    return z.unknown().parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * The name of a document's file: from our reference, which names its posting, so that the same posting always has the
 * same file. The hash keeps apart what reads the same once unsafe characters are replaced.
 */
export function fileNameOf(reference: string, extension: string): string {
  const readable = reference
    .replace(/^SeatLedger /, '')
    .replace(/[^A-Za-z0-9.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 120)
  return `${readable === '' ? 'document' : readable}-${sha256(reference).slice(0, 12)}.${extension}`
}
