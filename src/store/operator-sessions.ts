import { sql } from 'kysely'
import type { Role } from '../domain/role.ts'
import type { Transaction } from './database.ts'

/** A browser that is signed in. Its token is not here, only that token's hash. */
export interface OperatorSession {
  readonly id: string
  readonly operatorId: string
  readonly userAgent: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

/** A session with who is signed in, as he is now: a role that changed counts at once. */
export interface SignedIn extends OperatorSession {
  readonly name: string
  readonly role: Role
}

const columns = sql`session.id, operator_id as "operatorId", user_agent as "userAgent",
  session.created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt"`

export async function saveSession(
  transaction: Transaction,
  session: OperatorSession & { readonly tokenSha256: string },
): Promise<void> {
  const { id, operatorId, tokenSha256, userAgent, createdAt, lastSeenAt, expiresAt } = session
  await sql`insert into operator_session
      (organization_id, id, operator_id, token_sha256, user_agent, created_at, last_seen_at, expires_at)
    values (current_organization_id(), ${id}, ${operatorId}, ${tokenSha256}, ${userAgent}, ${createdAt}, ${lastSeenAt},
      ${expiresAt})`.execute(transaction)
}

/** Who is signed in by a token: undefined when it expired, was revoked, or its operator may not sign in any more. */
export async function findSession(
  transaction: Transaction,
  tokenSha256: string,
  now: Date,
): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedIn>`
    select ${columns}, operator.name, operator.role
    from operator_session as session join operator on operator.id = session.operator_id
    where token_sha256 = ${tokenSha256} and revoked_at is null and expires_at > ${now} and disabled_at is null`.execute(
    transaction,
  )
  return rows[0]
}

/** The sessions of an operator that are in force, the one seen last first. */
export async function listSessions(
  transaction: Transaction,
  operatorId: string,
  now: Date,
): Promise<readonly OperatorSession[]> {
  const { rows } = await sql<OperatorSession>`
    select ${columns} from operator_session as session
    where operator_id = ${operatorId} and revoked_at is null and expires_at > ${now}
    order by last_seen_at desc, session.id`.execute(transaction)
  return rows
}

export async function touchSession(transaction: Transaction, id: string, now: Date): Promise<void> {
  await sql`update operator_session set last_seen_at = ${now} where id = ${id}`.execute(transaction)
}

/** Ends a session of an operator; false where there is none in force. */
export async function revokeSession(
  transaction: Transaction,
  { id, operatorId, now }: { readonly id: string; readonly operatorId: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update operator_session set revoked_at = ${now}
    where id = ${id} and operator_id = ${operatorId} and revoked_at is null returning id`.execute(transaction)
  return rows.length === 1
}

/** Ends all sessions of an operator but, where one is named, that one. */
export async function revokeSessionsOf(
  transaction: Transaction,
  {
    operatorId,
    except,
    now,
  }: { readonly operatorId: string; readonly except?: string | undefined; readonly now: Date },
): Promise<void> {
  await sql`update operator_session set revoked_at = ${now}
    where operator_id = ${operatorId} and revoked_at is null
      and (${except ?? null}::uuid is null or id <> ${except ?? null}::uuid)`.execute(transaction)
}
