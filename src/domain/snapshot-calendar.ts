import type { Snapshot } from './evidence.ts'
import type { PlainDate } from './plain-date.ts'

/** The complete snapshots of one connection by day; of several on one day the last recorded counts. */
export interface SnapshotCalendar {
  readonly complete: readonly Snapshot[]
}

const calendars = new WeakMap<readonly Snapshot[], SnapshotCalendar>()

/**
 * Many timelines are derived from one connection's snapshots, so the calendar of one list is made once. The memory
 * changes no result: the same list gives the same calendar.
 */
export function snapshotCalendar(snapshots: readonly Snapshot[], recordedUntil: string | undefined): SnapshotCalendar {
  if (recordedUntil !== undefined) return makeCalendar(snapshots.filter((one) => one.recordedAt <= recordedUntil))
  const known = calendars.get(snapshots)
  if (known !== undefined) return known
  const made = makeCalendar(snapshots)
  calendars.set(snapshots, made)
  return made
}

function makeCalendar(snapshots: readonly Snapshot[]): SnapshotCalendar {
  const byDay = new Map<PlainDate, Snapshot>()
  for (const snapshot of snapshots) {
    if (!snapshot.complete) continue
    const other = byDay.get(snapshot.day)
    if (other === undefined || isLater(snapshot, other)) byDay.set(snapshot.day, snapshot)
  }
  return { complete: [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) }
}

/** By what was recorded later; the id decides between equals, so that the order of the input never does. */
export function isLater(a: Snapshot, b: Snapshot): boolean {
  return a.recordedAt === b.recordedAt ? isHigher(a.id, b.id) : a.recordedAt > b.recordedAt
}

/** Ids count up, so that a longer one is a higher one: 10 comes after 9. */
function isHigher(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length
}

/** The last complete snapshot before a day. */
export function lastCompleteBefore({ complete }: SnapshotCalendar, day: PlainDate): Snapshot | undefined {
  return complete[firstIndexFrom(complete, day) - 1]
}

/** The first complete snapshot on a day or after it. */
export function firstCompleteFrom({ complete }: SnapshotCalendar, day: PlainDate): Snapshot | undefined {
  return complete[firstIndexFrom(complete, day)]
}

function firstIndexFrom(sorted: readonly Snapshot[], day: PlainDate): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.day ?? day) < day) low = middle + 1
    else high = middle
  }
  return low
}
