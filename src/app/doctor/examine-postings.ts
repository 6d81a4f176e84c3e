import { withOrganization } from '../../store/database.ts'
import { listUnsettledPostings, type UnsettledPosting } from '../../store/unsettled-postings.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

const mostListed = 20

/** Postings that will not settle by themselves. */
export async function examinePostings(context: AppContext): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const now = database.clock.now()
  const unsettled = await withOrganization(database, organization.id, (tx) =>
    listUnsettledPostings(tx, { now, limit: mostListed + 1 }),
  )
  if (unsettled.length === 0) return [good('posting.unsettled', 'postings', 'none waits for a person')]
  const findings = unsettled.slice(0, mostListed).map(describe)
  if (unsettled.length <= mostListed) return findings
  const more = { code: 'posting.unsettled', subject: 'postings', message: 'there are more of them' }
  return [...findings, wrong(more, '`seatledger post` shows all of a month.')]
}

function describe(posting: UnsettledPosting): HealthFinding {
  const { ledgerConnectionId, clientId, periodStart, state, failure } = posting
  const month = periodStart.slice(0, 7)
  const why = failure === null ? '' : `: ${failure}`
  const named = {
    code: 'posting.unsettled',
    subject: `${ledgerConnectionId}/${clientId}/${month}`,
    message: `${words[state]}${why}`,
  }
  const nextStep =
    state === 'rejected'
      ? `Mend what the ledger refused, then \`seatledger run ${month}\`, approve and post again.`
      : `Run \`seatledger post ${month}\`: it looks in the ledger first, and posts nothing twice.`
  return wrong(named, nextStep)
}

const words: Readonly<Record<UnsettledPosting['state'], string>> = {
  intended: 'is intended, and not sent',
  sending: 'was being sent when its worker ended',
  posted: 'is posted',
  rejected: 'was refused by the ledger',
  unknown: 'may or may not be in the ledger',
  queued: 'waits for the ledger to fetch it',
  'needs-person': 'could not be settled by looking it up',
}
