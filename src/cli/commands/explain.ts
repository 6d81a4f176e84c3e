import type { Command } from 'commander'
import { explainLine } from '../../billing/explain.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import { withOrganization } from '../../store/database.ts'
import { listRunInvoices, readInvoiceDocument } from '../../store/run-results.ts'
import { NotFound } from '../../support/failure.ts'
import { chooseRun } from '../choose-run.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderExplanation } from '../render-explanation.ts'

interface ExplainOptions {
  readonly client: string
  readonly line?: string
}

export const registerExplain: RegisterCommand = (program, io) => {
  program
    .command('explain')
    .description('why a number is what it is: sentence, arithmetic, evidence')
    .argument('[run]', "a run's number or month; the newest where left out")
    .requiredOption('--client <id>', 'the client')
    .option('--line <key>', "one line, by its key or its billing line's name; all lines where left out")
    .action(async (named: string | undefined, options: ExplainOptions, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const run = await chooseRun(context, named, options.client)
        const { database, organization } = context
        const rows = await withOrganization(database, organization.id, (tx) =>
          listRunInvoices(tx, run.id, [options.client]),
        )
        const document = rows[0]?.invoice
        if (document === undefined) {
          throw new NotFound(
            `Run ${String(run.number)} has no invoice for "${options.client}". \`seatledger review ${String(run.number)}\` lists what it has.`,
          )
        }
        const invoice = readInvoiceDocument(document)
        const lines = chooseLines(invoice.lines, options)
        const data = lines.map((line) => ({ ...line, explanation: explainLine(line, invoice.currency) }))
        return { data, text: lines.map((line) => renderExplanation(invoice, line)).join(`\n\n${'─'.repeat(40)}\n\n`) }
      })
    })
}

function chooseLines(lines: readonly InvoiceLine[], options: ExplainOptions): readonly InvoiceLine[] {
  const { line: key, client } = options
  if (key === undefined) return lines
  const chosen = lines.filter(({ lineKey, billingLineId }) => lineKey === key || billingLineId === key)
  if (chosen.length > 0) return chosen
  throw new NotFound(
    `The invoice of "${client}" has no line "${key}". It has: ${lines.map(({ lineKey }) => lineKey).join(', ')}.`,
  )
}
