import { z } from 'zod'
import { request } from './request.ts'

export const activityAnswer = z.object({
  entries: z.array(
    z.object({
      sequence: z.number().int(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      details: z.record(z.string(), z.unknown()),
      sha256: z.string(),
    }),
  ),
  next: z.number().int().nullable(),
})
export type ActivityPage = z.infer<typeof activityAnswer>
export type ActivityEntry = ActivityPage['entries'][number]

export const activitySummaryAnswer = z.object({
  chain: z.object({ isWhole: z.boolean(), message: z.string() }),
  actors: z.array(z.string()),
  actions: z.array(z.string()),
})
export type ActivitySummary = z.infer<typeof activitySummaryAnswer>

export interface ActivityFilter {
  readonly actor: string
  readonly action: string
  readonly subject: string
}

/** A page of the log, the newest first; empty parts of the filter ask for nothing. */
export function getActivity(filter: ActivityFilter, before?: number, limit = 100): Promise<ActivityPage> {
  const asked = Object.entries(filter).filter(([, value]: [string, string]) => value !== '')
  const query = new URLSearchParams([...asked, ['limit', String(limit)]])
  if (before !== undefined) query.set('before', String(before))
  return request(`/activity?${query.toString()}`, activityAnswer)
}

/** The chain, checked as the server answers, and the names to choose from. */
export function getActivitySummary(): Promise<ActivitySummary> {
  return request('/activity/summary', activitySummaryAnswer)
}

/** All that the filter asks for, page after page. */
export async function getAllActivity(filter: ActivityFilter): Promise<readonly ActivityEntry[]> {
  const all: ActivityEntry[] = []
  let before: number | undefined
  do {
    const page: ActivityPage = await getActivity(filter, before, 1000)
    all.push(...page.entries)
    before = page.next ?? undefined
  } while (before !== undefined)
  return all
}
