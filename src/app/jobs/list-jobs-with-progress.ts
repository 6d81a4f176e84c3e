import { withOrganization } from '../../store/database.ts'
import { readJobProgress, type StoredProgress } from '../../store/jobs/job-progress.ts'
import { listJobs, type ListedJob } from '../../store/jobs/list-jobs.ts'
import type { AppContext } from '../context.ts'

export interface FollowedJob extends ListedJob {
  readonly progress: StoredProgress | undefined
}

/** The newest jobs, with how far those at work are. */
export async function listJobsWithProgress(
  { database, organization }: AppContext,
  filter: { readonly limit: number; readonly id?: string | undefined },
): Promise<readonly FollowedJob[]> {
  const jobs = await listJobs(database, organization.id, filter)
  const ids = jobs.map(({ id }) => id)
  const told = await withOrganization(database, organization.id, (tx) => readJobProgress(tx, ids))
  return jobs.map((job) => ({ ...job, progress: told.get(job.id) }))
}
