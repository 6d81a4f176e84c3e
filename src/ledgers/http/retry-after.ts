import type { HttpAnswer } from './http-call.ts'

/** What a throttle answer without a Retry-After header means: vendors count their limits by the minute. */
const usualMilliseconds = 60_000
const longestMilliseconds = 3_600_000

/**
 * How long to pause the company. All its workers share the pause and then the pace, so it needs no jitter. A longer one
 * than an hour is asked for again when the hour is over.
 */
export function retryAfterMilliseconds({
  retryAfter,
  answeredAt,
}: Pick<HttpAnswer, 'retryAfter' | 'answeredAt'>): number {
  if (retryAfter === undefined) return usualMilliseconds
  const wait = /^\d{1,6}$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : // Measured by the vendor's clock, since ours may be wrong.
      Date.parse(retryAfter) - (answeredAt?.getTime() ?? Number.NaN)
  return Number.isNaN(wait) ? usualMilliseconds : Math.min(Math.max(wait, 1000), longestMilliseconds)
}
