import { withOrganization } from '../../store/database.ts'
import { cancelJobs } from '../../store/jobs/cancel-jobs.ts'
import { listJobs } from '../../store/jobs/list-jobs.ts'
import { Failure, NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { stopPosting } from '../posting/stop-posting.ts'
import { recordActivity } from '../record-activity.ts'
import { subjectOfJob } from './standing-failures.ts'

/**
 * Cancels a job that waits or is at work; one at work ends before its next piece, and a run that was not whole holds
 * nothing. One that posts is stopped as all posting is: what is on its way comes to its end.
 * @throws {NotFound | JobOver}
 */
export async function cancelJob(context: AppContext, id: string): Promise<void> {
  const { database, organization } = context
  const [job] = await listJobs(database, organization.id, { limit: 1, id })
  if (job === undefined) throw new NotFound('There is no such job. `seatledger jobs` lists those that there are.')
  if (job.name === 'post-run' && !isOver(job.state)) {
    await stopPosting(context)
    return
  }
  await withOrganization(database, organization.id, async (tx) => {
    const cancelled = await cancelJobs(tx, { organizationId: organization.id, id })
    if (cancelled === 0) throw new JobOver(`The job is ${job.state} already: there is nothing to cancel.`)
    await recordActivity(tx, context, {
      action: 'cancel-job',
      subject: `${job.name} ${subjectOfJob(job)}`,
      details: { job: id },
    })
  })
}

function isOver(state: string): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'failed'
}

class JobOver extends Failure {
  override readonly code = 'job.over'
}
