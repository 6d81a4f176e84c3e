import { HttpUnanswered, type HttpAnswer } from '../../support/http-client.ts'
import { retry, type RetryPolicy, type RetryVerdict } from '../../support/retry.ts'
import type { SourceFailure } from '../errors.ts'
import type { SourceTools } from '../source.ts'
import { failureOfAnswer, unanswered, type Asked } from './errors.ts'
import { retryAfterMilliseconds } from './retry-after.ts'

const policy: RetryPolicy = { attempts: 5, baseMilliseconds: 1000, capMilliseconds: 30_000 }
/** A longer wait is not sat out here: the shared limiter keeps it, and the next sync goes on from the bookmark. */
const longestWaitMilliseconds = 300_000

/** Trouble that the next attempt may not meet, with the failure that it becomes when the attempts are used up. */
export class PassingTrouble extends Error {
  readonly failure: SourceFailure
  /** What the distributor asked for, if it did. */
  readonly waitMilliseconds: number | undefined

  constructor(failure: SourceFailure, waitMilliseconds?: number) {
    super(failure.message)
    this.failure = failure
    this.waitMilliseconds = waitMilliseconds
  }
}

/**
 * Takes a turn at the shared limiter before each attempt, and repeats what may pass. Only reads and token calls go
 * through here, so repeating one can do no harm.
 * @throws {SourceFailure}
 */
export async function exchange<T>(
  tools: SourceTools,
  { asked, signal }: { readonly asked: Asked; readonly signal: AbortSignal },
  run: () => Promise<T>,
): Promise<T> {
  const { clock, logger } = tools
  const judge = (error: unknown, attempt: number): RetryVerdict => {
    const waitMilliseconds = error instanceof PassingTrouble ? error.waitMilliseconds : undefined
    if (!(error instanceof PassingTrouble || error instanceof HttpUnanswered)) return 'give-up'
    if ((waitMilliseconds ?? 0) > longestWaitMilliseconds) return 'give-up'
    logger.warn({ request: asked.request, attempt, waitMilliseconds }, error.message)
    return { waitMilliseconds }
  }
  const attempt = async (): Promise<T> => {
    await tools.takeTurn(signal)
    return run()
  }
  try {
    return await retry(attempt, { policy, clock, signal, judge })
  } catch (error) {
    if (error instanceof PassingTrouble) throw error.failure
    throw error instanceof HttpUnanswered ? unanswered(error, asked) : error
  }
}

/**
 * Passes only an answer that is a success.
 * @throws {PassingTrouble} for 408, 429 and 5xx, after the wait that was asked for was told to the shared limiter.
 * @throws {SourceFailure} for every other status.
 */
export async function requireSuccess(
  tools: SourceTools,
  answer: HttpAnswer,
  { asked, secrets }: { readonly asked: Asked; readonly secrets: readonly string[] },
): Promise<void> {
  const { status } = answer
  if (status >= 200 && status < 300) return
  const failure = failureOfAnswer(answer, asked, secrets)
  if (status !== 408 && status !== 429 && status < 500) throw failure
  const now = tools.clock.now()
  const wait = retryAfterMilliseconds(answer.header('retry-after'), now)
  if (wait !== undefined) await tools.pauseUntil(new Date(now.getTime() + wait))
  throw new PassingTrouble(failure, wait)
}
