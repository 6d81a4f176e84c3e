import { randomUUID } from 'node:crypto'
import { formatMonth } from '../../domain/period.ts'
import { withoutReasons } from '../../domain/invoice-without-reasons.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listApprovals, type Approval } from '../../store/approvals.ts'
import { intendPosting, withdrawIntents, type NewPosting } from '../../store/postings.ts'
import { listRunOutcomes, type RunOutcome } from '../../store/run-outcomes.ts'
import { listBodyHashes, listRunInvoices, readInvoiceDocument, type RunInvoice } from '../../store/run-results.ts'
import { listRuns, type Run } from '../../store/runs.ts'
import { canonicalJson } from '../../support/canonical-json.ts'
import { groupBy } from '../../support/group-by.ts'
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
    const outcomes = await listCurrentOutcomes(tx, runs)
    const ready = outcomes.filter(({ outcome }) => outcome === 'ready')
    const approvalOf = ({ clientId, sha256: invoiceSha256 }: Pick<RunInvoice, 'clientId' | 'sha256'>) =>
      approvals.get(approvalKey({ clientId, invoiceSha256: invoiceSha256 ?? '' }))
    const approved = ready.filter((row) => approvalOf(row) !== undefined)
    const lots = lotsOf(approved)
    const keptBodies: string[] = []
    for (const lot of lots) keptBodies.push(...(await listBodyHashes(tx, lot.runId, lot.clientIds)))
    const withdrawn = await withdrawIntents(tx, {
      periodStart: run.period.start,
      clientIds: outcomes.map(({ clientId }) => clientId),
      keptBodies,
    })
    let stored = 0
    for (const lot of lots) {
      const rows = await listRunInvoices(tx, lot.runId, lot.clientIds)
      const postings = rows.flatMap((row) => {
        const approval = approvalOf(row)
        return (approval === undefined ? undefined : newPosting(organization.id, run, row, approval)) ?? []
      })
      await requireCarriedOnce(tx, run.period.start, postings)
      for (const posting of postings) if (await intendPosting(tx, posting, database.clock.now())) stored += 1
    }
    const alreadyThere = approved.length - stored
    if (stored > 0 || withdrawn > 0) {
      const details = { run: run.number, stored, withdrawn, alreadyThere }
      await recordActivity(tx, context, { action: 'start-posting', subject: formatMonth(run.period), details })
    }
    return { withdrawn, stored, alreadyThere, notApproved: ready.length - approved.length }
  })
}

type CurrentOutcome = RunOutcome & { readonly runId: string }

/** The results of the runs that count of a month, each client's from the newest that was made for it. */
async function listCurrentOutcomes(tx: Transaction, runs: readonly Run[]): Promise<readonly CurrentOutcome[]> {
  const current: CurrentOutcome[] = []
  for (const run of runs) {
    const rows = await listRunOutcomes(tx, run.id)
    const ofRun = rows.filter(({ clientId }) => runs.find((one) => isRunFor(one, clientId)) === run)
    current.push(...ofRun.map((row) => ({ ...row, runId: run.id })))
  }
  return current
}

/** So many documents are in memory at once, however many a month has. */
const clientsInLot = 100

interface Lot {
  readonly runId: string
  readonly clientIds: readonly string[]
}

function lotsOf(outcomes: readonly CurrentOutcome[]): readonly Lot[] {
  return [...groupBy(outcomes, ({ runId }) => runId)].flatMap(([runId, rows]) => {
    const count = Math.ceil(rows.length / clientsInLot)
    return Array.from({ length: count }, (_, index) => {
      const lot = rows.slice(index * clientsInLot, (index + 1) * clientsInLot)
      return { runId, clientIds: lot.map(({ clientId }) => clientId) }
    })
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
