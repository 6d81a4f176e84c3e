import { withOrganization } from '../../store/database.ts'
import type { AppContext } from '../context.ts'
import { listGrantedLedgers, type GrantedLedger } from '../sync/granted-ledgers.ts'
import { ageInWords, hoursSince } from './age.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

/** The nightly sync reads them as well, so that they are never older where it works. */
const freshHours = 36

/** Of each ledger: how old its customers and items are, as a run knows them. */
export async function examineLedgerLists({ database, organization }: AppContext): Promise<readonly HealthFinding[]> {
  const ledgers = await withOrganization(database, organization.id, listGrantedLedgers)
  const now = database.clock.now()
  return ledgers.map((ledger) => examineLists(ledger, now))
}

export function examineLists({ connectionId, listsReadAt }: GrantedLedger, now: Date): HealthFinding {
  const code = 'ledger.lists-age'
  const next = `Run \`seatledger sync ${connectionId}\`; a run knows only customers and items that were read.`
  const message = listsAgeInWords(listsReadAt, now)
  const isFresh = listsReadAt !== undefined && hoursSince(listsReadAt, now) <= freshHours
  return isFresh ? good(code, connectionId, message) : wrong({ code, subject: connectionId, message }, next)
}

/** `its customers and items were read 3 hours ago`. */
export function listsAgeInWords(listsReadAt: Date | undefined, now: Date): string {
  if (listsReadAt === undefined) return 'its customers and items were never read'
  return `its customers and items were read ${ageInWords(listsReadAt, now)} ago`
}
