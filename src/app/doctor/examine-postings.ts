import { withOrganization } from '../../store/database.ts'
import { listIntendedCorrections, type Correction } from '../../store/corrections.ts'
import { listUnsettledPostings, type UnsettledPosting } from '../../store/unsettled-postings.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

const mostListed = 20

/** Postings, and voids of what was posted, that will not settle by themselves. */
export async function examinePostings(context: AppContext): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const now = database.clock.now()
  return withOrganization(database, organization.id, async (tx) => [
    ...describeUnsettled(await listUnsettledPostings(tx, { now, limit: mostListed + 1 })),
    ...(await listIntendedCorrections(tx, mostListed)).map(describeVoid),
  ])
}

function describeUnsettled(unsettled: readonly UnsettledPosting[]): readonly HealthFinding[] {
  if (unsettled.length === 0) return [good('posting.unsettled', 'postings', 'none waits for a person')]
  const findings = unsettled.slice(0, mostListed).map(describe)
  if (unsettled.length <= mostListed) return findings
  const more = { code: 'posting.unsettled', subject: 'postings', message: 'there are more of them' }
  return [...findings, wrong(more, '`seatledger post` shows all of a month.')]
}

function describe(posting: UnsettledPosting): HealthFinding {
  const { ledgerConnectionId, clientId, periodStart, state, failure, creditSha256 } = posting
  const month = periodStart.slice(0, 7)
  const why = failure === null ? '' : `: ${failure}`
  const named = {
    code: 'posting.unsettled',
    subject: `${ledgerConnectionId}/${clientId}/${month}`,
    message: `${words[state]}${why}`,
  }
  const nextStep =
    state === 'rejected'
      ? creditSha256 === null
        ? `Mend what the ledger refused, then \`seatledger run ${month}\`, approve and post again.`
        : `Take the credit back (\`seatledger correct ${month} --withdraw ${creditSha256.slice(0, 12)} --why "..."\`), mend what the ledger refused, and propose it again.`
      : `Run \`seatledger post ${month}\`: it looks in the ledger first, and posts nothing twice.`
  return wrong(named, nextStep)
}

function describeVoid(
  correction: Correction & { readonly ledgerConnectionId: string; readonly periodStart: string },
): HealthFinding {
  const { clientId, documentNumber, ledgerConnectionId, periodStart, requestedAt, requestedBy } = correction
  const month = periodStart.slice(0, 7)
  const which = documentNumber === null ? '' : ` --number ${documentNumber}`
  const named = {
    code: 'posting.unsettled-void',
    subject: `${ledgerConnectionId}/${clientId}/${month}`,
    message: `its void was begun by ${requestedBy} on ${requestedAt.toISOString().slice(0, 10)}; whether the ledger did it is not known`,
  }
  return wrong(
    named,
    `Run \`seatledger correct ${month} --void ${clientId}${which} --why "..."\`: it looks in the ledger first.`,
  )
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
