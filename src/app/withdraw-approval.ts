import { formatMonth } from '../domain/period.ts'
import { withdrawApprovals } from '../store/withdraw-approvals.ts'
import { withOrganization } from '../store/database.ts'
import { listRunOutcomes } from '../store/run-outcomes.ts'
import type { Run } from '../store/runs.ts'
import { Failure, NotFound } from '../support/failure.ts'
import { requireOpenMonth } from './close/require-open-month.ts'
import type { AppContext } from './context.ts'
import { recordActivity } from './record-activity.ts'

/**
 * Takes the approval of one invoice back, in whichever run of the month it was given to the same bytes. An intent of
 * which nothing was sent goes with it; what was sent, or may have been, is corrected in the ledger and not here.
 * @throws {NotFound | ApprovalUsed | MonthClosed}
 */
export async function withdrawApproval(
  context: AppContext,
  { run, clientId, reason }: { readonly run: Run; readonly clientId: string; readonly reason: string },
): Promise<void> {
  const { database, organization, actor } = context
  await withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, run.period, 'no approval of it is taken back any more')
    const row = (await listRunOutcomes(tx, run.id)).find((one) => one.clientId === clientId)
    if (row?.sha256 === undefined) throw new NotFound(`Run ${String(run.number)} has no invoice of "${clientId}".`)
    const withdrawn = await withdrawApprovals(tx, {
      ...{ periodStart: run.period.start, clientId, invoiceSha256: row.sha256 },
      ...{ by: actor, at: database.clock.now(), reason },
    })
    if (withdrawn === 'sent') {
      throw new ApprovalUsed(
        `The invoice of ${row.clientName} was sent to its ledger, or may have been. Take it back there with \`seatledger correct\`.`,
      )
    }
    if (withdrawn === 0) throw new NotFound(`The invoice of ${row.clientName} is not approved.`)
    await recordActivity(tx, context, {
      action: 'withdraw-approvals',
      subject: formatMonth(run.period),
      details: { run: run.number, clients: [clientId], reason },
    })
  })
}

class ApprovalUsed extends Failure {
  override readonly code = 'approval.used'
}
