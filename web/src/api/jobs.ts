import { z } from 'zod'
import { optional } from './optional.ts'
import { request } from './request.ts'

const job = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['created', 'retry', 'active', 'completed', 'cancelled', 'failed']),
  subject: z.string(),
  createdAt: z.string(),
  startedAt: optional(z.string()),
  completedAt: optional(z.string()),
  failure: optional(z.string()),
  progress: optional(
    z.object({
      step: z.string(),
      done: z.number().int(),
      total: optional(z.number().int()),
      begunAt: z.string(),
      toldAt: z.string(),
    }),
  ),
})
export type Job = z.infer<typeof job>

/** What the stream of events tells: all jobs as they are, and the number of the last thing that anybody did. */
const liveState = z.object({ activity: z.number().int(), jobs: z.array(job) })
export type LiveState = z.infer<typeof liveState>

export function readLiveState(text: string): LiveState | undefined {
  const read = liveState.safeParse(JSON.parse(text))
  return read.success ? read.data : undefined
}

export const enqueued = z.object({ job: optional(z.string()), waitsAlready: z.boolean() })
export type Enqueued = z.infer<typeof enqueued>

export async function getJobs(): Promise<readonly Job[]> {
  return (await request('/jobs?limit=30', z.object({ jobs: z.array(job) }))).jobs
}

export async function cancelJob(id: string): Promise<void> {
  await request(`/jobs/${id}`, z.undefined(), { method: 'DELETE' })
}

/** Prepares a dry run in the background. */
export function startRun(month: string, clientIds: readonly string[] | undefined): Promise<Enqueued> {
  const body = clientIds === undefined ? { month } : { month, clientIds }
  return request('/runs', enqueued, { method: 'POST', body })
}
