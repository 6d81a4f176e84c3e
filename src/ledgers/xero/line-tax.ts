import type { InvoiceLine } from '../../domain/invoice.ts'
import { indexOfFacts } from '../document/facts-index.ts'
import type { LedgerFacts } from '../gateway.ts'

/** Codes that charge nothing, the plainest first: not every country's edition has the first. */
const untaxed = ['NONE', 'EXEMPTOUTPUT', 'BASEXCLUDED']

/**
 * The account and the tax type of a line, stated in the body so that what is approved is what is booked: those of the
 * item, and where it names no tax type, the account's. Undefined: Xero has none for it.
 */
export function bookingOf(
  line: Pick<InvoiceLine, 'ledgerItemId' | 'taxable'>,
  facts: LedgerFacts,
): { readonly accountCode: string | undefined; readonly taxType: string | undefined } {
  const item = indexOfFacts(facts).items.get(line.ledgerItemId)
  const account = facts.accounts?.find(({ accountId }) => accountId === item?.accountId)
  const taxType = line.taxable ? (item?.taxCodeId ?? account?.taxCodeId) : untaxed.find((code) => isActive(facts, code))
  return { accountCode: item?.accountId, taxType }
}

export function isActive(facts: LedgerFacts, taxType: string): boolean {
  return facts.taxCodes?.some(({ taxCodeId, active }) => taxCodeId === taxType && active) ?? false
}
