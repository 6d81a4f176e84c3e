import { randomUUID } from 'node:crypto'
import { formatMonth } from '../../domain/period.ts'
import { withoutReasons } from '../../domain/invoice-without-reasons.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listApprovals, type Approval } from '../../store/approvals.ts'
import { intendPosting, withdrawIntents, type NewPosting } from '../../store/postings.ts'
import { listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { sha256 } from '../../support/hash.ts'
import { requireOpenMonth } from '../close/require-open-month.ts'
import type { AppContext } from '../context.ts'
import { isRunFor, runsThatCount } from '../find-run.ts'
import { recordActivity } from '../record-activity.ts'
import { postingReference } from './posting-reference.ts'
import { RunSuperseded } from './posting-failures.ts'
import { requireCarriedOnce } from './require-carried-once.ts'

export interface Intended {
  /** Intents of an earlier run of which nothing was sent, and whose invoice is no longer this: taken back. */
  readonly withdrawn: number
  /** Intents stored now. */
  readonly stored: number
  /** Approved invoices that had an intent, or are posted, already. */
  readonly alreadyThere: number
  /** Invoices of the month that are ready and that nobody has approved. */
  readonly notApproved: number
}

/**
 * Stores the intent to post each approved invoice of a run's month: posting key, request id, document number, exact bytes
 * and their hash, in one transaction and before anything is sent. Of each client the newest run that was made for it
 * counts, so that running some clients again holds up none of the others. An approval given in an earlier run counts
 * where the invoice is the same to the byte.
 * @throws {CarriedLineGone}
 * @throws {RunSuperseded} when nothing of the named run counts any more: the newer one is to be reviewed.
 */
export async function intendPostings(context: AppContext, run: Run): Promise<Intended> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, run.period, 'nothing of it is posted any more')
    const runs = runsThatCount(await listRuns(tx, run.period))
    const [newest] = runs
    if (newest !== undefined && run.number < (runs.at(-1)?.number ?? 0)) throw new RunSuperseded(run, newest)
    const approvals = new Map(
      (await listApprovals(tx, run.period.start)).map((approval) => [approvalKey(approval), approval]),
    )
    const rows = await listCurrentInvoices(tx, runs)
    const ready = rows.filter(({ outcome }) => outcome === 'ready')
    const postings = ready.flatMap((row) => {
      const approval = approvals.get(approvalKey({ clientId: row.clientId, invoiceSha256: row.sha256 ?? '' }))
      return (approval === undefined ? undefined : newPosting(organization.id, run, row, approval)) ?? []
    })
    await requireCarriedOnce(tx, run.period.start, postings)
    const withdrawn = await withdrawIntents(tx, {
      periodStart: run.period.start,
      clientIds: rows.map(({ clientId }) => clientId),
      keptBodies: postings.map(({ bodySha256 }) => bodySha256),
    })
    let stored = 0
    for (const posting of postings) if (await intendPosting(tx, posting, database.clock.now())) stored += 1
    const alreadyThere = postings.length - stored
    if (stored > 0 || withdrawn > 0) {
      const details = { run: run.number, stored, withdrawn, alreadyThere }
      await recordActivity(tx, context, { action: 'start-posting', subject: formatMonth(run.period), details })
    }
    return { withdrawn, stored, alreadyThere, notApproved: ready.length - postings.length }
  })
}

/** The results of the runs that count of a month, each client's from the newest that was made for it. */
async function listCurrentInvoices(tx: Transaction, runs: readonly Run[]): Promise<readonly RunInvoice[]> {
  const current: RunInvoice[] = []
  for (const run of runs) {
    const rows = await listRunInvoices(tx, run.id)
    current.push(...rows.filter(({ clientId }) => runs.find((one) => isRunFor(one, clientId)) === run))
  }
  return current
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
    creditId: undefined,
    documentKind,
    documentNumber,
    reference: postingReference(organizationId, document),
    customerId: document.ledgerCustomerId,
    currency: document.currency,
    netTotal: document.total,
    invoice,
    invoiceWithoutReasons: canonicalJson(withoutReasons(document)),
    body,
    bodySha256: sha256(body),
    requestId: randomUUID(),
  }
}
