import type { DocumentChange, LedgerGateway, PostedDocument } from '../../ledgers/gateway.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import {
  firstPostedAt,
  listWatchedPostings,
  saveDrift,
  saveWatchedUntil,
  watchedUntil,
  type FoundDrift,
  type WatchedPosting,
} from '../../store/posting-drift.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openLedger } from '../open-connection.ts'
import { driftOf } from './drift-of.ts'

/** The vendor's clock is not ours, and a change may be told late; what comes twice is the same drift once. */
const overlapMilliseconds = 5 * 60_000

export interface DriftFound {
  readonly ledgerConnectionId: string
  /** How it was looked for: all changes since the last time, or, where these cannot be told, every document. */
  readonly by: 'changes' | 'documents' | 'nothing-posted'
  /** Our documents that were looked at. */
  readonly looked: number
  /** Drift that was not known before. */
  readonly fresh: number
}

/**
 * Looks for changes that were made in a ledger to documents that we posted: edited, voided, deleted, paid. What is
 * found is kept and shown; nothing is changed in the ledger.
 * @throws {NotFound} when there is no such connection; {@link GatewayFailure} when the ledger does not answer.
 */
export async function findDrift(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  ledgerConnectionId: string,
  signal: AbortSignal,
): Promise<DriftFound> {
  const { clock } = context.database
  const { gateway } = await openLedger(context, adapters, keys, ledgerConnectionId)
  const inOrganization = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    withOrganization(context.database, context.organization.id, work)
  const startedAt = clock.now()
  const since = await inOrganization(
    async (tx) => (await watchedUntil(tx, ledgerConnectionId)) ?? firstPostedAt(tx, ledgerConnectionId),
  )
  if (since === undefined) return { ledgerConnectionId, by: 'nothing-posted', looked: 0, fresh: 0 }
  const from = new Date(since.getTime() - overlapMilliseconds)
  const changes = await gateway.changesSince(from, signal)
  const changedIds = changes?.map((change) =>
    change.kind === 'changed' ? change.document.documentId : change.documentId,
  )
  const watched = await inOrganization((tx) => listWatchedPostings(tx, ledgerConnectionId, changedIds))
  const states = changes ?? (await readAll(gateway, watched, signal))
  const found = foundDrift(watched, states)
  const fresh = await inOrganization(async (tx) => {
    await saveWatchedUntil(tx, ledgerConnectionId, startedAt)
    return saveDrift(tx, found, startedAt)
  })
  return { ledgerConnectionId, by: changes === undefined ? 'documents' : 'changes', looked: watched.length, fresh }
}

/** Every document of ours as it is now; one that the ledger no longer gives was deleted. */
async function readAll(
  gateway: LedgerGateway,
  watched: readonly WatchedPosting[],
  signal: AbortSignal,
): Promise<readonly DocumentChange[]> {
  const changes: DocumentChange[] = []
  for (const documentKind of ['invoice', 'credit-memo'] as const) {
    const ids = watched.filter((posting) => posting.documentKind === documentKind).map(({ documentId }) => documentId)
    const documents = new Map(
      (await gateway.readMany(documentKind, ids, signal)).map((document) => [document.documentId, document]),
    )
    for (const documentId of ids) {
      const document = documents.get(documentId)
      changes.push(
        document === undefined ? { kind: 'deleted', documentKind, documentId } : { kind: 'changed', document },
      )
    }
  }
  return changes
}

function foundDrift(watched: readonly WatchedPosting[], changes: readonly DocumentChange[]): readonly FoundDrift[] {
  const byDocument = new Map(changes.map((change) => [keyOfChange(change), change]))
  return watched.flatMap((posting) => {
    const change = byDocument.get(`${posting.documentKind} ${posting.documentId}`)
    if (change === undefined) return []
    const posted = JSON.parse(posting.document) as PostedDocument
    const drift = driftOf(posted, change)
    return drift === undefined
      ? []
      : [{ postingId: posting.id, ...drift, differences: JSON.stringify(drift.differences) }]
  })
}

function keyOfChange(change: DocumentChange): string {
  const { documentKind, documentId } = change.kind === 'changed' ? change.document : change
  return `${documentKind} ${documentId}`
}
