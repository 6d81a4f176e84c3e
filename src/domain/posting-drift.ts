/**
 * What became of a posted document in the ledger afterwards. `edited`: its lines, total, date or number are not those
 * that were posted. `paid` and the two beside it say how much of it is open.
 */
export type DriftKind = 'edited' | 'voided' | 'deleted' | 'paid' | 'partly-paid' | 'unpaid-again'

/** Those that a person has to look at: the ledger no longer holds what was approved. */
export const driftThatWantsPerson: readonly DriftKind[] = ['edited', 'voided', 'deleted']
