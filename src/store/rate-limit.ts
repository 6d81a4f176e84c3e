import { sql } from 'kysely'
import type { Database, Transaction } from './database.ts'
import { withOrganization } from './database.ts'

/** How fast one outside interface may be called by all our processes together. */
export interface RateLimit {
  /** Which limiter: the outside interface and the credential, such as `pax8`. */
  readonly name: string
  /** Calls a second in the long run; may be a fraction. */
  readonly perSecond: number
  /** How many calls may go out at once after a quiet time. At least 1. */
  readonly burst: number
}

/** Towards one outside interface, as an HTTP client uses it. */
export interface RateLimiter {
  /** Waits until one more call may go out. Rejects with the signal's reason when that is aborted. */
  takeTurn(signal?: AbortSignal): Promise<void>
  /** The outside interface asked everybody to wait. */
  pauseUntil(until: Date): Promise<void>
}

export function createRateLimiter(database: Database, organizationId: string, limit: RateLimit): RateLimiter {
  const { clock } = database
  return {
    takeTurn: async (signal) => {
      for (;;) {
        const { waitMs } = await withOrganization(database, organizationId, async (transaction) => {
          // A token that a power cut forgets does no harm, and waiting for the disk at every call would.
          await sql`set local synchronous_commit = off`.execute(transaction)
          return takeToken(transaction, { ...limit, now: clock.now() })
        })
        if (waitMs === 0) return
        await clock.sleep(waitMs, signal)
      }
    },
    pauseUntil: (until) =>
      withOrganization(database, organizationId, (transaction) => pauseUntil(transaction, limit.name, until)),
  }
}

/**
 * Takes a token from a bucket that all processes share, if there is one. Keep the transaction short: it holds the
 * bucket until it ends.
 *
 * The bucket is one time, "full at": each token moves it on by one interval, and it may not lie further ahead than
 * `burst` intervals. (The generic cell rate algorithm, ITU-T I.371, annex A; it needs no fractions of a token.)
 * @param now the caller's time. One that lies before an earlier caller's counts as that caller's, so a clock set back
 *   adds no tokens; see {@link longestSkew} for one that was far ahead.
 * @returns `waitMs` 0: the token is taken. Otherwise nothing is; ask again after so many milliseconds.
 */
export async function takeToken(
  transaction: Transaction,
  request: RateLimit & { readonly now: Date },
): Promise<{ readonly waitMs: number }> {
  const interval = intervalMicroseconds(request)
  const burst = Math.floor(request.burst)
  await sql`insert into rate_limit_bucket (organization_id, name, full_at, seen_at)
    values (current_organization_id(), ${request.name}, ${request.now}, ${request.now})
    on conflict do nothing`.execute(transaction)
  const { rows } = await sql<{ wait_ms: number }>`
    with bucket as (
      select name, full_at as stored, paused_until, ${trustedNow(request.now)} as at
      from rate_limit_bucket where name = ${request.name} for update
    ), filling as (
      -- No caller can have put it further ahead, but for one with a wrong clock or another limit.
      select name, at, paused_until, least(stored, at + ${microseconds(interval * burst)}) as full_at from bucket
    ), decision as (
      select name, full_at, at,
        greatest(full_at - ${microseconds(interval * (burst - 1))}, ${trustedPause}, at) as earliest
      from filling
    ), taken as (
      update rate_limit_bucket set
        seen_at = decision.at,
        full_at = case when decision.earliest > decision.at then decision.full_at
          else greatest(decision.full_at, decision.at) + ${microseconds(interval)} end
      from decision where rate_limit_bucket.name = decision.name
    )
    select ceil(extract(epoch from earliest - at) * 1000)::integer as wait_ms from decision`.execute(transaction)
  return { waitMs: rows[0]?.wait_ms ?? 0 }
}

/** Lets nobody take a token before `until`; a pause that is already longer stays. */
export async function pauseUntil(transaction: Transaction, name: string, until: Date): Promise<void> {
  await sql`insert into rate_limit_bucket (organization_id, name, full_at, seen_at, paused_until)
    values (current_organization_id(), ${name}, '-infinity', '-infinity', ${until})
    on conflict (organization_id, name) do update
    set paused_until = greatest(rate_limit_bucket.paused_until, excluded.paused_until)`.execute(transaction)
}

/**
 * Clocks of machines that work together differ by seconds at most. A bucket that has seen a time further ahead than this
 * met a clock that was wrong; it goes by the caller's clock again, or everybody would wait for the wrong one to come true.
 */
const longestSkew = '60 seconds'

/** Nobody is asked to wait for so long; a pause that lies further ahead was noted by a clock that was wrong. */
const trustedPause = sql`case when paused_until <= at + interval '2 hours' then paused_until end`

function trustedNow(now: Date) {
  return sql`case when seen_at > ${now}::timestamptz + ${longestSkew}::interval then ${now}::timestamptz
    else greatest(seen_at, ${now}::timestamptz) end`
}

function microseconds(count: number) {
  return sql`${count}::bigint * interval '1 microsecond'`
}

function intervalMicroseconds(limit: RateLimit): number {
  if (!(limit.perSecond > 0) || !(limit.burst >= 1)) {
    throw new RangeError(`The limit ${limit.name} needs a rate above 0 and a burst of at least 1.`)
  }
  return Math.ceil(1_000_000 / limit.perSecond)
}
