import { listJobsWithProgress } from '../../app/jobs/list-jobs-with-progress.ts'
import type { AppContext } from '../../app/context.ts'
import { activityHead } from '../../store/activity.ts'
import { withOrganization } from '../../store/database.ts'
import { toJobAnswer } from '../contract/jobs.ts'
import { streamEndpoint } from '../endpoint.ts'
import { eventStream } from '../event-stream.ts'

const jobsTold = 30

/**
 * One stream of an organization: at its beginning and with each change the newest jobs with how far they are, and the
 * number of the last thing that any operator did. A page that was loaded again is told all of it anew.
 */
export const getEvents = streamEndpoint(
  {
    path: '/events',
    summary: 'Server-sent events: the jobs and how far they are, and that somebody did something',
    needs: 'viewer',
  },
  ({ http, caller: { context } }) => eventStream('state', () => currentState(context), http.req.raw.signal),
)

async function currentState(context: AppContext): Promise<string> {
  const { database, organization } = context
  const head = await withOrganization(database, organization.id, activityHead)
  const jobs = await listJobsWithProgress(context, { limit: jobsTold })
  return JSON.stringify({ activity: head?.sequence ?? 0, jobs: jobs.map(toJobAnswer) })
}
