import type { OAuthTokens } from '../../ledgers/gateway.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

const dayMilliseconds = 86_400_000

/**
 * How long a grant lasts: until its refresh token ends unused, or for good on a day that the vendor names. Told from 30
 * days before, and wanting a person from 7 days before and again from the last day on.
 */
export function examineTokens(
  connection: { readonly id: string; readonly adapter: string },
  { refreshExpiresAt, grantEndsAt }: OAuthTokens,
  now: Date,
): HealthFinding {
  const isFinal = grantEndsAt !== undefined && grantEndsAt < refreshExpiresAt
  const ends = isFinal ? grantEndsAt : refreshExpiresAt
  const days = Math.floor((Date.parse(ends) - now.getTime()) / dayMilliseconds)
  const named = { code: 'connection.expiry', subject: connection.id, message: describe(days, ends, isFinal) }
  const nextStep = `Grant access again: seatledger connect ${connection.adapter} --name ${connection.id}`
  if (days >= 30) return good(named.code, named.subject, named.message)
  return days >= 7 ? notice(named, nextStep) : wrong(named, nextStep)
}

function describe(days: number, ends: string, isFinal: boolean): string {
  const day = ends.slice(0, 10)
  const condition = isFinal ? 'whatever is done with it' : 'unless it is used before'
  if (days < 0) return `the grant ended on ${day}`
  if (days < 1) return `the grant ends within a day, on ${day}, ${condition}`
  return `the grant ends in ${String(days)} days, on ${day}, ${condition}`
}
