import type { Period } from './period.ts'
import { formatMonth } from './period.ts'

/** Names one invoice in one ledger, whichever run made it. */
export interface PostingKey {
  readonly ledgerConnectionId: string
  readonly clientId: string
  readonly billingPeriod: Period
  readonly sequence: number
}

export function formatPostingKey(key: PostingKey): string {
  return `${key.ledgerConnectionId}/${key.clientId}/${formatMonth(key.billingPeriod)}/${String(key.sequence)}`
}

/**
 * `intended`: stored, nothing sent. `sending`: a request may have left. `posted`: the ledger has it. `rejected`: the
 * ledger refused it. `unknown`: the outcome could not be learnt yet. `queued`: handed to a ledger that pulls.
 * `needs-person`: looking it up did not settle it.
 */
export type PostingState = 'intended' | 'sending' | 'posted' | 'rejected' | 'unknown' | 'queued' | 'needs-person'
