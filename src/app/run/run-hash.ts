import type { RunInvoice } from '../../store/run-results.ts'
import { sha256 } from '../../support/hash.ts'

/** What the run's hash knows of one client's result. */
export function invoiceMark({
  clientId,
  outcome,
  sha256: hash,
}: Pick<RunInvoice, 'clientId' | 'outcome' | 'sha256'>): string {
  return `${clientId} ${outcome} ${hash ?? '-'}`
}

/**
 * Names all invoices and anomalies of a run together. The two lists are kept apart, so that the hash does not depend on
 * how the run was cut into pieces.
 * @param anomalyHashes The hash of each anomaly's canonical JSON, in the run's order.
 */
export function runHash(invoiceMarks: readonly string[], anomalyHashes: readonly string[]): string {
  return sha256([...invoiceMarks, ...anomalyHashes].join('\n'))
}
