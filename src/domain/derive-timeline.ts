import type { EvidenceRef, Snapshot } from './evidence.ts'
import { courseOf, type CoursePoint } from './field-course.ts'
import type { PlainDate } from './plain-date.ts'
import { runningCourse } from './running-course.ts'
import { lastCompleteBefore, snapshotCalendar, type SnapshotCalendar } from './snapshot-calendar.ts'
import { stateFields } from './subscription-fields.ts'
import type { SubscriptionHistoryRow, SubscriptionObservation } from './subscription.ts'
import {
  compareTexts,
  historyStatements,
  observationStatements,
  observedFrom,
  sortObservations,
  type Statement,
} from './timeline-statement.ts'
import type { SubscriptionTimeline, TimelineStep } from './timeline.ts'

/** All evidence about one subscription, in any order. */
export interface TimelineEvidence {
  readonly connectionId: string
  readonly subscriptionId: string
  /**
   * What snapshots saw: each observation in which something changed, and the absence from the first complete snapshot
   * that lacked it. Between two observations the earlier one holds.
   */
  readonly observations: readonly SubscriptionObservation[]
  /** All snapshots of the connection. */
  readonly snapshots: readonly Snapshot[]
  readonly history: readonly SubscriptionHistoryRow[]
  /** True when the source lists cancelled subscriptions, so that one complete snapshot without it ends it. */
  readonly listsCancelled: boolean
  readonly asOf?: TimelineView
}

/** Which knowledge counts. `recordedUntil`: what was recorded by then. `effective`: what had taken effect by that day. */
export interface TimelineView {
  readonly effective?: PlainDate
  readonly recordedUntil?: string
}

/** `knownFrom` of a timeline without any evidence: a day that no calendar reaches. */
export const neverKnown: PlainDate = '9999-12-31'

/**
 * A subscription as a step function over days, from everything known about it.
 *
 * History rows date changes exactly. Snapshot differences confirm them, or add what the history lacks; such a change is
 * dated on the first day that saw it, with the window from the day of the last complete snapshot, which was taken at some
 * hour of it: a change of that afternoon is seen by the next night's. An incomplete snapshot adds what
 * it saw and never ends anything. A subscription ends by its status, by its end date (the first day on which it no
 * longer runs), or by its absence from complete snapshots: one where the source lists cancelled ones, else two in a row.
 * Coming back, another company and another product stay in the one timeline. The order of the evidence does not matter.
 */
export function deriveTimeline(evidence: TimelineEvidence): SubscriptionTimeline {
  const { connectionId, subscriptionId, asOf } = evidence
  const calendar = snapshotCalendar(evidence.snapshots, asOf?.recordedUntil)
  const statements = statementsOf(evidence, calendar)
  const latest = latestState(statements)
  const [first] = statements
  const about = {
    connectionId,
    subscriptionId,
    billingStart: latest?.billingStart,
    commitmentEnd: latest?.commitmentEnd,
  }
  if (first === undefined) return { ...about, steps: [], knownFrom: neverKnown, before: 'unknown' }
  const running = withAbsenceBefore(runningCourse(statements), first, calendar)
  const steps = asOfDay(mergeSteps(stepsFrom(statements, running)), asOf?.effective)
  const knownFrom = steps[0]?.from ?? neverKnown
  return { ...about, steps, knownFrom, before: isWholeLife(steps, statements) ? 'not-running' : 'unknown' }
}

function statementsOf(evidence: TimelineEvidence, calendar: SnapshotCalendar): Statement[] {
  const until = evidence.asOf?.recordedUntil
  const observations = sortObservations(
    until === undefined
      ? evidence.observations
      : evidence.observations.filter(({ snapshot }) => snapshot.recordedAt <= until),
  )
  const rows = until === undefined ? evidence.history : evidence.history.filter(({ recordedAt }) => recordedAt <= until)
  const history = historyStatements(rows, observedFrom(observations, calendar))
  const context = {
    calendar,
    listsCancelled: evidence.listsCancelled,
    historyDays: history.map(({ from, evidence: { recordedAt } }) => ({ day: from, learntAt: recordedAt })),
  }
  const observed = observationStatements(observations, context)
  if (observed.length === 0) return history
  return inOneOrder(history, observed)
}

/**
 * By day. Of one day, the rows of the history stand before what was observed, and so are confirmed by it; but rows that
 * were learnt only after the observation was recorded stand after it, because what they tell happened after it.
 */
function inOneOrder(history: readonly Statement[], observed: readonly Statement[]): Statement[] {
  const learnt = new Map<Statement, string>()
  let before: Statement | undefined
  for (const row of history) {
    const sameDay = before?.from === row.from ? (learnt.get(before) ?? '') : ''
    learnt.set(row, row.evidence.recordedAt > sameDay ? row.evidence.recordedAt : sameDay)
    before = row
  }
  const isAfter = (row: Statement, seen: Statement): boolean =>
    seen.seenOn === seen.from && (learnt.get(row) ?? '') > seen.evidence.recordedAt
  return [...history, ...observed].sort((a, b) => {
    if (a.from !== b.from) return compareTexts(a.from, b.from)
    if (a.origin === b.origin) return 0
    if (a.origin === 'history') return isAfter(a, b) ? 1 : -1
    return isAfter(b, a) ? -1 : 1
  })
}

function latestState(statements: readonly Statement[]): Exclude<Statement['state'], 'absent'> | undefined {
  for (let index = statements.length - 1; index >= 0; index -= 1) {
    const state = statements[index]?.state
    if (state !== undefined && state !== 'absent') return state
  }
  return undefined
}

/** Complete snapshots that did not list it before it was first seen say that it did not run. */
function withAbsenceBefore(
  running: CoursePoint<boolean>[],
  first: Statement,
  calendar: SnapshotCalendar,
): CoursePoint<boolean>[] {
  const [start] = running
  const lacking = calendar.complete[0]
  if (start?.value !== true || first.origin !== 'snapshot' || lacking === undefined) return running
  if (lacking.day >= start.from) return running
  const last = lastCompleteBefore(calendar, start.from) ?? lacking
  const evidence: EvidenceRef = { kind: 'snapshot', id: last.id, recordedAt: last.recordedAt }
  return [{ from: lacking.day, value: false, window: undefined, evidence: [evidence] }, ...running]
}

/** True when the distributor itself says that the subscription began where the timeline has it begin to run. */
function isWholeLife(steps: readonly TimelineStep[], statements: readonly Statement[]): boolean {
  const begun = (steps.find(({ inForce }) => inForce) ?? steps[0])?.from
  if (begun === undefined) return false
  return statements.some(
    ({ state }) => state !== 'absent' && (state.startDate === begun || state.createdDate === begun),
  )
}

function stepsFrom(statements: readonly Statement[], running: readonly CoursePoint<boolean>[]): TimelineStep[] {
  const courses = {
    running: new Walk(running),
    companyId: new Walk(courseOf(statements, stateFields.companyId)),
    productId: new Walk(courseOf(statements, stateFields.productId)),
    productName: new Walk(courseOf(statements, stateFields.productName)),
    status: new Walk(courseOf(statements, stateFields.status)),
    quantity: new Walk(courseOf(statements, stateFields.quantity)),
    unitCost: new Walk(courseOf(statements, stateFields.unitCost)),
    listPrice: new Walk(courseOf(statements, stateFields.listPrice)),
    terms: new Walk(courseOf(statements, stateFields.terms)),
    commitmentTerm: new Walk(courseOf(statements, stateFields.commitmentTerm)),
  }
  const all: readonly Walk<unknown>[] = Object.values(courses)
  const steps: TimelineStep[] = []
  for (let from = earliestNext(all); from !== undefined;) {
    const points: CoursePoint<unknown>[] = []
    for (const walk of all) {
      const point = walk.enter(from)
      if (point !== undefined) points.push(point)
    }
    const until = earliestNext(all)
    const commitment = courses.commitmentTerm.held
    const terms = courses.terms.held
    steps.push({
      from,
      until,
      inForce: courses.running.now ?? false,
      companyId: courses.companyId.held ?? '',
      productId: courses.productId.held ?? '',
      productName: courses.productName.held,
      status: courses.status.held ?? 'unknown',
      quantity: courses.quantity.now ?? 'unknown',
      unitCost: courses.unitCost.now ?? 'unknown',
      listPrice: courses.listPrice.now ?? 'unknown',
      billingTerm: terms?.billingTerm ?? 'unknown',
      rawBillingTerm: terms?.rawBillingTerm ?? '',
      commitmentTerm: commitment === 'none' ? undefined : commitment,
      evidence: evidenceOf(points),
      window: points.find(({ window }) => window !== undefined)?.window,
    })
    from = until
  }
  return steps
}

/** Goes through a course day by day, forwards. */
class Walk<T> {
  readonly #course: readonly CoursePoint<T>[]
  #next = 0

  constructor(course: readonly CoursePoint<T>[]) {
    this.#course = course
  }

  get nextDay(): PlainDate | undefined {
    return this.#course[this.#next]?.from
  }

  /** Undefined before the first point. */
  get now(): T | undefined {
    return this.#course[this.#next - 1]?.value
  }

  /** As {@link now}; before the first point what that will say: it is told late, and held all along. */
  get held(): T | undefined {
    return this.now ?? this.#course[0]?.value
  }

  /** The point that begins on this day, which is no later than {@link nextDay}; undefined when none does. */
  enter(day: PlainDate): CoursePoint<T> | undefined {
    const point = this.#course[this.#next]
    if (point?.from !== day) return undefined
    this.#next += 1
    return point
  }
}

function earliestNext(walks: readonly Walk<unknown>[]): PlainDate | undefined {
  let earliest: PlainDate | undefined
  for (const { nextDay } of walks) {
    if (nextDay !== undefined && (earliest === undefined || nextDay < earliest)) earliest = nextDay
  }
  return earliest
}

/** What made a step: the evidence of everything that changed on its first day, each piece once. */
function evidenceOf(points: readonly CoursePoint<unknown>[]): EvidenceRef[] {
  const refs: EvidenceRef[] = []
  for (const { evidence } of points) {
    for (const ref of evidence) {
      const known = refs.findIndex((other) => other === ref || (other.id === ref.id && other.kind === ref.kind))
      if (known < 0) refs.push(ref)
      else refs[known] = ref
    }
  }
  return refs.length < 2
    ? refs
    : refs.sort((a, b) => compareTexts(a.recordedAt, b.recordedAt) || compareTexts(a.id, b.id))
}

/** Joins steps between which nothing changed that a step shows. */
function mergeSteps(steps: readonly TimelineStep[]): TimelineStep[] {
  const merged: TimelineStep[] = []
  for (const step of steps) {
    const last = merged.at(-1)
    if (last !== undefined && isSame(last, step)) merged[merged.length - 1] = { ...last, until: step.until }
    // When something about a subscription that does not run changed is nothing that a bill depends on.
    else if (last?.inForce === false && !step.inForce) merged.push({ ...step, window: undefined })
    else merged.push(step)
  }
  return merged
}

function isSame(a: TimelineStep, b: TimelineStep): boolean {
  return (
    a.inForce === b.inForce &&
    a.companyId === b.companyId &&
    a.productId === b.productId &&
    a.productName === b.productName &&
    a.status === b.status &&
    stateFields.quantity.same(a.quantity, b.quantity) &&
    stateFields.unitCost.same(a.unitCost, b.unitCost) &&
    stateFields.listPrice.same(a.listPrice, b.listPrice) &&
    a.billingTerm === b.billingTerm &&
    a.rawBillingTerm === b.rawBillingTerm &&
    a.commitmentTerm === b.commitmentTerm
  )
}

/** What had taken effect by a day: later steps are left out, and the last one is open. */
function asOfDay(steps: readonly TimelineStep[], day: PlainDate | undefined): readonly TimelineStep[] {
  if (day === undefined) return steps
  const begun = steps.filter(({ from }) => from <= day)
  const last = begun.at(-1)
  return last === undefined ? [] : [...begun.slice(0, -1), { ...last, until: undefined }]
}
