import { obstacleInWords } from '../app/close/obstacle-words.ts'
import { findingId } from '../app/close/finding-id.ts'
import type { MadeTieOut } from '../app/close/make-tie-out.ts'
import { type MonthOverview } from '../app/close/show-month.ts'
import { formatMonth } from '../domain/period.ts'
import { sortedByMoney, type FindingState, type StatedFinding } from '../reconciliation/decisions/month-state.ts'
import { classOfKey } from '../reconciliation/decisions/finding-key.ts'
import { varianceClasses, varianceClassWords } from '../reconciliation/variance-class.ts'
import type { StoredDecision } from '../store/decisions.ts'
import { renderTable } from './table.ts'

const undecided: ReadonlySet<FindingState> = new Set(['open', 'changed'])
const columns = [
  { title: 'difference' },
  { title: 'our cost', align: 'right' },
  { title: '' },
  { title: 'class' },
  { title: 'state' },
  { title: 'what' },
] as const

/** A month's differences for a terminal, largest first, with what is decided, and what keeps the month open. */
export function renderMonthState(overview: MonthOverview, isAll: boolean): string {
  const { state, tieOut } = overview
  const month = formatMonth(tieOut.period)
  const shown = sortedByMoney(state.findings.filter((stated) => isAll || undecided.has(stated.state)))
  const count = (wanted: FindingState): string => String(state.findings.filter((each) => each.state === wanted).length)
  const counts =
    `${month}: ${count('open')} undecided, ${count('changed')} decided on another amount or class, ${count('decided')} decided, ` +
    `${count('later')} left to a later month, ${count('settled')} settled by their class.`
  const table = shown.length === 0 ? [] : [renderTable(columns, shown.map(rowOf))]
  return [counts, ...table, ...outdatedWords(overview, month), closingWords(overview, month)].join('\n\n')
}

function rowOf({ key, finding, state, decision, dispute }: StatedFinding<StoredDecision>): readonly string[] {
  return [
    findingId(key),
    finding.cost,
    finding.currency,
    varianceClassWords[finding.class].label,
    decision === undefined
      ? state
      : `${decision.kind}${state === 'changed' ? ` (on ${decision.cost}, ${classWords(decision.findingKey)})` : ''}${disputeWords(dispute)}`,
    decision === undefined ? finding.sentence : `${finding.sentence} [${decision.decidedBy}: ${decision.reason}]`,
  ]
}

function disputeWords(dispute: StatedFinding['dispute']): string {
  if (dispute === undefined) return ''
  return dispute.state === 'awaited' ? ', credit awaited' : `, credited on the invoice ${dispute.credit.words}`
}

function closingWords({ state, closing }: MonthOverview, month: string): string {
  if (closing !== undefined) return `${month} is closed. \`seatledger reopen ${month} --why "…"\` opens it again.`
  if (state.obstacles.length === 0) return `Nothing keeps it open. Next: seatledger close ${month}`
  return [
    `Not ready to close: ${state.obstacles.map(obstacleInWords).join('; ')}.`,
    `Decide: seatledger decide ${month} DIFFERENCE --as accept --why "…", or all of a class: --class proration`,
  ].join('\n')
}

/** Decisions whose difference is gone: no row of the table shows them. */
function outdatedWords({ state }: MonthOverview, month: string): string[] {
  if (state.outdated.length === 0) return []
  const lines = state.outdated.map(
    ({ findingKey, kind, cost, currency, decidedBy, reason }) =>
      `  ${findingId(findingKey)}  ${kind} of ${cost} ${currency}, ${classWords(findingKey)} [${decidedBy}: ${reason}]`,
  )
  return [
    [
      'Decided on differences that are gone:',
      ...lines,
      `Take each back: seatledger decide ${month} --withdraw DIFFERENCE --why "…". What stands on an invoice already stays there.`,
    ].join('\n'),
  ]
}

function classWords(findingKey: string): string {
  const name = varianceClasses.find((each) => each === classOfKey(findingKey))
  return name === undefined ? classOfKey(findingKey) : varianceClassWords[name].label
}

/** What remembered rules decided of the month, and what they could not. */
export function renderRuleDecisions(overview: MadeTieOut): string[] {
  const decided = overview.state.findings.flatMap(({ key, finding, state, decision }) =>
    state === 'decided' && decision?.ruleId !== undefined
      ? [
          `  ${findingId(key)}  ${decision.kind} of ${finding.cost} ${finding.currency}: ${decision.reason} [${decision.decidedBy}]`,
        ]
      : [],
  )
  const lines = decided.length === 0 ? [] : [['Decided by remembered rules:', ...decided].join('\n')]
  return [...lines, ...rulesWords(overview)]
}

function rulesWords({ rulesNotApplied }: MadeTieOut): string[] {
  if (rulesNotApplied.length === 0) return []
  const lines = rulesNotApplied.map(({ rule, findingKey, why }) => `  ${findingId(findingKey)}  rule "${rule}": ${why}`)
  return [['Rules that could not decide, so that a person has to:', ...lines].join('\n')]
}

/** The same as data. */
export function monthStateData({ state, tieOut, closing }: MonthOverview): object {
  return {
    month: formatMonth(tieOut.period),
    closed: closing === undefined ? undefined : { at: closing.closedAt, by: closing.closedBy, note: closing.note },
    obstacles: state.obstacles,
    outdated: state.outdated.map((decision) => ({ id: findingId(decision.findingKey), ...decisionData(decision) })),
    differences: state.findings.map(({ key, finding, state: stands, decision, dispute }) => ({
      id: findingId(key),
      state: stands,
      class: finding.class,
      cost: finding.cost,
      currency: finding.currency,
      clientId: finding.clientId,
      subscriptionId: finding.subscriptionId,
      servicePeriod: finding.servicePeriod,
      sentence: finding.sentence,
      decision: decision === undefined ? undefined : decisionData(decision),
      dispute,
    })),
  }
}

function decisionData({ kind, cost, reason, decidedBy, decidedAt, ruleId }: StoredDecision): object {
  return { kind, cost, reason, by: decidedBy, at: decidedAt, byRule: ruleId !== undefined }
}
