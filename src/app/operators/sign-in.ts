import { randomUUID } from 'node:crypto'
import { appendActivity } from '../../store/activity.ts'
import { withOrganization, type Database, type Transaction } from '../../store/database.ts'
import { saveSession } from '../../store/operator-sessions.ts'
import { findOperator, lockOperator, noteSignIn, type OperatorCredentials } from '../../store/operators.ts'
import { hashPassword, isPassword, passwordCost, type PasswordCost } from '../../support/password.ts'
import { lockOf, noteFailure } from './failed-attempts.ts'
import { SignInRefused, type SignInLocked } from './operator-failures.ts'
import { newSecretToken, type SecretToken } from './secret-token.ts'

export interface SignInRequest {
  readonly name: string
  readonly password: string
  readonly userAgent: string
}

const sessionMilliseconds = 12 * 60 * 60 * 1000

type Outcome = { readonly token: SecretToken } | { readonly failure: SignInRefused | SignInLocked }

/**
 * Signs an operator in for twelve hours. After five wrong passwords in a row each further one doubles the wait, up to an
 * hour. A name that is not there takes as long as a wrong password.
 *
 * The password is hashed between two transactions, since that takes a while and would hold a connection and the
 * operator's row. Many tries at once are counted one after the other in the second: once they are too many, the right
 * password is refused as well.
 * @throws {SignInRefused | SignInLocked}
 */
export async function signIn(
  database: Database,
  organizationId: string,
  request: SignInRequest,
  cost: PasswordCost = passwordCost,
): Promise<SecretToken> {
  const name = request.name.trim()
  const seen = await withOrganization(database, organizationId, (tx) => findOperator(tx, name))
  if (seen?.disabledAt !== null) {
    await hashPassword(request.password, cost)
    throw new SignInRefused()
  }
  const locked = lockOf(seen, database.clock.now())
  if (locked !== undefined) throw locked
  const isRight = await isPassword(request.password, seen.passwordHash)
  // A failure must not roll its own count back, so it is thrown when the transaction has ended.
  const outcome = await withOrganization(database, organizationId, async (tx): Promise<Outcome> => {
    const now = database.clock.now()
    const operator = await lockOperator(tx, name)
    if (operator?.disabledAt !== null) return { failure: new SignInRefused() }
    const lockedMeanwhile = lockOf(operator, now)
    if (lockedMeanwhile !== undefined) return { failure: lockedMeanwhile }
    // A password that was changed meanwhile is not the one that was looked at.
    if (isRight && operator.passwordHash === seen.passwordHash) {
      return { token: await openSession(tx, organizationId, operator, request.userAgent, now) }
    }
    await noteFailure(tx, operator, now)
    return { failure: new SignInRefused() }
  })
  if ('failure' in outcome) throw outcome.failure
  return outcome.token
}

async function openSession(
  tx: Transaction,
  organizationId: string,
  { id, name }: OperatorCredentials,
  userAgent: string,
  now: Date,
): Promise<SecretToken> {
  const token = newSecretToken(organizationId)
  const expiresAt = new Date(now.getTime() + sessionMilliseconds)
  await noteSignIn(tx, id, { failedAttempts: 0, lockedUntil: null })
  await saveSession(tx, {
    id: randomUUID(),
    operatorId: id,
    tokenSha256: token.sha256,
    userAgent: userAgent.slice(0, 200),
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
  })
  await appendActivity(tx, { at: now, actor: name, action: 'sign-in', subject: name, details: {} })
  return token
}
