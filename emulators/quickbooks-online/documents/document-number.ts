import type { Books } from '../state/books.ts'
import { textAt, type JsonObject } from '../state/json-object.ts'
import { fault, VendorFault } from '../vendor-fault.ts'

export type SalesDocumentType = 'Invoice' | 'CreditMemo'

export interface NumberRequest {
  readonly type: SalesDocumentType
  readonly id: string
  readonly body: JsonObject
  readonly existing: JsonObject | undefined
  /** `include=allowduplicatedocnum` was asked for. */
  readonly allowsDuplicate: boolean
}

/** The word that asks for a number of the company's own sequence. */
const autoGenerate = 'AUTO_GENERATE'
const firstNumber = 1001

/**
 * The number a document gets, and holds from now on: the one sent; else, unless the company numbers by hand, the one
 * it had or the next of the sequence. Invoices and credit memos share both the sequence and the check.
 * @throws {VendorFault} 6140 when another document of the company holds the number.
 */
export function assignDocNumber(books: Books, request: NumberRequest): string | undefined {
  const sent = textAt(request.body, 'DocNumber')
  const before = textAt(request.existing, 'DocNumber')
  const number = sent === undefined || sent === autoGenerate ? ownNumber(books, before, sent === autoGenerate) : sent
  if (number === before) return number
  if (before !== undefined) releaseDocNumber(books, before, `${request.type}:${request.id}`)
  if (number === undefined) return undefined
  const holders = holdersOf(books, number)
  const [first] = holders
  if (first !== undefined && !request.allowsDuplicate && books.preferences.refusesDuplicateNumbers) {
    const [type = '', id = ''] = first.split(':')
    throw new VendorFault([fault.duplicateNumber(number, type, id)])
  }
  books.index('doc-number', number, [...holders, `${request.type}:${request.id}`])
  return number
}

export function releaseDocNumber(books: Books, number: string, holder: string): void {
  const left = holdersOf(books, number).filter((one) => one !== holder)
  books.index('doc-number', number, left.length === 0 ? undefined : left)
}

function ownNumber(books: Books, before: string | undefined, isForced: boolean): string | undefined {
  if (before !== undefined) return books.preferences.customTransactionNumbers && !isForced ? undefined : before
  if (books.preferences.customTransactionNumbers && !isForced) return undefined
  let number = books.next('doc-number', firstNumber)
  while (holdersOf(books, number).length > 0) number = books.next('doc-number', firstNumber)
  return number
}

function holdersOf(books: Books, number: string): readonly string[] {
  const holders = books.lookUp('doc-number', number)
  return Array.isArray(holders) ? holders.filter((holder) => typeof holder === 'string') : []
}
