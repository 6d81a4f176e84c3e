import type { Role } from '../../domain/role.ts'
import { appendActivity } from '../../store/activity.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { revokeSessionsOf } from '../../store/operator-sessions.ts'
import { listOperators, lockOperatorById, updateOperator } from '../../store/operators.ts'
import { NotFound } from '../../support/failure.ts'
import { passwordCost, type PasswordCost } from '../../support/password.ts'
import type { AppContext } from '../context.ts'
import { hashNewPassword } from './create-operator.ts'
import { OperatorChanged, OperatorRefused } from './operator-failures.ts'

/** What is to be different; what is left out stays. */
export interface OperatorChange {
  readonly id: string
  /** As it was read: another one means that somebody changed it meanwhile. */
  readonly version: number
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
  readonly password?: string | undefined
}

/**
 * Changes an operator, for an administrator. A new role counts with the operator's next request; who is disabled, or got
 * a new password, is signed out everywhere. There is always one administrator who can sign in.
 * @throws {NotFound | OperatorChanged | OperatorRefused}
 */
export async function changeOperator(
  context: AppContext,
  change: OperatorChange,
  cost: PasswordCost = passwordCost,
): Promise<void> {
  const { database, organization, actor } = context
  const passwordHash = change.password === undefined ? undefined : await hashNewPassword(change.password, cost)
  await withOrganization(database, organization.id, async (tx) => {
    const now = database.clock.now()
    await lockAdministrators(tx)
    const operator = await lockOperatorById(tx, change.id)
    if (operator === undefined) throw new NotFound('There is no such operator.')
    if (operator.version !== change.version) throw new OperatorChanged(operator.name)
    const role = change.role ?? operator.role
    const disabledAt = disabledAtAfter(operator.disabledAt, change.disabled, now)
    if (operator.role === 'administrator' && (role !== 'administrator' || disabledAt !== null)) {
      await requireOtherAdministrator(tx, operator.id)
    }
    await updateOperator(tx, { id: operator.id, role, disabledAt, passwordHash: passwordHash ?? operator.passwordHash })
    if (disabledAt !== null || passwordHash !== undefined) await revokeSessionsOf(tx, { operatorId: operator.id, now })
    const details = {
      ...(role === operator.role ? {} : { role: { was: operator.role, is: role } }),
      ...((disabledAt === null) === (operator.disabledAt === null) ? {} : { disabled: disabledAt !== null }),
      ...(passwordHash === undefined ? {} : { password: 'set anew' }),
    }
    await appendActivity(tx, { at: now, actor, action: 'change-operator', subject: operator.name, details })
  })
}

function disabledAtAfter(was: Date | null, disabled: boolean | undefined, now: Date): Date | null {
  if (disabled === undefined) return was
  return disabled ? (was ?? now) : null
}

/** Two administrators who disable each other at once come one after the other: the later one is refused. */
async function lockAdministrators(tx: Transaction): Promise<void> {
  for (const { id, role } of await listOperators(tx)) if (role === 'administrator') await lockOperatorById(tx, id)
}

async function requireOtherAdministrator(tx: Transaction, id: string): Promise<void> {
  const others = (await listOperators(tx)).filter(
    (other) => other.id !== id && other.role === 'administrator' && other.disabledAt === null,
  )
  if (others.length > 0) return
  throw new OperatorRefused('This is the only administrator who can sign in. Make another one first.')
}
