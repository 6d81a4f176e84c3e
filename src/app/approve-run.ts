import { randomUUID } from 'node:crypto'
import { formatMonth } from '../domain/period.ts'
import type { Activity } from '../store/activity.ts'
import { withOrganization } from '../store/database.ts'
import { saveApprovals, type Approval } from '../store/approvals.ts'
import { listRunInvoices, type RunInvoice } from '../store/run-results.ts'
import type { Run } from '../store/runs.ts'
import { Failure } from '../support/failure.ts'
import { requireOpenMonth } from './close/require-open-month.ts'
import type { AppContext } from './context.ts'
import { findReplacements } from './find-run.ts'
import { recordActivity } from './record-activity.ts'
import { totalsByCurrency } from './run/totals-by-currency.ts'

export interface ApprovalRequest {
  readonly run: Run
  /** The hash of the run (approves all that is ready in it) or of one invoice; at least the first 12 characters. */
  readonly hash: string
  /** Only these of the run's clients. */
  readonly clientIds: readonly string[] | undefined
  readonly note: string | undefined
}

export interface ApprovalReport {
  readonly approved: readonly RunInvoice[]
  /** How many of them were not approved before. */
  readonly newly: number
  /** Blocked ones that the request would have covered. */
  readonly blocked: readonly RunInvoice[]
  /** Those that a newer run of the same month has too: what counts of them is that run's. */
  readonly replaced: readonly RunInvoice[]
}

const shortestHash = 12

/**
 * Records the operator's decision on exactly what was shown: it names a hash, and what has another hash is not approved
 * by it. Blocked invoices are never approved, nor those that a newer run has replaced.
 * @throws {ApprovalRefused | MonthClosed}
 */
export async function approveRun(context: AppContext, request: ApprovalRequest): Promise<ApprovalReport> {
  const { database, organization } = context
  const { run, clientIds } = request
  return withOrganization(database, organization.id, async (tx) => {
    await requireOpenMonth(tx, run.period, 'nothing of it is approved any more')
    const invoices = await listRunInvoices(tx, run.id, clientIds)
    const replacedBy = await findReplacements(tx, run)
    const all = namedBy(run, invoices, request.hash)
    const replaced = all.filter(({ clientId }) => replacedBy(clientId) !== undefined)
    const named = all.filter(({ clientId }) => replacedBy(clientId) === undefined)
    const approved = named.filter(({ outcome }) => outcome === 'ready')
    const blocked = named.filter(({ outcome }) => outcome === 'blocked')
    if (approved.length === 0) throw nothingToApprove(run, blocked, replaced)
    const rows = approved.map((invoice) => toApproval(context, request, invoice))
    const newly = await saveApprovals(tx, rows)
    if (newly > 0) await recordActivity(tx, context, approvalActivity(request, approved, newly))
    return { approved, newly, blocked, replaced }
  })
}

function approvalActivity(
  { run, hash, note }: ApprovalRequest,
  approved: readonly RunInvoice[],
  newly: number,
): Pick<Activity, 'action' | 'subject' | 'details'> {
  const totals = [...totalsByCurrency(approved)].map(([currency, amount]) => ({ currency, amount }))
  const clients = approved.map(({ clientId }) => clientId)
  const details = { run: run.number, hash, clients, newly, totals, ...(note === undefined ? {} : { note }) }
  return { action: 'approve-invoices', subject: formatMonth(run.period), details }
}

/** The first of some runs that a hash names, or an invoice of which it names; the first of all where it names none. */
export async function findRunByHash(
  { database, organization }: AppContext,
  runs: readonly [Run, ...Run[]],
  hash: string,
): Promise<Run> {
  const given = hash.toLowerCase()
  if (runs.length === 1 || given.length < shortestHash) return runs[0]
  return withOrganization(database, organization.id, async (tx) => {
    for (const run of runs) {
      if (run.sha256?.startsWith(given) === true) return run
      const invoices = await listRunInvoices(tx, run.id)
      if (invoices.some(({ sha256 }) => sha256?.startsWith(given) === true)) return run
    }
    return runs[0]
  })
}

function namedBy(run: Run, invoices: readonly RunInvoice[], hash: string): readonly RunInvoice[] {
  const given = hash.toLowerCase()
  if (!/^[0-9a-f]+$/.test(given) || given.length < shortestHash) {
    throw new ApprovalRefused(
      `"${hash.slice(0, 80)}" is not a hash. Give the run's or an invoice's hash, at least ${String(shortestHash)} characters, ` +
        `as \`seatledger review ${String(run.number)}\` shows it.`,
    )
  }
  if (run.sha256?.startsWith(given) === true) return invoices
  const matches = invoices.filter(({ sha256 }) => sha256?.startsWith(given) === true)
  if (matches.length > 0) return matches
  throw new ApprovalRefused(
    `Run ${String(run.number)} holds nothing with the hash ${given.slice(0, 16)}…. It may be of an earlier run: ` +
      `look again with \`seatledger review ${String(run.number)}\`.`,
  )
}

function nothingToApprove(run: Run, blocked: readonly RunInvoice[], replaced: readonly RunInvoice[]): ApprovalRefused {
  if (blocked.length === 0 && replaced.length > 0) {
    const month = formatMonth(run.period)
    return new ApprovalRefused(
      `What is named of run ${String(run.number)} was replaced by a newer run of ${month}. ` +
        `Look at what counts now with \`seatledger review ${month}\`.`,
    )
  }
  const names = blocked.slice(0, 5).map(({ clientName }) => clientName)
  const why = blocked.length === 0 ? 'nothing in it is to be billed' : `blocked: ${names.join(', ')}`
  return new ApprovalRefused(
    `Run ${String(run.number)} has nothing to approve (${why}). Mend what \`seatledger review ${String(run.number)}\` flags, and run again.`,
  )
}

function toApproval(context: AppContext, request: ApprovalRequest, invoice: RunInvoice): Approval {
  if (invoice.sha256 === undefined) throw new Error(`The invoice of ${invoice.clientId} is ready and has no hash.`)
  return {
    id: randomUUID(),
    runId: request.run.id,
    clientId: invoice.clientId,
    invoiceSha256: invoice.sha256,
    approvedBy: context.actor,
    approvedAt: context.database.clock.now(),
    note: request.note,
  }
}

export class ApprovalRefused extends Failure {
  override readonly code = 'approval.refused'
}
