import type { Approval } from '../store/approvals.ts'
import type { RunInvoice } from '../store/run-results.ts'

/** What has become of the approvals of a month in the runs that are shown; clients by id, in the runs' order. */
export interface EarlierApprovals {
  /** The invoice is the same to the byte, so it is approved. */
  readonly kept: readonly string[]
  /** Another invoice was approved for the client: this one is not. */
  readonly dropped: readonly string[]
}

type Shown = Pick<RunInvoice, 'clientId' | 'clientName' | 'outcome' | 'sha256'>

export function earlierApprovals(invoices: readonly Shown[], approvals: readonly Approval[]): EarlierApprovals {
  const hashes = new Map<string, Set<string>>()
  for (const { clientId, invoiceSha256 } of approvals) {
    hashes.set(clientId, (hashes.get(clientId) ?? new Set()).add(invoiceSha256))
  }
  // What is billed already needs no approval any more.
  const asked = invoices.filter(({ outcome, clientId }) => outcome !== 'already-billed' && hashes.has(clientId))
  const isKept = ({ clientId, sha256 }: Shown): boolean => hashes.get(clientId)?.has(sha256 ?? '') === true
  return {
    kept: asked.filter(isKept).map(({ clientId }) => clientId),
    dropped: asked.filter((row) => !isKept(row)).map(({ clientId }) => clientId),
  }
}

/** The same for a terminal; nothing where nobody has approved anything of the month. */
export function renderEarlierApprovals({ kept, dropped }: EarlierApprovals, invoices: readonly Shown[]): string[] {
  const nameOf = (id: string): string => invoices.find(({ clientId }) => clientId === id)?.clientName ?? id
  const most = 10
  const names = dropped.slice(0, most).map(nameOf).join(', ')
  const more = dropped.length > most ? ` and ${String(dropped.length - most)} more` : ''
  return [
    ...(kept.length === 0 ? [] : [`Approved, and the same to the byte: ${String(kept.length)}.`]),
    ...(dropped.length === 0 ? [] : [`Approved before and changed since, so to be approved again: ${names}${more}.`]),
  ]
}
