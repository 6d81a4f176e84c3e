import { formatMonth, type Period } from '../../domain/period.ts'
import { lockCountingPostings } from '../../store/corrections.ts'
import type { Transaction } from '../../store/database.ts'
import { listPostings, type Posting } from '../../store/postings.ts'
import { CorrectionRefused } from './correction-refused.ts'

/** Which posted invoice is to be corrected. */
export interface CorrectedInvoice {
  readonly period: Period
  readonly clientId: string
  /** Which, where the client has several of the month; a credit memo is only meant where its number is named. */
  readonly documentNumber: string | undefined
}

/**
 * The one posted invoice that is meant and that counts in its ledger. It stays locked until the transaction ends.
 * @throws {CorrectionRefused} when none, or more than one, is meant.
 */
export async function findCorrectedPosting(tx: Transaction, which: CorrectedInvoice): Promise<Posting> {
  const { period, clientId, documentNumber } = which
  const counting = new Set(await lockCountingPostings(tx, period, clientId))
  const postings = await listPostings(tx, { periodStarts: [period.start], clientIds: [clientId] })
  const [only, ...others] = postings.filter(
    (posting) =>
      counting.has(posting.id) &&
      (documentNumber === undefined ? posting.creditId === undefined : posting.documentNumber === documentNumber),
  )
  const what = `${clientId} for ${formatMonth(period)}`
  if (only === undefined) {
    throw new CorrectionRefused(
      `No posted invoice of ${what}${documentNumber === undefined ? '' : ` with the number ${documentNumber}`} counts in a ledger, so there is nothing to correct. \`seatledger post ${formatMonth(period)}\` shows how they stand.`,
    )
  }
  if (others.length > 0) {
    const numbers = [only, ...others].map(nameOfPosting).join(', ')
    throw new CorrectionRefused(`There are several invoices of ${what}: ${numbers}. Name one: --number NUMBER.`)
  }
  return only
}

/** As a person knows it: its number, or our mark where the ledger numbers by itself. */
export function nameOfPosting({ documentNumber, reference }: Pick<Posting, 'documentNumber' | 'reference'>): string {
  return documentNumber ?? reference
}
