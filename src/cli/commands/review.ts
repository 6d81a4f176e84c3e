import type { Command } from 'commander'
import { readClientReview } from '../../app/run/read-review.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
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
  const { row, anomalies, approval, postings } = await readClientReview(session.context, run, clientId)
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
