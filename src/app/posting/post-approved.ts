import type { PostingState } from '../../domain/posting.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listPostingSummaries, reopenForLookUp, type PostingSummary } from '../../store/postings.ts'
import { resumeCompany } from '../../store/postings-in-work.ts'
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
  readonly postings: readonly PostingSummary[]
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
  const inOrganization = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    withOrganization(context.database, context.organization.id, work)
  const postings = (tx: Transaction): Promise<readonly PostingSummary[]> => listPostingSummaries(tx, run.period.start)
  const open = await inOrganization(async (tx) => {
    await reopenForLookUp(tx, run.period.start)
    const left = (await postings(tx)).filter(({ state }) => isOpen(state))
    // All of them before the first is posted to: a stop that comes from then on stops each of them.
    for (const ledgerConnectionId of ledgersOf(left)) await resumeCompany(tx, ledgerConnectionId)
    return left
  })
  const ledgers = new Map<string, PostingReport>()
  for (const ledgerConnectionId of ledgersOf(open)) {
    const { gateway, requestsInFlight } = await openLedger(context, adapters, keys, ledgerConnectionId)
    const total = open.filter((posting) => posting.ledgerConnectionId === ledgerConnectionId).length
    const work = { ledgerConnectionId, period: run.period, total, requestsInFlight }
    ledgers.set(ledgerConnectionId, await postIntended(context, gateway, work, progress, signal))
  }
  return { intended, ledgers, postings: await inOrganization(postings) }
}

function isOpen(state: PostingState): boolean {
  return state === 'intended' || state === 'unknown' || state === 'sending'
}

function ledgersOf(postings: readonly PostingSummary[]): readonly string[] {
  return [...new Set(postings.map(({ ledgerConnectionId }) => ledgerConnectionId))].sort()
}
