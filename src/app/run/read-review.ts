import type { Anomaly } from '../../domain/anomaly.ts'
import { listApprovals, type Approval } from '../../store/approvals.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listPostings } from '../../store/postings.ts'
import { listRunOutcomes, type RunOutcome } from '../../store/run-outcomes.ts'
import { listRunAnomalies, listRunInvoices, type RunInvoice } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { isRunFor } from '../find-run.ts'

/** What counts of one run: of each client the newest result of the month. */
export interface ReviewedRun<Row extends RunOutcome = RunOutcome> {
  readonly run: Run
  readonly invoices: readonly Row[]
  readonly anomalies: readonly Anomaly[]
}

export interface Review<Row extends RunOutcome = RunOutcome> {
  readonly parts: readonly ReviewedRun<Row>[]
  /** The approvals given in any run of the month, those of the newest run last. */
  readonly approvals: readonly Approval[]
}

/** What there is to review of a run, or of the runs that count of a month, newest first: each client once. */
export async function readReview(context: AppContext, runs: readonly [Run, ...Run[]]): Promise<Review> {
  return reviewOf(context, runs, listRunOutcomes)
}

/** The same with the invoices and bodies, of which a large run has megabytes. */
export async function readReviewedDocuments(
  context: AppContext,
  runs: readonly [Run, ...Run[]],
): Promise<Review<RunInvoice>> {
  return reviewOf(context, runs, listRunInvoices)
}

async function reviewOf<Row extends RunOutcome>(
  { database, organization }: AppContext,
  runs: readonly [Run, ...Run[]],
  listRows: (tx: Transaction, runId: string) => Promise<readonly Row[]>,
): Promise<Review<Row>> {
  return withOrganization(database, organization.id, async (tx) => {
    const parts: ReviewedRun<Row>[] = []
    for (const run of runs) {
      const counts = ({ clientId }: { readonly clientId?: string | undefined }): boolean =>
        clientId === undefined ? run === runs[0] : runs.find((one) => isRunFor(one, clientId)) === run
      const invoices = (await listRows(tx, run.id)).filter(counts)
      parts.push({ run, invoices, anomalies: (await listRunAnomalies(tx, run.id)).filter(counts) })
    }
    return { parts, approvals: await listApprovals(tx, runs[0].period.start) }
  })
}

export interface ClientReview {
  readonly row: RunInvoice
  readonly anomalies: readonly Anomaly[]
  readonly approval: Approval | undefined
  readonly postings: Awaited<ReturnType<typeof listPostings>>
}

/** One client's result of a run with all that is known of it. @throws {NotFound} when the run has no such client. */
export async function readClientReview(
  { database, organization }: AppContext,
  run: Run,
  clientId: string,
): Promise<ClientReview> {
  return withOrganization(database, organization.id, async (tx) => {
    const [row] = await listRunInvoices(tx, run.id, [clientId])
    if (row === undefined) {
      throw new NotFound(
        `Run ${String(run.number)} has no client "${clientId}"; \`seatledger review ${String(run.number)}\` lists them.`,
      )
    }
    const approvals = await listApprovals(tx, run.period.start)
    return {
      row,
      anomalies: (await listRunAnomalies(tx, run.id)).filter((anomaly) => anomaly.clientId === clientId),
      approval: approvalOf(row, approvals),
      postings: await listPostings(tx, { periodStarts: [run.period.start], clientIds: [clientId] }),
    }
  })
}

/** The approval that was given to exactly this invoice, in whichever run it stood. */
export function approvalOf(
  { clientId, sha256 }: Pick<RunInvoice, 'clientId' | 'sha256'>,
  approvals: readonly Approval[],
): Approval | undefined {
  return approvals.find((approval) => approval.clientId === clientId && approval.invoiceSha256 === sha256)
}
