import { z } from 'zod'
import { listActivity } from '../../store/activity.ts'
import { withOrganization } from '../../store/database.ts'
import { endpoint } from '../endpoint.ts'
import { instant } from '../contract/session.ts'

const entry = z.object({
  sequence: z.int(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  sha256: z.string(),
})
const details = z.record(z.string(), z.unknown())
const usualLimit = 100

export const getActivity = endpoint(
  {
    method: 'get',
    path: '/activity',
    summary: 'Who did what, the newest first; `next` is the `before` of the next page',
    needs: 'viewer',
    query: z.object({
      before: z.coerce.number().int().positive().optional(),
      actor: z.string().max(300).optional(),
      action: z.string().max(100).optional(),
      subject: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(usualLimit),
    }),
    answer: z.object({ entries: z.array(entry), next: z.int().nullable() }),
  },
  async ({ query, caller: { context } }) => {
    const rows = await withOrganization(context.database, context.organization.id, (tx) => listActivity(tx, query))
    const entries = rows.map(({ at, details: text, previousSha256: _previous, ...row }) => ({
      ...row,
      at: at.toISOString(),
      details: details.parse(JSON.parse(text)),
    }))
    const last = entries.at(-1)
    const isWhole = last === undefined || last.sequence === 1 || entries.length < query.limit
    return { entries, next: isWhole ? null : last.sequence }
  },
)
