import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { showStatement } from '../../app/statement/show-statement.ts'
import type { ClientStatement } from '../../app/statement/client-statement.ts'
import { statementPdf } from '../../app/statement/statement-pdf.ts'
import { formatMonth } from '../../domain/period.ts'
import { InvalidInput } from '../../support/failure.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

interface StatementOptions {
  readonly client: string
  readonly pdf?: string
}

export const registerStatement: RegisterCommand = (program, io) => {
  program
    .command('statement')
    .description('what a client was billed for a month, what changed and why, without our costs: to send to the client')
    .argument('[month]', 'YYYY-MM; last month where left out')
    .requiredOption('--client <id>', 'the client')
    .option('--pdf <file>', 'write it as a PDF to a file that is not there yet')
    .action(async (named: string | undefined, options: StatementOptions, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        const statement = await showStatement(context, chooseMonth(context, named), options.client)
        const file = options.pdf === undefined ? undefined : resolve(options.pdf)
        if (file !== undefined) await writeNew(file, await statementPdf(statement, context.organization.name))
        const text = renderStatement(statement)
        return {
          data: { ...statement, month: formatMonth(statement.period), file },
          text: file === undefined ? text : `${text}\n\nWritten to ${file}.`,
        }
      })
    })
}

async function writeNew(file: string, content: Buffer): Promise<void> {
  await writeFile(file, content, { flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    throw new InvalidInput(`${file} is there already. Name a file that is not there yet: --pdf FILE`)
  })
}

const columns = [
  { title: 'line' },
  { title: 'quantity', align: 'right' },
  { title: 'unit price', align: 'right' },
  { title: 'amount', align: 'right' },
  { title: '' },
  { title: 'change' },
] as const

function renderStatement({ clientName, period, lines, ended, totals, previousTotals }: ClientStatement): string {
  const rows = lines.map(({ description, quantity, unitPrice, amount, currency, change, why }) => [
    ...[description, quantity, unitPrice, amount, currency],
    why === '' ? change : `${change}: ${why}`,
  ])
  const gone = ended.map(({ description, quantity, unitPrice, amount, currency }) => [
    ...[description, quantity, unitPrice, amount, currency],
    'no longer billed; as it was the month before',
  ])
  const sums = (some: ClientStatement['totals']): string =>
    some.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')
  return [
    `${clientName}, ${formatMonth(period)}: ${sums(totals)} before tax${previousTotals.length === 0 ? '' : `; ${sums(previousTotals)} the month before`}`,
    renderTable(columns, [...rows, ...gone]),
  ].join('\n\n')
}
