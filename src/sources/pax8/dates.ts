import { addDays, isPlainDate, type PlainDate } from '../../domain/plain-date.ts'

/** A date or timestamp as Pax8 writes it. */
export interface Pax8Date {
  /** A bare date as it stands; of a timestamp the day that its instant falls on in UTC. */
  readonly day: PlainDate
  /** The same instant always in the same spelling (UTC, milliseconds); a bare date stays as it is. */
  readonly instant: string
}

// `-0600`, `-06:00`, `Z` and bare dates all occur, sometimes in one answer.
const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2})?)?)?$/i

/**
 * Reads a date. A bare date has no zone and is never shifted. A timestamp is taken as its own day in UTC, because
 * Microsoft's day is UTC and the partner's zone is not known; one without an offset is taken as UTC.
 * @returns `undefined` for a text that is no existing date.
 */
export function readPax8Date(text: string): Pax8Date | undefined {
  const match = pattern.exec(text)
  const date = match?.[1]
  if (match === null || date === undefined || !isKnownDay(date)) return undefined
  const hour = match[2]
  if (hour === undefined) return { day: date, instant: date }
  const minutes = Number(hour) * 60 + Number(match[3]) - offsetMinutes(match[6], match[7], match[8])
  const days = Math.floor(minutes / minutesPerDay)
  const day = days === 0 ? date : addDays(date, days)
  const time = minutes - days * minutesPerDay
  const milliseconds = (match[5] ?? '').slice(0, 3).padEnd(3, '0')
  return {
    day,
    instant: `${day}T${twoDigits(Math.floor(time / 60))}:${twoDigits(time % 60)}:${match[4] ?? '00'}.${milliseconds}Z`,
  }
}

/** The days met so far: a sweep meets the same few thousand days in hundreds of thousands of fields. */
const knownDays = new Set<PlainDate>()
const mostKnownDays = 20_000

function isKnownDay(date: string): boolean {
  if (knownDays.has(date)) return true
  if (!isPlainDate(date)) return false
  if (knownDays.size < mostKnownDays) knownDays.add(date)
  return true
}

const minutesPerDay = 1440

function offsetMinutes(sign: string | undefined, hours: string | undefined, minutes: string | undefined): number {
  if (sign === undefined) return 0
  const size = Number(hours ?? '0') * 60 + Number(minutes ?? '0')
  return sign === '-' ? -size : size
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
