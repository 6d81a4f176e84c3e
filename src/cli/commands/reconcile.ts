import type { Command } from 'commander'
import { reconcileMonth } from '../../app/tie-out/reconcile-month.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderTieOut } from '../render-tie-out.ts'

export const registerReconcile: RegisterCommand = (program, io) => {
  program
    .command('reconcile')
    .description("tie the distributors' invoices of a month to what was posted, every cent in a class")
    .argument('[month]', 'YYYY-MM; last month where left out')
    .action(async (month: string | undefined, _options: object, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const tieOut = await reconcileMonth(context, adapters, chooseMonth(context, month))
        const exit = tieOut.verdict === 'ties-out' ? 'done' : 'differs'
        return { data: tieOut, text: renderTieOut(tieOut), exit }
      })
    })
}
