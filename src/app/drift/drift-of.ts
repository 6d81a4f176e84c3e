import type { DriftKind } from '../../domain/posting-drift.ts'
import type { PostedDifference } from '../../domain/posted-difference.ts'
import type { DocumentChange, PostedDocument } from '../../ledgers/gateway.ts'
import { compareDecimals, decimal, equalDecimals } from '../../money/decimal.ts'
import { comparePosted } from '../posting/compare-posted.ts'

export interface Drift {
  readonly kind: DriftKind
  /** The ledger's version of the document; empty where it is gone. */
  readonly version: string
  readonly differences: readonly PostedDifference[]
}

/** What became of a document since it was posted; undefined: nothing that counts. Our own posting comes back as that. */
export function driftOf(posted: PostedDocument, change: DocumentChange): Drift | undefined {
  if (change.kind === 'deleted') return { kind: 'deleted', version: '', differences: [] }
  const now = change.document
  const version = now.version ?? ''
  if (now.voided && !posted.voided) return { kind: 'voided', version, differences: [] }
  const differences = editsOf(posted, now)
  if (differences.length > 0) return { kind: 'edited', version, differences }
  const kind = paymentOf(posted, now)
  return kind === undefined ? undefined : { kind, version, differences: [] }
}

/** Held against the ledger's own answer to the posting, so that its tax and its texts are no edits. */
function editsOf(posted: PostedDocument, now: PostedDocument): readonly PostedDifference[] {
  const edits = comparePosted(posted, now).filter(({ wantsPerson, kind }) => wantsPerson && kind !== 'total')
  const changed = (kind: PostedDifference['kind'], before: string, after: string, cause: string): PostedDifference[] =>
    before === after ? [] : [{ kind, wantsPerson: true, line: undefined, approved: before, posted: after, cause }]
  return [
    ...edits.map((edit) => ({ ...edit, cause: 'somebody changed it in the ledger' })),
    ...(equalDecimals(decimal(posted.total), decimal(now.total))
      ? []
      : changed('total', posted.total, now.total, 'the total was changed in the ledger')),
    ...changed('customer', posted.customerId, now.customerId, 'it was given to another customer'),
    ...changed('number', posted.documentNumber ?? '', now.documentNumber ?? '', 'it was given another number'),
  ]
}

function paymentOf(posted: PostedDocument, now: PostedDocument): DriftKind | undefined {
  if (posted.balance === undefined || now.balance === undefined) return undefined
  const [before, after] = [decimal(posted.balance), decimal(now.balance)]
  if (equalDecimals(before, after)) return undefined
  if (after.units === 0n) return 'paid'
  return compareDecimals(after, before) < 0 ? 'partly-paid' : 'unpaid-again'
}
