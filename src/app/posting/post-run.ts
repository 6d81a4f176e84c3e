import type { LedgerGateway } from '../../ledgers/gateway.ts'
import type { AppContext } from '../context.ts'
import type { Progress } from '../progress.ts'
import { postingStore } from './posting-store.ts'
import { workOnPostings, type PostingReport, type PostingWork } from './posting-worker.ts'

/** Posts what is intended for one ledger company and month. See {@link workOnPostings}. */
export async function postIntended(
  context: AppContext,
  gateway: LedgerGateway,
  work: PostingWork,
  progress: Progress,
  signal: AbortSignal,
): Promise<PostingReport> {
  const { clock } = context.database
  return workOnPostings({ store: postingStore(context), gateway, clock, progress }, work, signal)
}
