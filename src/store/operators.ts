import { sql } from 'kysely'
import type { Role } from '../domain/role.ts'
import type { Transaction } from './database.ts'

/** A person who may sign in. */
export interface Operator {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
  readonly createdBy: string
  readonly disabledAt: Date | null
  /** Counts the changes: an edit names the version that it was made from. */
  readonly version: number
}

/** What signing in needs beyond it, and nobody else is told. */
export interface OperatorCredentials extends Operator {
  readonly passwordHash: string
  readonly failedAttempts: number
  readonly lockedUntil: Date | null
}

const columns = sql`id, name, role, created_at as "createdAt", created_by as "createdBy", disabled_at as "disabledAt",
  version`

/** False where the name is taken, in whatever case it is written. */
export async function saveOperator(
  transaction: Transaction,
  operator: Omit<Operator, 'disabledAt' | 'version'> & { readonly passwordHash: string },
): Promise<boolean> {
  const { id, name, role, passwordHash, createdAt, createdBy } = operator
  const { rows } = await sql<{ id: string }>`
    insert into operator (organization_id, id, name, role, password_hash, created_at, created_by)
    values (current_organization_id(), ${id}, ${name}, ${role}, ${passwordHash}, ${createdAt}, ${createdBy})
    on conflict (organization_id, lower(name)) do nothing returning id`.execute(transaction)
  return rows.length === 1
}

export async function listOperators(transaction: Transaction): Promise<readonly Operator[]> {
  const { rows } = await sql<Operator>`select ${columns} from operator order by lower(name)`.execute(transaction)
  return rows
}

export async function hasOperators(transaction: Transaction): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`select 1 as one from operator limit 1`.execute(transaction)
  return rows.length > 0
}

const credentials = sql`${columns}, password_hash as "passwordHash", failed_attempts as "failedAttempts",
  locked_until as "lockedUntil"`

/** By name, as it is now. */
export async function findOperator(transaction: Transaction, name: string): Promise<OperatorCredentials | undefined> {
  const { rows } = await sql<OperatorCredentials>`
    select ${credentials} from operator where lower(name) = lower(${name})`.execute(transaction)
  return rows[0]
}

/** By name, locked until the transaction ends: two tries at once are counted one after the other. */
export async function lockOperator(transaction: Transaction, name: string): Promise<OperatorCredentials | undefined> {
  const { rows } = await sql<OperatorCredentials>`
    select ${credentials} from operator where lower(name) = lower(${name}) for update`.execute(transaction)
  return rows[0]
}

/** By id, locked until the transaction ends. */
export async function lockOperatorById(transaction: Transaction, id: string): Promise<OperatorCredentials | undefined> {
  const { rows } = await sql<OperatorCredentials>`
    select ${credentials} from operator where id = ${id} for update`.execute(transaction)
  return rows[0]
}

/** Stores what an operator is from now on; who changes it has locked it. */
export async function updateOperator(
  transaction: Transaction,
  { id, role, passwordHash, disabledAt }: Pick<OperatorCredentials, 'id' | 'role' | 'passwordHash' | 'disabledAt'>,
): Promise<void> {
  await sql`update operator set role = ${role}, password_hash = ${passwordHash}, disabled_at = ${disabledAt},
      failed_attempts = 0, locked_until = null, version = version + 1
    where id = ${id}`.execute(transaction)
}

/** Notes how a try to sign in ended. */
export async function noteSignIn(
  transaction: Transaction,
  operatorId: string,
  { failedAttempts, lockedUntil }: Pick<OperatorCredentials, 'failedAttempts' | 'lockedUntil'>,
): Promise<void> {
  await sql`update operator set failed_attempts = ${failedAttempts}, locked_until = ${lockedUntil}
    where id = ${operatorId}`.execute(transaction)
}
