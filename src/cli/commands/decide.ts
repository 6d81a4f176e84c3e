import type { Command } from 'commander'
import { decideFindings } from '../../app/close/decide-findings.ts'
import type { DecisionMade } from '../../app/close/record-decision.ts'
import type { RememberRequest } from '../../app/close/remember-rule.ts'
import { conditionFields, type ConditionField } from '../../domain/charge-rule.ts'
import { DecisionRefused } from '../../app/close/close-failures.ts'
import { showMonth } from '../../app/close/show-month.ts'
import { withdrawDecisions } from '../../app/close/withdraw-decision.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import type { WhichFindings } from '../../app/close/choose-findings.ts'
import type { CarryRequest } from '../../app/close/carried-shares.ts'
import { decisionKinds, type DecisionKind } from '../../domain/decision.ts'
import { formatMonth } from '../../domain/period.ts'
import { varianceClasses, type VarianceClass } from '../../reconciliation/variance-class.ts'
import { chooseMonth } from '../choose-month.ts'
import { runInSession, type CommandResult, type RegisterCommand } from '../command.ts'
import { monthStateData, renderMonthState } from '../render-month-state.ts'
import { readWholeNumber } from '../read-number.ts'

interface DecideOptions {
  readonly as?: string
  readonly why?: string
  readonly class?: string
  readonly client?: readonly string[]
  readonly amount?: string
  readonly markup?: string
  readonly remember?: string
  readonly match?: readonly string[]
  readonly item?: string
  readonly text?: string
  readonly withdraw?: string
  readonly all?: boolean
}

export const registerDecide: RegisterCommand = (program, io) => {
  program
    .command('decide')
    .description(
      "list a month's differences, or decide on them: accept, carry to the next invoice, credit, write off, …",
    )
    .argument('[month]', 'YYYY-MM; last month where left out')
    .argument('[difference...]', 'their short names, as the list shows them')
    .option('--as <decision>', `one of ${decisionKinds.join(', ')}`)
    .option('--class <class>', 'every undecided difference of one class, such as proration')
    .option('--why <text>', 'the reason, for the record')
    .option('--client <id...>', 'who pays what is carried; ID:WEIGHT shares it')
    .option('--amount <amount>', "what is billed for it; what the client's own margin makes of our cost where left out")
    .option('--markup <percent>', 'bills our cost and so many percent of it; 0 passes it on as it is')
    .option('--item <id>', 'the catalog item that it is billed under')
    .option('--text <text>', 'the line on the invoice')
    .option('--remember <name>', 'decides the same on such charges from this month on, until the rule is taken back')
    .option(
      '--match <what...>',
      `what the rule knows such charges by, of ${conditionFields.join(', ')}; the type and the narrowest of the others where left out`,
    )
    .option('--withdraw <difference>', 'takes a decision back')
    .option('--all', 'list what is decided, settled and left to a later month too')
    .action(async (month: string | undefined, ids: readonly string[], options: DecideOptions, command: Command) => {
      await runInSession(io, command, async ({ context, adapters }) => {
        const period = chooseMonth(context, month)
        if (options.withdraw !== undefined) {
          const which = [options.withdraw]
          return takenBack(await withdrawDecisions(context, adapters, period, which, options.why ?? ''))
        }
        const which = whichOf(ids, options)
        if (which === undefined) {
          const overview = await showMonth(context, adapters, period)
          return {
            data: monthStateData(overview),
            text: renderMonthState(overview, options.all === true),
            exit: overview.state.obstacles.length === 0 ? 'done' : 'differs',
          }
        }
        const kind = kindOf(options.as)
        const carry = carryOf(options)
        const remember = rememberOf(options)
        const request = { period, which, kind, reason: options.why ?? '', carry, remember }
        const made = await decideFindings(context, adapters, request)
        return decided(formatMonth(period), kind, made, remember)
      })
    })
}

function takenBack(decisions: readonly StoredDecision[]): CommandResult {
  const lines = decisions.map(
    ({ kind, cost, currency, reason }) =>
      `Taken back: ${kind} of ${cost} ${currency} (${reason}). The difference is undecided again.`,
  )
  return { data: decisions.map(({ findingKey, kind }) => ({ withdrawn: findingKey, kind })), text: lines.join('\n') }
}

function whichOf(ids: readonly string[], options: DecideOptions): WhichFindings | undefined {
  if (options.class !== undefined) {
    if (ids.length > 0) throw new DecisionRefused('Name differences or a class, not both.')
    return { class: classOf(options.class) }
  }
  if (ids.length > 0) return { ids: ids.map((id) => ({ id })) }
  if (options.as === undefined) return undefined
  throw new DecisionRefused(
    'Say what is decided on: short names of differences, or --class CLASS for all of one class.',
  )
}

function classOf(text: string): VarianceClass {
  const known = varianceClasses.find((name) => name === text)
  if (known !== undefined) return known
  throw new DecisionRefused(`"${text}" is no class; one of ${varianceClasses.join(', ')}.`)
}

function kindOf(text: string | undefined): DecisionKind {
  const known = decisionKinds.find((name) => name === text)
  if (known !== undefined) return known
  const given = text === undefined ? 'Say what is decided' : `"${text}" is no decision`
  throw new DecisionRefused(`${given}: --as ${decisionKinds.join(' | ')}`)
}

function carryOf(options: DecideOptions): CarryRequest {
  return {
    clients: (options.client ?? []).map((text) => {
      const [clientId = '', weight] = text.split(':')
      return {
        clientId,
        weight: weight === undefined ? 1 : readWholeNumber('--client weight', weight, { least: 1, most: 999_999 }),
      }
    }),
    amount: options.amount,
    markup: options.markup,
    itemId: options.item,
    description: options.text,
  }
}

function rememberOf({ remember, match }: DecideOptions): RememberRequest | undefined {
  if (remember !== undefined) return { name: remember, match: (match ?? []).map(conditionFieldOf) }
  if (match === undefined) return undefined
  throw new DecisionRefused('--match says what a rule knows charges by; name the rule too: --remember NAME')
}

function conditionFieldOf(text: string): ConditionField {
  const known = conditionFields.find((field) => field === text)
  if (known !== undefined) return known
  throw new DecisionRefused(`A rule cannot match by "${text}"; it can by ${conditionFields.join(', ')}.`)
}

function decided(
  month: string,
  kind: DecisionKind,
  made: readonly DecisionMade[],
  remember: RememberRequest | undefined,
): CommandResult {
  const lines = made.flatMap(({ finding, carried }) => [
    `${kind}: ${finding.finding.sentence}`,
    ...carried.map(
      (line) => `  on the next invoice of ${line.clientId}: ${line.description}, ${line.amount} ${line.currency}`,
    ),
  ])
  return {
    data: made.map(({ finding, carried }) => ({ difference: finding.key, kind, cost: finding.finding.cost, carried })),
    text: [
      ...lines,
      ...(remember === undefined
        ? []
        : [
            `Remembered as rule "${remember.name}" from ${month} on; \`seatledger charge-rules\` shows what it is about.`,
          ]),
      `Next: seatledger decide ${month} lists what is left; seatledger close ${month} closes it.`,
    ].join('\n'),
  }
}
