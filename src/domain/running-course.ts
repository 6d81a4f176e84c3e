import type { EvidenceRef } from './evidence.ts'
import type { CoursePoint } from './field-course.ts'
import { later, type PlainDate } from './plain-date.ts'
import type { SubscriptionState } from './subscription.ts'
import { isEnded, type Statement } from './timeline-statement.ts'

/**
 * Since when a subscription ran and since when not. Dates decide first: it runs from its start date until its end date,
 * which is the first day on which it no longer runs. Then the status: cancelled and converted ones do not run; pending
 * ones run once their start has come; a cancelling one runs until its end date.
 */
export function runningCourse(statements: readonly Statement[]): CoursePoint<boolean>[] {
  const news = statementsThatCount(statements)
  const course: CoursePoint<boolean>[] = []
  news.forEach((statement, index) => {
    const next = news[index + 1]?.from
    if (next === statement.from) {
      // The last word of a day stands, but an end that was dated back still holds for the days before.
      if (statement.state !== 'absent') dateEndBack(course, statement, statement.state)
      return
    }
    apply(course, statement, next)
  })
  return course
}

/** Observations that saw status and dates unchanged are no news; nor are rows known before an end was seen. */
function statementsThatCount(statements: readonly Statement[]): Statement[] {
  const counted: Statement[] = []
  let end: Statement | undefined
  for (const statement of statements) {
    const { origin, state, before, isReturn, evidence } = statement
    if (end !== undefined && origin === 'history' && evidence.recordedAt <= end.evidence.recordedAt) continue
    if (origin === 'snapshot' && state !== 'absent' && before !== undefined && !isReturn && sameRun(state, before))
      continue
    counted.push(statement)
    if (origin === 'snapshot') end = state === 'absent' || isEnded(state) ? statement : undefined
  }
  return counted
}

function sameRun(a: SubscriptionState, b: SubscriptionState): boolean {
  return a.status === b.status && a.startDate === b.startDate && a.endDate === b.endDate
}

function apply(course: CoursePoint<boolean>[], statement: Statement, next: PlainDate | undefined): void {
  const { from, window, state, evidence } = statement
  if (state === 'absent') {
    turn(course, { from, value: false, window, evidence: [evidence] })
    return
  }
  if (dateEndBack(course, statement, state)) return
  if (isEnded(state)) {
    turn(course, { from, value: false, window, evidence: [evidence] })
    return
  }
  const start = later(from, state.startDate ?? from)
  if (start > from) turn(course, { from, value: false, window, evidence: [evidence] })
  if (next !== undefined && start >= next) return
  turn(course, { from: start, value: true, window: start === from ? window : undefined, evidence: [evidence] })
  const { endDate } = state
  if (endDate !== undefined && (next === undefined || endDate < next)) {
    turn(course, { from: later(endDate, start), value: false, window: undefined, evidence: [evidence] })
  }
}

/** A state seen after its own end date tells the exact day of the end, whenever it was seen. */
function dateEndBack(course: CoursePoint<boolean>[], statement: Statement, state: SubscriptionState): boolean {
  const { endDate } = state
  if (endDate === undefined || endDate > statement.from) return false
  const evidence: EvidenceRef[] = [statement.evidence]
  while ((course.at(-1)?.from ?? '') >= endDate) course.pop()
  turn(course, { from: endDate, value: false, window: undefined, evidence })
  return true
}

function turn(course: CoursePoint<boolean>[], point: CoursePoint<boolean>): void {
  const last = course.at(-1)
  if (last?.value === point.value) {
    if (last.from < point.from) {
      course[course.length - 1] = {
        ...last,
        evidence: [...last.evidence, ...point.evidence.filter(isNewIn(last.evidence))],
      }
    }
    return
  }
  if (last?.from === point.from) course.pop()
  if (course.at(-1)?.value !== point.value) course.push(point)
}

function isNewIn(known: readonly EvidenceRef[]): (ref: EvidenceRef) => boolean {
  return (ref) => !known.some(({ kind, id }) => kind === ref.kind && id === ref.id)
}
