import type { Command } from 'commander'
import { setWriteOffLimit, showWriteOffLimits } from '../../app/close/write-off-limits.ts'
import { limitedRoles } from '../../domain/write-off-limit.ts'
import type { WriteOffLimit } from '../../store/write-off-limits.ts'
import { InvalidInput } from '../../support/failure.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

interface LimitOptions {
  readonly role?: string
  readonly currency?: string
  readonly amount?: string
  readonly why?: string
}

export const registerWriteOffLimits: RegisterCommand = (program, io) => {
  program
    .command('write-off-limits')
    .description('list how much each role may write off of a month, or state it; an administrator has no limit')
    .option('--role <role>', `${limitedRoles.join(' or ')}: whose limit is stated`)
    .option('--currency <code>', 'in which currency; one without a limit is refused')
    .option('--amount <amount>', 'how much of one month, all together; 0: nothing')
    .option('--why <text>', 'the reason, for the record')
    .action(async (options: LimitOptions, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        if (options.role !== undefined || options.amount !== undefined || options.currency !== undefined) {
          await setWriteOffLimit(context, statedLimit(options))
        }
        const limits = await showWriteOffLimits(context)
        return { data: limits, text: limits.length === 0 ? noLimits : renderLimits(limits) }
      })
    })
}

const noLimits =
  'No limit is stated, so only an administrator writes anything off. State one: seatledger write-off-limits --role operator --currency USD --amount 50.00 --why "…"'

function statedLimit({ role: named, currency, amount, why }: LimitOptions): Parameters<typeof setWriteOffLimit>[1] {
  const role = limitedRoles.find((each) => each === named)
  if (role === undefined || currency === undefined || amount === undefined) {
    throw new InvalidInput(
      `A limit is of a role, in a currency: --role ${limitedRoles.join('|')} --currency USD --amount 50.00`,
    )
  }
  return { role, currency, amount, reason: why ?? '' }
}

function renderLimits(limits: readonly WriteOffLimit[]): string {
  return renderTable(
    [{ title: 'role' }, { title: 'of a month', align: 'right' }, { title: '' }, { title: 'since' }, { title: 'by' }],
    limits.map(({ role, amount, currency, setAt, setBy, reason }) => [
      ...[role, amount, currency, setAt.toISOString().slice(0, 10)],
      `${setBy}: ${reason}`,
    ]),
  )
}
