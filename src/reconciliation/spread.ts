import type { Days } from './components.ts'
import { divideRounded } from '../money/rounding.ts'
import type { Fine } from './fine.ts'

/** The days of a component cut wherever anything begins or ends: within a segment nothing changes. */
export interface Segments {
  readonly bounds: readonly number[]
  readonly count: number
  readonly days: readonly number[]
  /** The segment that begins on a day that is one of the bounds. */
  indexOf(day: number): number
}

export function segmentsOf(within: Days, all: Iterable<Days>): Segments {
  const cuts = new Set([within.start, within.end])
  for (const { start, end } of all) {
    if (start > within.start && start < within.end) cuts.add(start)
    if (end > within.start && end < within.end) cuts.add(end)
  }
  const bounds = [...cuts].sort((a, b) => a - b)
  const positions = new Map(bounds.map((day, index) => [day, index]))
  return {
    bounds,
    count: bounds.length - 1,
    days: bounds.slice(1).map((end, index) => end - (bounds[index] ?? end)),
    indexOf: (day) => positions.get(Math.min(Math.max(day, within.start), within.end)) ?? 0,
  }
}

/** One side's figures over the segments. `quantity` is a level; the others are amounts of the whole segment. */
export interface Spread {
  /** How many lines cover the segment. */
  readonly lines: readonly number[]
  readonly quantity: readonly Fine[]
  readonly value: readonly Fine[]
  readonly unitTerms: readonly Fine[]
  readonly cost: readonly Fine[]
}

/** A line to be spread evenly over its days; `days` are those on the component, `ofDays` how many it has in all. */
export interface SpreadLine {
  readonly days: Days
  readonly ofDays: number
  readonly quantity: Fine
  readonly value: Fine
  readonly unitTerms: Fine
  readonly cost: Fine
}

/** Adds each line's daily rate where it begins and takes it off where it ends, so the work is linear in lines. */
export function spreadLines(segments: Segments, lines: readonly SpreadLine[]): Spread {
  const change = {
    lines: new Array<number>(segments.count + 1).fill(0),
    quantity: new Array<bigint>(segments.count + 1).fill(0n),
    value: new Array<bigint>(segments.count + 1).fill(0n),
    unitTerms: new Array<bigint>(segments.count + 1).fill(0n),
    cost: new Array<bigint>(segments.count + 1).fill(0n),
  }
  for (const line of lines) {
    const from = segments.indexOf(line.days.start)
    const until = segments.indexOf(line.days.end)
    change.lines[from] = (change.lines[from] ?? 0) + 1
    change.lines[until] = (change.lines[until] ?? 0) - 1
    addBetween(change.quantity, from, until, line.quantity)
    addBetween(change.value, from, until, perDay(line.value, line.ofDays))
    addBetween(change.unitTerms, from, until, perDay(line.unitTerms, line.ofDays))
    addBetween(change.cost, from, until, perDay(line.cost, line.ofDays))
  }
  return {
    lines: runningCounts(change.lines, segments.count),
    quantity: running(change.quantity, segments.count),
    value: timesDays(running(change.value, segments.count), segments),
    unitTerms: timesDays(running(change.unitTerms, segments.count), segments),
    cost: timesDays(running(change.cost, segments.count), segments),
  }
}

function perDay(amount: Fine, days: number): Fine {
  return divideRounded(amount, BigInt(days), 'half-even')
}

function addBetween(changes: bigint[], from: number, until: number, amount: bigint): void {
  changes[from] = (changes[from] ?? 0n) + amount
  changes[until] = (changes[until] ?? 0n) - amount
}

function running(changes: readonly bigint[], count: number): bigint[] {
  let level = 0n
  return changes.slice(0, count).map((change) => (level += change))
}

function runningCounts(changes: readonly number[], count: number): number[] {
  let level = 0
  return changes.slice(0, count).map((change) => (level += change))
}

function timesDays(levels: readonly bigint[], segments: Segments): bigint[] {
  return levels.map((level, index) => level * BigInt(segments.days[index] ?? 0))
}
