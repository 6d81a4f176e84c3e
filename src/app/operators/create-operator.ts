import { randomUUID } from 'node:crypto'
import type { Role } from '../../domain/role.ts'
import { appendActivity } from '../../store/activity.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { saveOperator } from '../../store/operators.ts'
import { hashPassword, passwordCost, type PasswordCost } from '../../support/password.ts'
import type { AppContext } from '../context.ts'
import { OperatorRefused } from './operator-failures.ts'

export interface NewOperator {
  readonly name: string
  readonly password: string
  readonly role: Role
}

const shortestPassword = 12

/** Gives a person a name, a password and a role. @throws {OperatorRefused} */
export async function createOperator(
  context: AppContext,
  operator: NewOperator,
  cost: PasswordCost = passwordCost,
): Promise<string> {
  const passwordHash = await hashNewPassword(operator.password, cost)
  const { database, organization, actor } = context
  return withOrganization(database, organization.id, (tx) =>
    addOperator(tx, { ...operator, passwordHash, by: actor, now: database.clock.now() }),
  )
}

/** @throws {OperatorRefused} for one that is too short. */
export async function hashNewPassword(password: string, cost: PasswordCost): Promise<string> {
  if (Array.from(password).length < shortestPassword) {
    throw new OperatorRefused(`A password has at least ${String(shortestPassword)} characters.`)
  }
  return hashPassword(password, cost)
}

/** Stores the operator and the record of it. @throws {OperatorRefused} when the name is taken. */
export async function addOperator(
  tx: Transaction,
  operator: {
    readonly name: string
    readonly role: Role
    readonly passwordHash: string
    readonly by: string
    readonly now: Date
  },
): Promise<string> {
  const { role, passwordHash, by, now } = operator
  const name = operator.name.trim()
  if (name === '') throw new OperatorRefused('Give the operator a name.')
  const id = randomUUID()
  if (!(await saveOperator(tx, { id, name, role, passwordHash, createdAt: now, createdBy: by }))) {
    throw new OperatorRefused(`There is an operator "${name}" already.`)
  }
  await appendActivity(tx, { at: now, actor: by, action: 'create-operator', subject: name, details: { role } })
  return id
}
