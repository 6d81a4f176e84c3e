/** The vendor writes its times in the zone of its data centre, whatever the company's zone. */
const vendorZone = 'America/Los_Angeles'

const offsetFormat = new Intl.DateTimeFormat('en-US', { timeZone: vendorZone, timeZoneName: 'longOffset' })
const millisecondsPerHour = 3_600_000
const offsets = new Map<number, string>()

/** A time as it stands in `MetaData`: `2026-05-05T02:08:55-07:00`. */
export function entityTime(instant: Date): string {
  return `${localText(instant).slice(0, 19)}${offsetAt(instant)}`
}

/** A time as it stands in the envelope: with milliseconds. */
export function envelopeTime(instant: Date): string {
  return `${localText(instant).slice(0, 23)}${offsetAt(instant)}`
}

/** The date in the vendor's zone, which is what a document without a date gets. */
export function vendorDate(instant: Date): string {
  return localText(instant).slice(0, 10)
}

/** The plain date `days` after another. */
export function addDays(date: string, days: number): string {
  const instant = Date.parse(`${date}T00:00:00Z`)
  return new Date(instant + days * 24 * millisecondsPerHour).toISOString().slice(0, 10)
}

function localText(instant: Date): string {
  const offset = offsetAt(instant)
  const sign = offset.startsWith('-') ? -1 : 1
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  return new Date(instant.getTime() + sign * minutes * 60_000).toISOString()
}

/** Formatting a zone is slow and an offset only changes on the hour, so each hour's offset is kept. */
function offsetAt(instant: Date): string {
  const hour = Math.floor(instant.getTime() / millisecondsPerHour)
  const known = offsets.get(hour)
  if (known !== undefined) return known
  const name = offsetFormat.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const offset = name === 'GMT' ? '+00:00' : name.slice('GMT'.length)
  if (offsets.size > 10_000) offsets.clear()
  offsets.set(hour, offset)
  return offset
}
