import { equalDecimals, zero, type Decimal } from '../money/decimal.ts'
import { deriveTimeline, type TimelineEvidence } from './derive-timeline.ts'
import type { EvidenceRef } from './evidence.ts'
import type { Known } from './known.ts'
import { contains, overlap, type Period } from './period.ts'
import { addDays, type PlainDate } from './plain-date.ts'
import { snapshotCalendar } from './snapshot-calendar.ts'
import type { BillingTerm } from './subscription.ts'
import type { SubscriptionTimeline, TimelineStep } from './timeline.ts'

/** From one day to another the same quantity was held, as one kind of evidence says. */
export interface QuantityStep {
  readonly days: Period
  readonly quantity: Known<Decimal>
  /** False for days of which one, nobody knows which, is the day of a change that only two snapshots saw. */
  readonly isDated: boolean
  readonly evidence: readonly EvidenceRef[]
}

/** What a subscription held over a period, by snapshots alone and by the distributor's own history alone. */
export interface SubscriptionCourses {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly companyId: string
  readonly productId: string
  readonly productName: string | undefined
  readonly billingTerm: BillingTerm
  /** True while the distributor has reason not to charge it: a trial, one that costs nothing, one that is not done yet. */
  readonly mayBeUncharged: boolean
  readonly observed: readonly QuantityStep[]
  readonly byHistory: readonly QuantityStep[]
}

/**
 * Works out both courses apart from each other, so that they can be compared. Neither says anything of the days after
 * the last complete snapshot: what was read by then says nothing of what came later.
 * @returns undefined for a subscription of which nothing is known in the period.
 */
export function subscriptionCourses(evidence: TimelineEvidence, period: Period): SubscriptionCourses | undefined {
  const { connectionId, subscriptionId } = evidence
  const known = knownDays(evidence, period)
  const about = lastStepIn(deriveTimeline(evidence), period)
  if (known === undefined || about === undefined) return undefined
  const { companyId, productId, productName, billingTerm, status, unitCost } = about
  const costsNothing = unitCost === 'unknown' || unitCost.units === 0n
  return {
    ...{ connectionId, subscriptionId, companyId, productId, productName, billingTerm },
    mayBeUncharged: costsNothing || status === 'trial' || status === 'pending' || status === 'unknown',
    observed: courseIn(known, deriveTimeline({ ...evidence, history: [] }), snapshotWords(evidence)),
    byHistory: courseIn(known, deriveTimeline({ ...evidence, observations: [] }), (ref) => ref),
  }
}

function knownDays({ snapshots }: TimelineEvidence, period: Period): Period | undefined {
  const last = snapshotCalendar(snapshots, undefined).complete.at(-1)
  return last === undefined ? undefined : overlap(period, { start: '0000-01-01', end: addDays(last.day, 1) })
}

function lastStepIn({ steps }: SubscriptionTimeline, period: Period): TimelineStep | undefined {
  return steps.findLast(({ from, until }) => from < period.end && (until === undefined || until > period.start))
}

/** A snapshot's id is ours alone; a person knows it by its day. */
function snapshotWords({ snapshots }: TimelineEvidence): (ref: EvidenceRef) => EvidenceRef {
  const days = new Map(snapshots.map(({ id, day }) => [id, day]))
  return (ref) => {
    const day = days.get(ref.id)
    return ref.kind === 'snapshot' && day !== undefined ? { ...ref, words: `snapshot of ${day}` } : ref
  }
}

function courseIn(
  within: Period,
  timeline: SubscriptionTimeline,
  named: (ref: EvidenceRef) => EvidenceRef,
): readonly QuantityStep[] {
  const changes = changesOf(timeline)
  const open = changes.flatMap(({ window }) => (window === undefined ? [] : [window]))
  const cuts = new Set([within.start, within.end])
  for (const { from } of changes) cuts.add(from)
  for (const { start, end } of open) cuts.add(start).add(end)
  const days = [...cuts].filter((day) => day >= within.start && day <= within.end).sort()
  return days.slice(1).map((end, index) => {
    const start = days[index] ?? end
    const change = changes.findLast(({ from }) => from <= start)
    return {
      days: { start, end },
      quantity: change?.quantity ?? 'unknown',
      isDated: !open.some((window) => contains(window, start)),
      evidence: (change?.evidence ?? []).map(named),
    }
  })
}

interface QuantityChange {
  readonly from: PlainDate
  readonly quantity: Known<Decimal>
  /** Half-open; undefined: the day is known. */
  readonly window: Period | undefined
  readonly evidence: readonly EvidenceRef[]
}

/** The changes of the quantity alone: a step that changed a price is none. */
function changesOf({ steps, before }: SubscriptionTimeline): readonly QuantityChange[] {
  const changes: QuantityChange[] = []
  if (before === 'not-running') changes.push({ from: '0000-01-01', quantity: zero, window: undefined, evidence: [] })
  for (const { from, inForce, quantity, window, evidence } of steps) {
    const held = inForce ? quantity : zero
    const last = changes.at(-1)
    if (last !== undefined && isSame(last.quantity, held)) continue
    const open = window === undefined ? undefined : { start: window.notBefore, end: addDays(window.notAfter, 1) }
    changes.push({ from, quantity: held, window: open, evidence })
  }
  return changes
}

function isSame(a: Known<Decimal>, b: Known<Decimal>): boolean {
  return a === 'unknown' || b === 'unknown' ? a === b : equalDecimals(a, b)
}
