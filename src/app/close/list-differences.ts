import {
  costsOf,
  sortedByMoney,
  type CurrencyAmount,
  type FindingState,
  type StatedFinding,
} from '../../reconciliation/decisions/month-state.ts'
import type { VarianceClass } from '../../reconciliation/variance-class.ts'
import type { StoredDecision } from '../../store/decisions.ts'
import type { MonthNames } from './month-names.ts'
import { findingId } from './finding-id.ts'

/** `undecided`: open, or decided on another amount. */
export type StateFilter = FindingState | 'undecided'

export interface DifferenceFilter {
  readonly class?: VarianceClass | undefined
  readonly state?: StateFilter | undefined
  /** A client's id; empty: what belongs to no client. */
  readonly clientId?: string | undefined
  /** Words that must all stand in the sentence, the client's name or the short name. */
  readonly text?: string | undefined
  /** `money`: the largest first. `client`: by client, then subscription and service period. */
  readonly order: 'money' | 'client'
}

export interface DifferenceList {
  readonly found: readonly StatedFinding<StoredDecision>[]
  readonly cost: readonly CurrencyAmount[]
}

/** Those findings of a month that a filter lets through, with their cost in each currency. */
export function listDifferences(
  findings: readonly StatedFinding<StoredDecision>[],
  filter: DifferenceFilter,
  names: MonthNames,
): DifferenceList {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = findings.filter((stated) => isWanted(stated, filter) && holdsAll(stated, words, names))
  return {
    found: filter.order === 'money' ? sortedByMoney(found) : sortedByClient(found, names),
    cost: costsOf(found),
  }
}

function isWanted({ finding, state }: StatedFinding, filter: DifferenceFilter): boolean {
  if (filter.class !== undefined && finding.class !== filter.class) return false
  if (filter.clientId !== undefined && (finding.clientId ?? '') !== filter.clientId) return false
  if (filter.state === undefined) return true
  return filter.state === 'undecided' ? state === 'open' || state === 'changed' : state === filter.state
}

function holdsAll({ key, finding }: StatedFinding, words: readonly string[], names: MonthNames): boolean {
  if (words.length === 0) return true
  const client = names.clients.get(finding.clientId ?? '') ?? ''
  const text = `${finding.sentence} ${client} ${finding.subscriptionId ?? ''} ${findingId(key)}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

function sortedByClient<F extends StatedFinding>(findings: readonly F[], names: MonthNames): F[] {
  // What belongs to no client comes first: it is what has to be given one.
  const placeOf = ({ key, finding }: StatedFinding): string =>
    [
      names.clients.get(finding.clientId ?? '') ?? finding.clientId ?? '',
      finding.productName ?? '',
      finding.subscriptionId ?? '',
      finding.servicePeriod?.start ?? '',
      key,
    ].join('\u0001')
  return findings
    .map((each) => ({ each, place: placeOf(each) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ each }) => each)
}
