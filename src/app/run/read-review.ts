import type { Anomaly } from '../../domain/anomaly.ts'
import { listApprovals, type Approval } from '../../store/approvals.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listFlagAcceptances, type FlagAcceptance } from '../../store/flag-acceptances.ts'
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
  /** The flags of the month that a person let stand. */
  readonly acceptances: readonly FlagAcceptance[]
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
    const { start } = runs[0].period
    return { parts, approvals: await listApprovals(tx, start), acceptances: await listFlagAcceptances(tx, start) }
  })
}

export interface ClientReview {
  readonly row: RunInvoice
  readonly anomalies: readonly Anomaly[]
  readonly acceptances: readonly FlagAcceptance[]
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
      acceptances: await listFlagAcceptances(tx, run.period.start),
      approval: approvalsByInvoice(approvals)(row),
      postings: await listPostings(tx, { periodStarts: [run.period.start], clientIds: [clientId] }),
    }
  })
}

/** Finds the approval that was given to exactly an invoice, in whichever run it stood. */
export function approvalsByInvoice(
  approvals: readonly Approval[],
): (row: Pick<RunOutcome, 'clientId' | 'sha256'>) => Approval | undefined {
  const nameOf = (clientId: string, sha256: string | undefined): string => `${clientId} ${sha256 ?? ''}`
  const found = new Map<string, Approval>()
  for (const approval of approvals) {
    const name = nameOf(approval.clientId, approval.invoiceSha256)
    if (!found.has(name)) found.set(name, approval)
  }
  return ({ clientId, sha256 }) => found.get(nameOf(clientId, sha256))
}
