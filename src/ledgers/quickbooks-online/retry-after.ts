import type { HttpAnswer } from './http-call.ts'

/** Intuit asks for a minute after a throttle answer; a Retry-After header is not documented, and obeyed if it comes. */
const usualMilliseconds = 60_000
const longestMilliseconds = 3_600_000

/**
 * How long to pause the company. All its workers share the pause and then the pace, so it needs no jitter.
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
