import type { EvidenceRef, Snapshot } from './evidence.ts'
import type { PlainDate } from './plain-date.ts'
import type { SubscriptionHistoryRow, SubscriptionObservation, SubscriptionState } from './subscription.ts'
import { addDays } from './plain-date.ts'
import { firstCompleteFrom, isLater, lastCompleteBefore, type SnapshotCalendar } from './snapshot-calendar.ts'
import { sameState } from './subscription-fields.ts'
import type { TimelineStep } from './timeline.ts'

/** One piece of evidence about a subscription, with the day from which it says that its state held. */
export interface Statement {
  readonly from: PlainDate
  readonly window: TimelineStep['window']
  readonly origin: 'history' | 'snapshot'
  /** The day of the snapshot that saw it; undefined for history rows. */
  readonly seenOn: PlainDate | undefined
  readonly state: SubscriptionState | 'absent'
  /** What the observation before this one saw; a field that it saw already is no news. Undefined for history rows. */
  readonly before: SubscriptionState | undefined
  /** True for an observation after an absence: that the subscription is there is news then. */
  readonly isReturn: boolean
  readonly evidence: EvidenceRef
}

/** The vendor's rows, oldest first. A row says exactly when it took effect. */
export function historyStatements(
  rows: readonly SubscriptionHistoryRow[],
  observedFrom: (day: PlainDate) => SubscriptionState | undefined,
): Statement[] {
  const sorted = [...rows].sort(inOrderOfEffect)
  return settleTies(sorted, observedFrom).map(({ rowKey, effective, recordedAt, state }) => ({
    from: effective,
    window: undefined,
    origin: 'history',
    seenOn: undefined,
    state,
    before: undefined,
    isReturn: false,
    evidence: { kind: 'history', id: rowKey, recordedAt },
  }))
}

function inOrderOfEffect(a: SubscriptionHistoryRow, b: SubscriptionHistoryRow): number {
  return compareTexts(a.effective, b.effective) || orderWithinDay(a, b) || compareTexts(a.rowKey, b.rowKey)
}

/** Zero when nothing says which of two rows of one day came last. */
function orderWithinDay(a: SubscriptionHistoryRow, b: SubscriptionHistoryRow): number {
  if (a.ordinal !== undefined && b.ordinal !== undefined && a.ordinal !== b.ordinal) return a.ordinal - b.ordinal
  return compareTexts(a.recordedAt, b.recordedAt) || compareTexts(a.state.createdDate ?? '', b.state.createdDate ?? '')
}

/**
 * Rows of one day in an order that nobody states: the one that the next complete snapshot saw comes last, since it is
 * the one that remained.
 */
function settleTies(
  rows: SubscriptionHistoryRow[],
  observedFrom: (day: PlainDate) => SubscriptionState | undefined,
): SubscriptionHistoryRow[] {
  for (let start = 0; start < rows.length; start += 1) {
    const first = rows[start]
    if (first === undefined) continue
    let end = start + 1
    while (isTiedWith(first, rows[end])) end += 1
    if (end - start > 1) moveSurvivorLast(rows, { start, end }, observedFrom(first.effective))
    start = end - 1
  }
  return rows
}

function isTiedWith(first: SubscriptionHistoryRow, other: SubscriptionHistoryRow | undefined): boolean {
  return other?.effective === first.effective && orderWithinDay(first, other) === 0
}

function moveSurvivorLast(
  rows: SubscriptionHistoryRow[],
  { start, end }: { start: number; end: number },
  observed: SubscriptionState | undefined,
): void {
  if (observed === undefined) return
  const index = rows.slice(start, end).findIndex(({ state }) => sameState(state, observed))
  if (index < 0) return
  const [survivor] = rows.splice(start + index, 1)
  if (survivor !== undefined) rows.splice(end - 1, 0, survivor)
}

/** Observations in the order of their days. Absence from an incomplete snapshot is no evidence and is left out. */
export function sortObservations(observations: readonly SubscriptionObservation[]): SubscriptionObservation[] {
  const counted = observations.filter(({ state, snapshot }) => state !== 'absent' || snapshot.complete)
  return counted.sort((a, b) => compareTexts(a.snapshot.day, b.snapshot.day) || compareRecorded(a.snapshot, b.snapshot))
}

/** Two that one snapshot saw stay in the order in which it saw them: the record was changed while it was listed. */
function compareRecorded(a: Snapshot, b: Snapshot): number {
  return Number(isLater(a, b)) - Number(isLater(b, a))
}

/** What the first complete snapshot from a day on saw, by the last observation up to it. */
export function observedFrom(
  observations: readonly SubscriptionObservation[],
  calendar: SnapshotCalendar,
): (day: PlainDate) => SubscriptionState | undefined {
  return (day) => {
    const snapshot = firstCompleteFrom(calendar, day)
    if (snapshot === undefined) return undefined
    const seen = observations.findLast((observation) => observation.snapshot.day <= snapshot.day)
    return seen === undefined || seen.state === 'absent' ? undefined : seen.state
  }
}

export interface ObservationContext {
  readonly calendar: SnapshotCalendar
  readonly listsCancelled: boolean
  /** The days on which a history row takes effect, oldest first: they date what a snapshot saw later. */
  readonly historyDays: readonly { readonly day: PlainDate; readonly learntAt: string }[]
}

/** What changed between snapshots, each change with its day or the window in which it happened. */
export function observationStatements(
  observations: readonly SubscriptionObservation[],
  context: ObservationContext,
): Statement[] {
  const statements: Statement[] = []
  let before: SubscriptionState | undefined
  let isAway = false
  observations.forEach((observation, index) => {
    const { state, snapshot } = observation
    if (state === 'absent') {
      if (isAway || !endsIt(observations, index, context)) return
      isAway = true
      statements.push(absence(observation, before, context))
      return
    }
    const evidence: EvidenceRef = { kind: 'snapshot', id: snapshot.id, recordedAt: snapshot.recordedAt }
    const dated = datesOf(observation, state, {
      before: isAway ? undefined : before,
      context,
      isFirst: before === undefined,
    })
    const replaced = observations[index + 1]?.snapshot.day
    // A change announced for later days and withdrawn before they came never took effect.
    if (dated.from <= snapshot.day || replaced === undefined || replaced > dated.from) {
      statements.push({ ...dated, origin: 'snapshot', seenOn: snapshot.day, state, before, isReturn: isAway, evidence })
    }
    before = state
    isAway = false
  })
  return statements
}

/** One absence is enough where cancelled ones are listed; else the next complete snapshot must lack it too. */
function endsIt(
  observations: readonly SubscriptionObservation[],
  index: number,
  { calendar, listsCancelled }: ObservationContext,
): boolean {
  if (listsCancelled) return true
  const day = observations[index]?.snapshot.day ?? ''
  const second = firstCompleteFrom(calendar, addDays(day, 1))
  if (second === undefined) return false
  const next = observations.slice(index + 1).find(({ state }) => state !== 'absent')
  return next === undefined || next.snapshot.day > second.day
}

function absence(
  { snapshot }: SubscriptionObservation,
  before: SubscriptionState | undefined,
  context: ObservationContext,
): Statement {
  return {
    from: snapshot.day,
    window: windowUpTo(snapshot.day, context),
    origin: 'snapshot',
    seenOn: snapshot.day,
    state: 'absent',
    before,
    isReturn: false,
    evidence: { kind: 'snapshot', id: snapshot.id, recordedAt: snapshot.recordedAt },
  }
}

/**
 * The days on which a change may have happened that only snapshots saw: a snapshot is taken at some hour of its day, so
 * what the next complete one sees for the first time may have changed on the rest of the earlier one's day as well as
 * on its own. `day` is the default that is used.
 */
function windowUpTo(day: PlainDate, { calendar }: ObservationContext): TimelineStep['window'] {
  const last = lastCompleteBefore(calendar, day)
  return last === undefined ? undefined : { notBefore: last.day, notAfter: day }
}

/**
 * The day from which an observed state held: the history row's that took effect since the last complete snapshot, else
 * the start date that came with the state, else the day of the snapshot, with the window from the one before it.
 *
 * A snapshot's day is the MSP's own, in its time zone; the distributor's dates are taken as it writes them (of a
 * timestamp the day in UTC) and never shifted. Near midnight the two may name neighbouring days for one moment: a date
 * of the distributor's that lies outside the days between two snapshots does not date the change, it widens the window.
 */
function datesOf(
  { snapshot: { day } }: SubscriptionObservation,
  state: SubscriptionState,
  {
    before,
    context,
    isFirst,
  }: { before: SubscriptionState | undefined; context: ObservationContext; isFirst: boolean },
): Pick<Statement, 'from' | 'window'> {
  const last = lastCompleteBefore(context.calendar, day)
  const byHistory = context.historyDays.findLast((row) => row.day <= day && isNewsSince(row, last, day))
  if (byHistory !== undefined) return { from: byHistory.day, window: undefined }
  const started = state.startDate === before?.startDate ? undefined : state.startDate
  if (started !== undefined && !isEnded(state)) {
    if (started > day) return { from: started, window: undefined }
    if (last !== undefined && started >= last.day) return { from: started, window: undefined }
    // It says that it began while complete snapshots did not list it: the day is open between the two.
    if (isFirst && last !== undefined) return { from: day, window: { notBefore: started, notAfter: day } }
  }
  return { from: day, window: windowUpTo(day, context) }
}

/** A row for the day of the last complete snapshot itself is news when that snapshot's sync did not know it yet. */
function isNewsSince(
  row: ObservationContext['historyDays'][number],
  last: Snapshot | undefined,
  day: PlainDate,
): boolean {
  if (last === undefined) return row.day === day
  return row.day > last.day || (row.day === last.day && row.learntAt > last.recordedAt)
}

export function isEnded({ status }: Pick<SubscriptionState, 'status'>): boolean {
  return status === 'cancelled' || status === 'converted'
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
