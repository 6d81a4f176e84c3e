import { formatMonth } from '../../domain/period.ts'
import { activityHead, hashOfActivity, listActivity, type ActivityPlace } from '../../store/activity.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listClosings } from '../../store/month-closings.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

const pageSize = 1_000

/** An entry that must be in the log, and who says so. */
interface Witness extends ActivityPlace {
  readonly saidBy: string
}

/**
 * Whether the chain of the activity log is whole: each entry as it was written, none missing between two, and none cut
 * off the end. The last is known from what was noted beside the log and with each closing of a month.
 */
export async function examineActivity({ database, organization }: AppContext): Promise<HealthFinding> {
  return withOrganization(database, organization.id, async (tx) => {
    const missing = new Map((await listWitnesses(tx)).map((witness) => [keyOf(witness), witness]))
    let before: number | undefined
    let expected: ActivityPlace | undefined
    let count = 0
    for (;;) {
      const page = await listActivity(tx, { before, limit: pageSize })
      for (const entry of page) {
        if (hashOfActivity(entry) !== entry.sha256) return broken(entry.sequence, 'was changed after it was written')
        if (expected !== undefined && keyOf(entry) !== keyOf(expected)) {
          return broken(expected.sequence, 'is missing, or is not the one that was there')
        }
        missing.delete(keyOf(entry))
        expected = { sequence: entry.sequence - 1, sha256: entry.previousSha256 }
        count += 1
      }
      before = page.at(-1)?.sequence
      if (page.length < pageSize) break
    }
    if (expected !== undefined && expected.sequence !== 0) return broken(expected.sequence, 'is missing')
    const [gone] = missing.values()
    if (gone !== undefined) return broken(gone.sequence, `is missing, or is another: ${gone.saidBy} names it`)
    return good('activity.chain', 'activity log', `${String(count)} entries, the chain is whole to its end`)
  })
}

async function listWitnesses(tx: Transaction): Promise<readonly Witness[]> {
  const head = await activityHead(tx)
  const closings = (await listClosings(tx)).flatMap(({ activity, period }) =>
    activity === undefined ? [] : [{ ...activity, saidBy: `the closing of ${formatMonth(period)}` }],
  )
  return [...closings, ...(head === undefined ? [] : [{ ...head, saidBy: 'the note of its end' }])]
}

function keyOf({ sequence, sha256 }: ActivityPlace): string {
  return `${String(sequence)} ${sha256}`
}

function broken(sequence: number, what: string): HealthFinding {
  const named = { code: 'activity.chain', subject: 'activity log', message: `entry ${String(sequence)} ${what}` }
  return wrong(named, 'Somebody changed the database by hand: compare it with a backup and with the close packs.')
}
