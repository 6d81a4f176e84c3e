import type { AppContext } from '../context.ts'
import type { EnqueueOptions } from '../../store/job-queue.ts'
import { openJobs, type JobName, type JobPayloads } from './job-definitions.ts'

/**
 * Puts a job in for whichever worker takes it up.
 * @param subject what it is about; while one about the same waits, no second one is put in.
 * @returns its id; undefined where one waits already.
 */
export async function enqueueJob<Name extends JobName>(
  { database, organization }: AppContext,
  name: Name,
  payload: JobPayloads[Name],
  subject: string,
  options: Pick<EnqueueOptions, 'startAfter'> = {},
): Promise<string | undefined> {
  const jobs = await openJobs(database)
  try {
    return await jobs.enqueue(undefined, name, payload, { ...options, singletonKey: `${organization.id} ${subject}` })
  } finally {
    await jobs.stop()
  }
}
