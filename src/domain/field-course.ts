import type { EvidenceRef } from './evidence.ts'
import type { PlainDate } from './plain-date.ts'
import type { StateField } from './subscription-fields.ts'
import type { Statement } from './timeline-statement.ts'
import type { TimelineStep } from './timeline.ts'

/** From a day on, one thing about a subscription had this value. */
export interface CoursePoint<T> {
  readonly from: PlainDate
  readonly value: T
  readonly window: TimelineStep['window']
  readonly evidence: readonly EvidenceRef[]
}

/**
 * How one field went, from statements in the order of their days. History says what held; an observation counts where
 * it saw something new: equal to what history says already it confirms it, else it adds what history lacks.
 */
export function courseOf<T>(statements: readonly Statement[], field: StateField<T>): CoursePoint<T>[] {
  const course: CoursePoint<T>[] = []
  for (const { from, window, origin, state, before, evidence } of statements) {
    if (state === 'absent') continue
    const value = field.read(state, origin)
    if (value === undefined) continue
    const last = course.at(-1)
    if (last !== undefined && origin === 'snapshot' && before !== undefined) {
      const seenBefore = field.read(before, origin)
      if (seenBefore !== undefined && field.same(seenBefore, value)) continue
    }
    if (last !== undefined && field.same(last.value, value)) {
      if (origin === 'snapshot') course[course.length - 1] = { ...last, evidence: [...last.evidence, evidence] }
      continue
    }
    const point = { ...(last === undefined ? heldSince(statements[0], { from, window }) : { from, window }), value }
    if (last?.from === from) course[course.length - 1] = { ...point, evidence: [evidence] }
    else course.push({ ...point, evidence: [evidence] })
  }
  return course
}

/**
 * What is seen first of a subscription held since it began, if it began no earlier than the window in which it was seen:
 * one that began after the night's snapshot is listed by the next, and only that one tells its cost.
 */
function heldSince(
  first: Statement | undefined,
  seen: Pick<Statement, 'from' | 'window'>,
): Pick<Statement, 'from' | 'window'> {
  const began = first?.origin === 'history' && first.from < seen.from ? first.from : undefined
  if (began === undefined || seen.window === undefined || began < seen.window.notBefore) return seen
  return { from: began, window: undefined }
}
