import { listConnections } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { cancelJobs } from '../../store/jobs/cancel-jobs.ts'
import { stopCompany } from '../../store/postings-in-work.ts'
import type { AppContext } from '../context.ts'
import { recordActivity } from '../record-activity.ts'

export interface StoppedPosting {
  readonly ledgers: readonly string[]
  /** Jobs that would have begun to post, or gone on by themselves. */
  readonly cancelledJobs: number
}

/**
 * Stops all who post, in whatever process they run, before their next invoice; what is on its way comes to its end. Jobs
 * that post are cancelled, or the next try of one would undo the stop. Posting again goes on.
 */
export async function stopPosting(context: AppContext): Promise<StoppedPosting> {
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, async (tx) => {
    const ledgers = (await listConnections(tx, 'ledger')).map(({ id }) => id)
    const because = `${actor} stopped it. Run \`seatledger post\` to go on.`
    for (const ledger of ledgers) await stopCompany(tx, ledger, because)
    const cancelledJobs = await cancelJobs(tx, { organizationId: organization.id, name: 'post-run' })
    const details = { ledgers, cancelledJobs }
    await recordActivity(tx, context, { action: 'stop-posting', subject: 'all ledgers', details })
    return { ledgers, cancelledJobs }
  })
}
