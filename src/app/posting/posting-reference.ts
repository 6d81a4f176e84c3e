import { formatPostingKey, type PostingKey } from '../../domain/posting.ts'

/** Tells our invoices in a ledger from all others, and one organization's from another's in the same company. */
export function postingReference(organizationId: string, key: PostingKey): string {
  return `SeatLedger ${organizationId.slice(0, 8)}/${formatPostingKey(key)}`
}
