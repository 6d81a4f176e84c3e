import { formatMonth, type Period } from '../../domain/period.ts'
import type { WrittenBatch } from '../../ledgers/gateway.ts'
import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listPostedDocumentIds } from '../../store/posted-document-ids.ts'
import { InvalidInput } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openLedger } from '../open-connection.ts'
import { recordActivity } from '../record-activity.ts'

export interface BatchOrder {
  readonly ledgerConnectionId: string
  readonly period: Period
  /** Also what was handed over before. */
  readonly again: boolean
  /** Why; needed to hand over again. */
  readonly reason: string | undefined
}

/**
 * Has a ledger put a month's posted documents into one file, for a person to hand over.
 * @throws {InvalidInput} when the ledger has no such thing, or no reason is given for a second time.
 * @throws {PostingRejected} when there is nothing to hand over.
 */
export async function writeBatch(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  order: BatchOrder,
  signal: AbortSignal,
): Promise<WrittenBatch> {
  const { ledgerConnectionId, period, again } = order
  const reason = order.reason?.trim() ?? ''
  if (again && reason === '') throw new InvalidInput('Say why they are handed over again: --why TEXT.')
  const { gateway, adapter } = await openLedger(context, adapters, keys, ledgerConnectionId)
  if (gateway.writeBatch === undefined) {
    throw new InvalidInput(`${adapter.label} takes each invoice as it is posted, so there is nothing to hand over.`)
  }
  const { database, organization } = context
  const documentIds = await withOrganization(database, organization.id, (tx) =>
    listPostedDocumentIds(tx, ledgerConnectionId, period.start),
  )
  const month = formatMonth(period)
  const batch = await gateway.writeBatch({ name: `invoices-${month}`, documentIds, again }, signal)
  await withOrganization(database, organization.id, (tx) =>
    recordActivity(tx, context, {
      action: 'write-batch',
      subject: `${ledgerConnectionId} ${month}`,
      details: { path: batch.path, documents: batch.documentIds.length, sha256: batch.sha256, again, reason },
    }),
  )
  return batch
}
