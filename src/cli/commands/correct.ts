import type { Command } from 'commander'
import { voidPosting, type VoidedPosting } from '../../app/corrections/void-posting.ts'
import type { AppContext } from '../../app/context.ts'
import { formatMonth, type Period } from '../../domain/period.ts'
import { listCorrections } from '../../store/corrections.ts'
import { withOrganization } from '../../store/database.ts'
import { InvalidInput } from '../../support/failure.ts'
import { chooseMonth } from '../choose-month.ts'
import { runHeedingInterrupt, type CommandResult, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

interface CorrectOptions {
  readonly void?: string
  readonly number?: string
  readonly why?: string
}

export const registerCorrect: RegisterCommand = (program, io) => {
  program
    .command('correct')
    .description("list a month's corrections, or void a posted invoice so that its month can be billed anew")
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option('--void <client>', "voids the client's posted invoice in the ledger; safe to repeat")
    .option('--number <number>', 'which invoice, where the client has several of the month')
    .option('--why <text>', 'the reason, for the record')
    .action(async (month: string | undefined, options: CorrectOptions, command: Command) => {
      await runHeedingInterrupt(io, command, async ({ context, adapters, keys }) => {
        const period = chooseMonth(context, month)
        if (options.void === undefined) {
          if (options.why !== undefined || options.number !== undefined) {
            throw new InvalidInput('Say what to correct: --void CLIENT.')
          }
          return listed(context, period)
        }
        const order = {
          period,
          clientId: options.void,
          documentNumber: options.number,
          reason: options.why ?? '',
        }
        return voided(period, await voidPosting(context, adapters, keys, order, io.signal))
      })
    })
}

function voided(period: Period, { posting, outcome }: VoidedPosting): CommandResult {
  const { clientId, documentNumber, documentId, netTotal, currency } = posting
  const month = formatMonth(period)
  const name = documentNumber ?? posting.reference
  return {
    data: { clientId, documentNumber, documentId, netTotal, currency, outcome },
    text: [
      `${name} of ${clientId} over ${netTotal} ${currency}: ${outcome}. It counts nothing any more.`,
      `To bill the month anew: seatledger run ${month} --client ${clientId}, then review, approve and post it.`,
    ].join('\n\n'),
  }
}

async function listed({ database, organization }: AppContext, period: Period): Promise<CommandResult> {
  const corrections = await withOrganization(database, organization.id, (tx) => listCorrections(tx, period))
  const columns = ['client', 'number', 'state', 'outcome', 'who', 'when', 'why'].map((title) => ({ title }))
  const rows = corrections.map((one) => [
    ...[one.clientId, one.documentNumber ?? '', one.state, one.outcome ?? '', one.requestedBy],
    ...[one.requestedAt.toISOString().slice(0, 16).replace('T', ' '), one.reason],
  ])
  const text = rows.length === 0 ? `Nothing of ${formatMonth(period)} was corrected.` : renderTable(columns, rows)
  const isOpen = corrections.some(({ state }) => state === 'intended')
  return { data: corrections, text, exit: isOpen ? 'attention' : 'done' }
}
