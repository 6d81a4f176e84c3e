import { withOrganization } from '../../store/database.ts'
import { hashOfActivity, listActivity } from '../../store/activity.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

const pageSize = 1_000

/** Whether the chain of the activity log is whole: each entry as it was written, none missing between two. */
export async function examineActivity({ database, organization }: AppContext): Promise<HealthFinding> {
  return withOrganization(database, organization.id, async (tx) => {
    let before: number | undefined
    let expected: { readonly sequence: number; readonly sha256: string } | undefined
    let count = 0
    for (;;) {
      const page = await listActivity(tx, { before, limit: pageSize })
      for (const entry of page) {
        if (hashOfActivity(entry) !== entry.sha256) return broken(entry.sequence, 'was changed after it was written')
        if (expected !== undefined && (entry.sequence !== expected.sequence || entry.sha256 !== expected.sha256)) {
          return broken(expected.sequence, 'is missing, or is not the one that was there')
        }
        expected = { sequence: entry.sequence - 1, sha256: entry.previousSha256 }
        count += 1
      }
      before = page.at(-1)?.sequence
      if (page.length < pageSize) break
    }
    if (expected !== undefined && expected.sequence !== 0) return broken(expected.sequence, 'is missing')
    return good('activity.chain', 'activity log', `${String(count)} entries, the chain is whole`)
  })
}

function broken(sequence: number, what: string): HealthFinding {
  const named = { code: 'activity.chain', subject: 'activity log', message: `entry ${String(sequence)} ${what}` }
  return wrong(named, 'Somebody changed the database by hand: compare it with a backup.')
}
