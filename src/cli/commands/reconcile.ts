import type { Command } from 'commander'
import { listQuantities } from '../../app/tie-out/list-quantities.ts'
import { reconcileMonth } from '../../app/tie-out/reconcile-month.ts'
import { makeTieOut } from '../../app/close/make-tie-out.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderRuleDecisions } from '../render-month-state.ts'
import { formatMonth } from '../../domain/period.ts'
import { renderQuantities } from '../render-quantities.ts'
import { renderTieOut } from '../render-tie-out.ts'

export const registerReconcile: RegisterCommand = (program, io) => {
  program
    .command('reconcile')
    .description("tie the distributors' invoices of a month to what was posted, every cent in a class")
    .argument('[month]', 'YYYY-MM; last month where left out')
    .option(
      '--quantities',
      "each subscription's quantity as observed, by its history and as invoiced, and nothing else",
    )
    .action(async (month: string | undefined, options: { quantities?: boolean }, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const period = chooseMonth(context, month)
        if (options.quantities === true) {
          const subscriptions = await listQuantities(context, adapters, period)
          return {
            data: { month: formatMonth(period), subscriptions },
            text: renderQuantities(subscriptions, 'all'),
            exit: subscriptions.some(({ stretches }) => stretches.some(({ drifts }) => drifts)) ? 'differs' : 'done',
          }
        }
        await reconcileMonth(context, adapters, period)
        // Made as a month: the remembered rules decide, and what they decided is told.
        const overview = await makeTieOut(context, adapters, period)
        const { tieOut } = overview
        const exit = tieOut.verdict === 'ties-out' ? 'done' : 'differs'
        const text = [renderTieOut(tieOut), ...renderRuleDecisions(overview)].join('\n\n')
        return { data: tieOut, text, exit }
      })
    })
}
