import type { Command } from 'commander'
import { showChargeRules, withdrawRule, type ListedRule } from '../../app/close/charge-rules.ts'
import { conditionsInWords } from '../../domain/charge-rule.ts'
import { runInSession, type RegisterCommand } from '../command.ts'
import { renderTable } from '../table.ts'

interface ChargeRulesOptions {
  readonly withdraw?: string
  readonly why?: string
  readonly all?: boolean
}

export const registerChargeRules: RegisterCommand = (program, io) => {
  program
    .command('charge-rules')
    .description('list what is remembered about charges (`decide --remember`), or take a rule back')
    .option('--withdraw <name>', 'takes a rule back; what it has decided stays')
    .option('--why <text>', 'the reason, for the record')
    .option('--all', 'list those taken back too')
    .action(async (options: ChargeRulesOptions, command: Command) => {
      await runInSession(io, command, async ({ context }) => {
        if (options.withdraw !== undefined) {
          await withdrawRule(context, options.withdraw, options.why ?? '')
          const text = `Taken back: the rule "${options.withdraw}". It decides nothing more; what it has decided stays.`
          return { data: { withdrawn: options.withdraw }, text }
        }
        const rules = (await showChargeRules(context)).filter(
          ({ withdrawnAt }) => options.all === true || withdrawnAt === undefined,
        )
        return { data: rules, text: rules.length === 0 ? noRules : renderRules(rules) }
      })
    })
}

const noRules =
  'No rule is in force. `seatledger decide MONTH DIFFERENCE --as internal-use --why "…" --remember "NAME"` makes one.'

function renderRules(rules: readonly ListedRule[]): string {
  const columns = [
    { title: 'rule' },
    { title: 'since' },
    { title: 'charges' },
    { title: 'decision' },
    { title: 'by' },
    { title: '' },
  ] as const
  return renderTable(
    columns,
    rules.map((rule) => [
      rule.name,
      rule.from.slice(0, 7),
      `${rule.conditions.connectionId}: ${conditionsInWords(rule.conditions)}`,
      `${rule.kind}${carryWords(rule)}`,
      `${rule.madeBy}: ${rule.reason}`,
      rule.withdrawnAt === undefined
        ? ''
        : `taken back on ${rule.withdrawnAt.toISOString().slice(0, 10)} by ${rule.withdrawnBy ?? ''}: ${rule.withdrawnReason ?? ''}`,
    ]),
  )
}

function carryWords({ carry }: ListedRule): string {
  const who = carry.clients.map(({ clientId, weight }) => `${clientId}:${String(weight)}`).join(' ')
  const markup = carry.markup === undefined ? '' : `, cost + ${carry.markup} %`
  return `${who === '' ? '' : ` to ${who}`}${markup}`
}
