import type { Clock } from './clock.ts'

export interface RetryPolicy {
  /** How often it is tried in all. */
  readonly attempts: number
  readonly baseMilliseconds: number
  readonly capMilliseconds: number
}

/** What to do about one failed attempt. `waitMilliseconds` overrides the computed wait where the other side named one. */
export type RetryVerdict = 'give-up' | { readonly waitMilliseconds: number | undefined }

export interface RetryOptions {
  readonly policy: RetryPolicy
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly judge: (error: unknown, attempt: number) => RetryVerdict | Promise<RetryVerdict>
  /** From 0 up to but not including 1. */
  readonly random?: () => number
}

/**
 * Runs something until it succeeds, its failure is judged final, or the attempts are used up; then the last failure is
 * thrown. Waits grow exponentially with full jitter, so that many clients that failed together do not return together
 * (the jitter's reason and form: AWS Architecture Blog, "Exponential Backoff And Jitter").
 */
export async function retry<T>(run: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy, clock, signal, judge } = options
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      return await run(attempt)
    } catch (error) {
      signal.throwIfAborted()
      const verdict = await judge(error, attempt)
      if (verdict === 'give-up' || attempt >= policy.attempts) throw error
      await clock.sleep(
        verdict.waitMilliseconds ?? jitteredWait(policy, attempt, options.random ?? Math.random),
        signal,
      )
    }
  }
}

/** A random time from nothing to the exponential bound. */
export function jitteredWait(policy: RetryPolicy, attempt: number, random: () => number): number {
  const bound = Math.min(policy.capMilliseconds, policy.baseMilliseconds * 2 ** (attempt - 1))
  return Math.floor(random() * bound)
}
