import { withOrganization } from '../../store/database.ts'
import { listPostings, reopenForLookUp, type Posting } from '../../store/postings.ts'
import type { Run } from '../../store/runs.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { openLedger } from '../open-connection.ts'
import type { Progress } from '../progress.ts'
import { intendPostings, type Intended } from './intend-postings.ts'
import { postIntended } from './post-run.ts'
import type { PostingReport } from './posting-worker.ts'

export interface ApprovedPosted {
  readonly intended: Intended
  /** By ledger connection. */
  readonly ledgers: ReadonlyMap<string, PostingReport>
  /** All postings of the month as they stand now. */
  readonly postings: readonly Posting[]
}

/** Posts what is approved of a run, ledger by ledger, and goes on with what an earlier call left open. */
export async function postApproved(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  run: Run,
  progress: Progress,
  signal: AbortSignal,
): Promise<ApprovedPosted> {
  const intended = await intendPostings(context, run)
  await withOrganization(context.database, context.organization.id, (tx) => reopenForLookUp(tx, run.period.start))
  const postings = async (): Promise<readonly Posting[]> =>
    withOrganization(context.database, context.organization.id, (tx) =>
      listPostings(tx, { periodStarts: [run.period.start] }),
    )
  const open = (await postings()).filter(
    ({ state }) => state === 'intended' || state === 'unknown' || state === 'sending',
  )
  const ledgers = new Map<string, PostingReport>()
  for (const ledgerConnectionId of new Set(open.map((posting) => posting.ledgerConnectionId))) {
    const { gateway, requestsInFlight } = await openLedger(context, adapters, keys, ledgerConnectionId)
    const total = open.filter((posting) => posting.ledgerConnectionId === ledgerConnectionId).length
    const work = { ledgerConnectionId, period: run.period, total, requestsInFlight }
    ledgers.set(ledgerConnectionId, await postIntended(context, gateway, work, progress, signal))
  }
  return { intended, ledgers, postings: await postings() }
}
