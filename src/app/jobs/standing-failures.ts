import type { ListedJob } from '../../store/jobs/list-jobs.ts'

/**
 * The jobs that have failed and were not done since: of each kind and subject only the newest that has come to an end
 * counts, so a failure that was mended no longer wants a person.
 * @param jobs newest first.
 */
export function standingFailures(jobs: readonly ListedJob[]): readonly ListedJob[] {
  const seen = new Set<string>()
  return jobs.filter((job) => {
    if (job.state !== 'failed' && job.state !== 'completed') return false
    const key = `${job.name} ${subjectOfJob(job)}`
    const isNewest = !seen.has(key)
    seen.add(key)
    return isNewest && job.state === 'failed'
  })
}

/** The connection, the month or the run that a job is about. */
export function subjectOfJob({ payload }: ListedJob): string {
  if (typeof payload !== 'object' || payload === null) return ''
  const fields = new Map<string, unknown>(Object.entries(payload))
  const subject = fields.get('connectionId') ?? fields.get('month') ?? fields.get('run')
  return typeof subject === 'string' || typeof subject === 'number' ? String(subject) : ''
}
