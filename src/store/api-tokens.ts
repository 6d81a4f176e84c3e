import { sql } from 'kysely'
import type { Role } from '../domain/role.ts'
import type { Transaction } from './database.ts'

/** What another program signs in with. The token itself is not here, only its hash is kept. */
export interface ApiToken {
  readonly id: string
  readonly operatorId: string
  readonly name: string
  /** What it may do at most; its operator's role counts where that is less. */
  readonly role: Role
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
}

/** A token with the operator in whose name it acts, as he is now. */
export interface TokenBearer extends ApiToken {
  readonly operatorName: string
  readonly operatorRole: Role
}

const columns = sql`api_token.id, operator_id as "operatorId", api_token.name, api_token.role, scopes,
  api_token.created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"`

export async function saveApiToken(
  transaction: Transaction,
  token: Omit<ApiToken, 'lastUsedAt'> & { readonly tokenSha256: string },
): Promise<void> {
  const { id, operatorId, name, role, scopes, tokenSha256, createdAt, expiresAt } = token
  await sql`insert into api_token
      (organization_id, id, operator_id, name, role, scopes, token_sha256, created_at, expires_at)
    values (current_organization_id(), ${id}, ${operatorId}, ${name}, ${role}, ${[...scopes]}::text[], ${tokenSha256},
      ${createdAt}, ${expiresAt})`.execute(transaction)
}

/** Whom a token speaks for: undefined when it expired, was revoked, or its operator may not sign in any more. */
export async function findTokenBearer(
  transaction: Transaction,
  tokenSha256: string,
  now: Date,
): Promise<TokenBearer | undefined> {
  const { rows } = await sql<TokenBearer>`
    select ${columns}, operator.name as "operatorName", operator.role as "operatorRole"
    from api_token join operator on operator.id = api_token.operator_id
    where token_sha256 = ${tokenSha256} and revoked_at is null and expires_at > ${now} and disabled_at is null`.execute(
    transaction,
  )
  return rows[0]
}

/** An operator's tokens that are in force, the newest first. */
export async function listApiTokens(
  transaction: Transaction,
  operatorId: string,
  now: Date,
): Promise<readonly ApiToken[]> {
  const { rows } = await sql<ApiToken>`
    select ${columns} from api_token
    where operator_id = ${operatorId} and revoked_at is null and expires_at > ${now}
    order by created_at desc, api_token.id`.execute(transaction)
  return rows
}

export async function noteTokenUse(transaction: Transaction, id: string, now: Date): Promise<void> {
  await sql`update api_token set last_used_at = ${now} where id = ${id}`.execute(transaction)
}

/** Ends a token of an operator, and tells its name; undefined where there is none in force. */
export async function revokeApiToken(
  transaction: Transaction,
  { id, operatorId, now }: { readonly id: string; readonly operatorId: string; readonly now: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    update api_token set revoked_at = ${now}
    where id = ${id} and operator_id = ${operatorId} and revoked_at is null returning name`.execute(transaction)
  return rows[0]?.name
}
