import type { Command } from 'commander'
import { listApprovals } from '../../store/approvals.ts'
import { withOrganization } from '../../store/database.ts'
import { listPostings } from '../../store/postings.ts'
import { listRunAnomalies, listRunInvoices, readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { NotFound } from '../../support/failure.ts'
import { chooseRun, chooseRuns } from '../choose-run.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import { renderDifferences } from '../render-differences.ts'
import { renderAnomalies, renderInvoice } from '../render-run.ts'
import type { Session } from '../session.ts'
import { showRuns } from './run.ts'

interface ReviewOptions {
  readonly client?: string
  readonly body: boolean
}

export const registerReview: RegisterCommand = (program, io) => {
  program
    .command('review')
    .description('look at a run again: all clients, or one invoice line by line and as it would post')
    .argument('[run]', "a run's number or month; the newest where left out")
    .option('--client <id>', "this client's invoice")
    .option('--body', 'with --client: the exact body that would be posted', false)
    .action(async (named: string | undefined, options: ReviewOptions, command: Command) => {
      await runInSession(io, command, async (session) => {
        const { client, body } = options
        if (client === undefined) return showRuns(session, await chooseRuns(session.context, named))
        return showClient(session, await chooseRun(session.context, named, client), client, body)
      })
    })
}

async function showClient(session: Session, run: Run, clientId: string, withBody: boolean): Promise<CommandResult> {
  const { database, organization } = session.context
  const { row, anomalies, approvals, postings } = await withOrganization(database, organization.id, async (tx) => ({
    row: (await listRunInvoices(tx, run.id, [clientId]))[0],
    anomalies: (await listRunAnomalies(tx, run.id)).filter((anomaly) => anomaly.clientId === clientId),
    approvals: await listApprovals(tx, run.period.start),
    postings: await listPostings(tx, { periodStarts: [run.period.start], clientIds: [clientId] }),
  }))
  if (row === undefined) {
    throw new NotFound(
      `Run ${String(run.number)} has no client "${clientId}"; \`seatledger review ${String(run.number)}\` lists them.`,
    )
  }
  const approval = approvals.find(
    (candidate) => candidate.invoiceSha256 === row.sha256 && candidate.clientId === clientId,
  )
  const invoice = row.invoice === undefined ? undefined : readInvoiceDocument(row.invoice)
  const parts = [
    invoice === undefined ? `${row.clientName}: ${row.outcome}` : renderInvoice(invoice, row.documentNumber),
    `Outcome: ${row.outcome}${row.sha256 === undefined ? '' : `, hash ${row.sha256}`}`,
    approval === undefined
      ? 'Not approved.'
      : `Approved by ${approval.approvedBy} on ${approval.approvedAt.toISOString()}.`,
    ...postings.map(({ state, documentNumber }) => `Posting ${documentNumber ?? ''}: ${state}.`),
    ...renderDifferences(postings),
    renderAnomalies(anomalies),
    ...(withBody && row.body !== undefined ? [`Body, to the byte:\n${row.body}`] : []),
    ...(invoice === undefined
      ? []
      : [`Why a number is what it is: seatledger explain ${String(run.number)} --client ${clientId} --line KEY`]),
  ]
  return {
    data: { run, ...row, invoice: invoice ?? null, approval: approval ?? null, anomalies },
    text: parts.join('\n\n'),
  }
}
