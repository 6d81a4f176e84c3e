import { withOrganization } from '../../store/database.ts'
import { newestTotalRules, type StoredTotalRule } from '../../store/tie-outs.ts'
import type { AppContext } from '../context.ts'
import { good, wrong, type HealthFinding } from './finding.ts'

/** Which sum the distributors' invoice totals are, as the newest tie-out found it, and where an invoice broke with it. */
export async function examineTotalRules(context: AppContext): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const rules = await withOrganization(database, organization.id, (tx) => newestTotalRules(tx))
  return (rules ?? []).map(examineTotalRule)
}

export function examineTotalRule({
  connectionId,
  partnerName,
  holds,
  testedOn,
  brokenBy,
}: StoredTotalRule): HealthFinding {
  const code = 'source.invoice-total'
  const whose = partnerName === undefined ? '' : ` for ${partnerName}`
  const count = `${String(testedOn)} ${testedOn === 1 ? 'invoice' : 'invoices'}${whose}`
  if (brokenBy.length === 0) {
    return good(code, connectionId, `the totals of ${count} are the sum of ${holds.join(' or ')}`)
  }
  const which = brokenBy.map(({ words }) => words).join('; ')
  const rule = holds.length === 0 ? 'no sum of its items' : `not ${holds.join(' or ')}`
  return wrong(
    { code, subject: connectionId, message: `of ${count}, the total is ${rule} on: ${which}` },
    'Reconcile that month and read what is unexplained; ask the distributor what its total includes.',
  )
}
