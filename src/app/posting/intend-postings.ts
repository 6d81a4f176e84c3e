import { randomUUID } from 'node:crypto'
import { withOrganization } from '../../store/database.ts'
import { listApprovals, type Approval } from '../../store/approvals.ts'
import { intendPosting, type NewPosting } from '../../store/postings.ts'
import { listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { sha256 } from '../../support/hash.ts'
import type { AppContext } from '../context.ts'
import { postingReference } from './posting-reference.ts'
import { RunSuperseded } from './posting-failures.ts'

export interface Intended {
  /** Intents stored now. */
  readonly stored: number
  /** Approved invoices that had an intent, or are posted, already. */
  readonly alreadyThere: number
  /** Invoices of the run that are ready and that nobody has approved. */
  readonly notApproved: number
}

/**
 * Stores the intent to post each approved invoice of a run: posting key, request id, document number, exact bytes and
 * their hash, in one transaction and before anything is sent. An approval given in an earlier run counts where the
 * invoice is the same to the byte.
 * @throws {RunSuperseded} when a newer run of the same month is ready: that one is to be reviewed.
 */
export async function intendPostings(context: AppContext, run: Run): Promise<Intended> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    const newest = (await listRuns(tx, run.period)).find(({ state }) => state === 'ready')
    if (newest !== undefined && newest.number > run.number) throw new RunSuperseded(run, newest)
    const approvals = new Map(
      (await listApprovals(tx, run.period.start)).map((approval) => [approvalKey(approval), approval]),
    )
    const ready = (await listRunInvoices(tx, run.id)).filter(({ outcome }) => outcome === 'ready')
    const counts = { stored: 0, alreadyThere: 0, notApproved: 0 }
    for (const row of ready) {
      const approval = approvals.get(approvalKey({ clientId: row.clientId, invoiceSha256: row.sha256 ?? '' }))
      const posting = approval === undefined ? undefined : newPosting(organization.id, run, row, approval)
      if (posting === undefined) counts.notApproved += 1
      else if (await intendPosting(tx, posting, database.clock.now())) counts.stored += 1
      else counts.alreadyThere += 1
    }
    return counts
  })
}

function approvalKey(approval: Pick<Approval, 'clientId' | 'invoiceSha256'>): string {
  return `${approval.clientId} ${approval.invoiceSha256}`
}

function newPosting(organizationId: string, run: Run, row: RunInvoice, approval: Approval): NewPosting | undefined {
  const { invoice, body, documentKind, documentNumber } = row
  if (invoice === undefined || body === undefined || documentKind === undefined) return undefined
  const document = readInvoiceDocument(invoice)
  return {
    id: randomUUID(),
    ledgerConnectionId: document.ledgerConnectionId,
    clientId: row.clientId,
    period: run.period,
    sequence: document.sequence,
    approvalId: approval.id,
    documentKind,
    documentNumber,
    reference: postingReference(organizationId, document),
    customerId: document.ledgerCustomerId,
    currency: document.currency,
    netTotal: document.total,
    invoice,
    body,
    bodySha256: sha256(body),
    requestId: randomUUID(),
  }
}
