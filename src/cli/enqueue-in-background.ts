import { enqueueJob } from '../app/jobs/enqueue-job.ts'
import type { JobName, JobPayloads } from '../app/jobs/job-definitions.ts'
import type { CommandResult } from './command.ts'
import type { Session } from './session.ts'

/**
 * Puts a job in instead of doing the work here, and says how to follow it.
 * @param subject what it is about; while one about the same waits, no second one is put in.
 */
export async function enqueueInBackground<Name extends JobName>(
  { context }: Session,
  name: Name,
  payload: JobPayloads[Name],
  subject: string,
): Promise<CommandResult> {
  const id = await enqueueJob(context, name, payload, subject)
  const first =
    id === undefined ? `A job ${name} for ${subject} waits already.` : `Put in the job ${name} for ${subject}.`
  const text = `${first}\nIt is done while \`seatledger serve\` or \`seatledger worker\` runs. Follow it: seatledger jobs`
  return { data: { job: name, id: id ?? null, waitsAlready: id === undefined }, text }
}
