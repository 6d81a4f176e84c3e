import type { DriftKind } from '../../domain/posting-drift.ts'
import { driftThatWantsPerson } from '../../domain/posting-drift.ts'
import { withOrganization } from '../../store/database.ts'
import { readsInMonth } from '../../store/ledger-reads.ts'
import { listDrift } from '../../store/posting-drift.ts'
import { listDifferingPostings, type DifferingPosting } from '../../store/unsettled-postings.ts'
import { listConnections } from '../../store/connections.ts'
import type { AppContext } from '../context.ts'
import { readDifferences } from '../posting/read-differences.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

const mostListed = 20
/** What Intuit's free tier gives an app in a month, over all its companies; then it is blocked for all of them. */
const readsBudget = 500_000
/** From then on it is told. */
const warnFromPercent = 80

/** Documents of ours that somebody changed in a ledger, and how much of the reads that its vendor counts is used up. */
export async function examineLedgerDocuments(context: AppContext): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const now = database.clock.now()
  return withOrganization(database, organization.id, async (tx) => {
    const drift = await listDrift(tx, { kinds: driftThatWantsPerson, limit: mostListed })
    const changed = drift.map(({ ledgerConnectionId, clientId, periodStart, documentNumber, kind }) =>
      wrong(
        {
          code: 'posting.drift',
          subject: `${ledgerConnectionId}/${clientId}/${periodStart.slice(0, 7)}`,
          message: `${documentNumber ?? 'the invoice'} ${words[kind]}`,
        },
        '`seatledger drift` shows what was and what is. Nothing is overwritten.',
      ),
    )
    const differing = (await listDifferingPostings(tx, mostListed)).map(differingFinding)
    const reads: HealthFinding[] = []
    for (const { id } of await listConnections(tx, 'ledger')) {
      reads.push(readsFinding(id, await readsInMonth(tx, id, now)))
    }
    const unchanged = good('posting.drift', 'postings', 'none was changed in a ledger')
    return [...(changed.length === 0 ? [unchanged] : changed), ...differing, ...reads]
  })
}

function differingFinding({ ledgerConnectionId, clientId, periodStart, ...posting }: DifferingPosting): HealthFinding {
  const month = periodStart.slice(0, 7)
  const causes = readDifferences(posting.differences).filter(({ wantsPerson }) => wantsPerson)
  const message = `${posting.documentNumber ?? 'the invoice'} is not as approved: ${causes.map(({ cause }) => cause).join('; ')}`
  const named = { code: 'posting.differs', subject: `${ledgerConnectionId}/${clientId}/${month}`, message }
  return notice(named, `\`seatledger review ${month} --client ${clientId}\` shows both. Nothing was changed.`)
}

const words: Readonly<Record<DriftKind, string>> = {
  edited: 'was edited in the ledger',
  voided: 'was voided in the ledger',
  deleted: 'was deleted in the ledger',
  paid: 'is paid',
  'partly-paid': 'is paid in part',
  'unpaid-again': 'is open again',
}

/** @param reads of this calendar month. */
export function readsFinding(connectionId: string, reads: number): HealthFinding {
  const code = 'connection.reads'
  const message = `${String(reads)} of ${String(readsBudget)} reads are used this month`
  if (reads * 100 < readsBudget * warnFromPercent) return good(code, connectionId, message)
  const nextStep =
    'Sync less often until the month ends: the vendor blocks an app that reads more. Posting is not counted.'
  return notice({ code, subject: connectionId, message }, nextStep)
}
