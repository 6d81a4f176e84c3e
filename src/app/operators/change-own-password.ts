import { appendActivity } from '../../store/activity.ts'
import { withOrganization } from '../../store/database.ts'
import { revokeSessionsOf, type SignedIn } from '../../store/operator-sessions.ts'
import { findOperator, lockOperatorById, updateOperator } from '../../store/operators.ts'
import { isPassword, passwordCost, type PasswordCost } from '../../support/password.ts'
import type { AppContext } from '../context.ts'
import { hashNewPassword } from './create-operator.ts'
import { lockOf, noteFailure } from './failed-attempts.ts'
import { OperatorRefused, type SignInLocked } from './operator-failures.ts'

/**
 * Gives the operator who is signed in another password, and ends his other sessions. Wrong current passwords are counted
 * as at the sign-in, so that a page left open is no way to guess them.
 * @throws {OperatorRefused | SignInLocked}
 */
export async function changeOwnPassword(
  { database, organization }: AppContext,
  session: SignedIn,
  { current, next }: { readonly current: string; readonly next: string },
  cost: PasswordCost = passwordCost,
): Promise<void> {
  const passwordHash = await hashNewPassword(next, cost)
  const seen = await withOrganization(database, organization.id, (tx) => findOperator(tx, session.name))
  const isRight = seen !== undefined && (await isPassword(current, seen.passwordHash))
  // A failure must not roll its own count back, so it is thrown when the transaction has ended.
  const failure = await withOrganization(database, organization.id, async (tx): Promise<Refusal | undefined> => {
    const now = database.clock.now()
    const operator = await lockOperatorById(tx, session.operatorId)
    if (operator === undefined) return new OperatorRefused('There is no such operator any more.')
    const locked = lockOf(operator, now)
    if (locked !== undefined) return locked
    if (!isRight || operator.passwordHash !== seen.passwordHash) {
      await noteFailure(tx, operator, now)
      return new OperatorRefused('The current password is not right.')
    }
    const { id, name, role, disabledAt } = operator
    await updateOperator(tx, { id, role, disabledAt, passwordHash })
    await revokeSessionsOf(tx, { operatorId: id, except: session.id, now })
    await appendActivity(tx, { at: now, actor: name, action: 'change-password', subject: name, details: {} })
    return undefined
  })
  if (failure !== undefined) throw failure
}

type Refusal = OperatorRefused | SignInLocked
