const hourMilliseconds = 3_600_000
/** From so many hours on, days say it better. */
const daysFrom = 72

/** Whole hours since a moment. */
export function hoursSince(moment: Date, now: Date): number {
  return Math.floor((now.getTime() - moment.getTime()) / hourMilliseconds)
}

/** `1 hour`, `58 hours`, `24 days`. */
export function ageInWords(moment: Date, now: Date): string {
  const hours = hoursSince(moment, now)
  if (hours >= daysFrom) return `${String(Math.floor(hours / 24))} days`
  return hours === 1 ? '1 hour' : `${String(hours)} hours`
}
