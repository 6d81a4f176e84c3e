import { appendActivity } from '../../store/activity.ts'
import type { Transaction } from '../../store/database.ts'
import { noteSignIn, type OperatorCredentials } from '../../store/operators.ts'
import { SignInLocked } from './operator-failures.ts'

const freeAttempts = 5
const firstPauseSeconds = 30
const longestPauseSeconds = 3_600

/** The wait that wrong passwords have earned, while it lasts. */
export function lockOf({ lockedUntil }: OperatorCredentials, now: Date): SignInLocked | undefined {
  const wait = (lockedUntil?.getTime() ?? 0) - now.getTime()
  return wait > 0 ? new SignInLocked(Math.ceil(wait / 1000)) : undefined
}

/**
 * Counts a wrong password: after five in a row each further one doubles the wait, up to an hour. The caller throws only
 * when the transaction has ended, so that the count is not rolled back.
 */
export async function noteFailure(
  tx: Transaction,
  { id, name, ...operator }: OperatorCredentials,
  now: Date,
): Promise<void> {
  const failedAttempts = operator.failedAttempts + 1
  const over = failedAttempts - freeAttempts
  const seconds = over < 0 ? 0 : Math.min(firstPauseSeconds * 2 ** Math.min(over, 20), longestPauseSeconds)
  const lockedUntil = seconds === 0 ? null : new Date(now.getTime() + seconds * 1000)
  await noteSignIn(tx, id, { failedAttempts, lockedUntil })
  await appendActivity(tx, { at: now, actor: name, action: 'fail-sign-in', subject: name, details: { failedAttempts } })
}
