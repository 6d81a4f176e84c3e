import { z } from 'zod'
import type { FollowedJob } from '../../app/jobs/list-jobs-with-progress.ts'
import { subjectOfJob } from '../../app/jobs/standing-failures.ts'
import { instant } from './session.ts'

export const jobAnswer = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['created', 'retry', 'active', 'completed', 'cancelled', 'failed']),
  /** The connection, the month or the run that it is about. */
  subject: z.string(),
  retries: z.int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  failure: z.string().nullable(),
  progress: z
    .object({ step: z.string(), done: z.int(), total: z.int().nullable(), begunAt: instant, toldAt: instant })
    .nullable(),
})

export function toJobAnswer(job: FollowedJob): z.input<typeof jobAnswer> {
  const { id, name, state, retries, createdAt, startedAt, completedAt, failure, progress } = job
  return {
    ...{ id, name, state, retries, subject: subjectOfJob(job), failure: failure ?? null },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    completedAt: completedAt?.toISOString() ?? null,
    progress:
      progress === undefined
        ? null
        : {
            ...{ step: progress.step, done: progress.done, total: progress.total ?? null },
            begunAt: progress.begunAt.toISOString(),
            toldAt: progress.toldAt.toISOString(),
          },
  }
}

/** What a request for background work is answered with. */
export const enqueuedAnswer = z.object({ job: z.string().nullable(), waitsAlready: z.boolean() })

export function toEnqueuedAnswer(id: string | undefined): z.input<typeof enqueuedAnswer> {
  return { job: id ?? null, waitsAlready: id === undefined }
}
