import type { FaultSwitches } from './fault-switches.ts'

export type TimestampStyle = Exclude<FaultSwitches['timestamps'], 'as-documented' | 'mixed'>

const sixHours = 6 * 60 * 60 * 1000

/** The same instant in the style asked for. A text that is no date is passed on as it stands. */
export function renderTimestamp(text: string, style: TimestampStyle): string {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) return text
  const utc = instant.toISOString()
  switch (style) {
    case 'z':
      return utc.replace('.000Z', 'Z')
    case 'plus-zero':
      return utc.replace('Z', '+00:00')
    case 'minus-six':
      // Pax8 writes the offset without a colon, which strict readers of ISO 8601 refuse.
      return new Date(instant.getTime() - sixHours).toISOString().replace('Z', '-0600')
    case 'bare-date':
      return utc.slice(0, 10)
  }
}

/** The style that the switch asks for; where it asks for the document's, the one that the document shows. */
export function styleOr(documented: TimestampStyle, timestamps: FaultSwitches['timestamps']): TimestampStyle {
  return timestamps === 'as-documented' || timestamps === 'mixed' ? documented : timestamps
}
