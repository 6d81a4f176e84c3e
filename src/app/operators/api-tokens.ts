import { randomUUID } from 'node:crypto'
import { holdsRole, type Role } from '../../domain/role.ts'
import { appendActivity } from '../../store/activity.ts'
import {
  findTokenBearer,
  listApiTokens,
  noteTokenUse,
  revokeApiToken,
  saveApiToken,
  type TokenBearer,
} from '../../store/api-tokens.ts'
import { withOrganization, type Database } from '../../store/database.ts'
import { currentOrganization } from '../../store/organizations.ts'
import { NotFound } from '../../support/failure.ts'
import type { AppContext } from '../context.ts'
import { OperatorRefused } from './operator-failures.ts'
import { newSecretToken, readSecretToken, type SecretToken } from './secret-token.ts'

/** Written before the secret, so that whoever finds one in a file or a log knows what it is. */
const mark = 'seatledger_'
const dayMilliseconds = 24 * 60 * 60 * 1000
const longestDays = 366
const mostTokens = 50
const usedMilliseconds = 60_000

export interface NewApiToken {
  readonly name: string
  readonly role: Role
  readonly scopes: readonly string[]
  readonly days: number
}

/** Who makes a token: it can do no more than he. */
interface Maker {
  readonly id: string
  readonly name: string
  readonly role: Role
}

/**
 * Makes a token for another program. It is told this once: only its hash is kept.
 * @throws {OperatorRefused} for more than its maker may do, a time that is too long, or one token too many.
 */
export async function createApiToken(
  { database, organization }: AppContext,
  maker: Maker,
  { role, scopes, days, ...asked }: NewApiToken,
): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: Date }> {
  const name = asked.name.trim()
  if (name === '') throw new OperatorRefused('Give the token a name that says what uses it.')
  if (!holdsRole(maker.role, role)) throw new OperatorRefused(`${maker.name} is ${maker.role}: no token may do more.`)
  if (days > longestDays) throw new OperatorRefused(`A token lasts ${String(longestDays)} days at most.`)
  const secret = newSecretToken(organization.id)
  const id = randomUUID()
  return withOrganization(database, organization.id, async (tx) => {
    const now = database.clock.now()
    if ((await listApiTokens(tx, maker.id, now)).length >= mostTokens) {
      throw new OperatorRefused(`${maker.name} has ${String(mostTokens)} tokens. Revoke those that nothing uses.`)
    }
    const expiresAt = new Date(now.getTime() + days * dayMilliseconds)
    await saveApiToken(tx, {
      ...{ id, operatorId: maker.id, name, role, scopes: [...new Set(scopes)].sort() },
      ...{ tokenSha256: secret.sha256, createdAt: now, expiresAt },
    })
    const details = { role, scopes, until: expiresAt.toISOString() }
    await appendActivity(tx, { at: now, actor: maker.name, action: 'create-api-token', subject: name, details })
    return { id, token: `${mark}${secret.text}`, expiresAt }
  })
}

/** Ends one of the operator's own tokens. @throws {NotFound} */
export async function endApiToken(
  { database, organization, actor }: AppContext,
  which: { readonly id: string; readonly operatorId: string },
): Promise<void> {
  await withOrganization(database, organization.id, async (tx) => {
    const now = database.clock.now()
    const name = await revokeApiToken(tx, { ...which, now })
    if (name === undefined) throw new NotFound('There is no such token of yours.')
    await appendActivity(tx, { at: now, actor, action: 'revoke-api-token', subject: name, details: {} })
  })
}

/** Whom a program speaks for by its token, in which organization; undefined where the token does not count. */
export async function bearerOf(
  database: Database,
  text: string,
): Promise<{ readonly bearer: TokenBearer; readonly context: AppContext; readonly token: SecretToken } | undefined> {
  const token = text.startsWith(mark) ? readSecretToken(text.slice(mark.length)) : undefined
  if (token === undefined) return undefined
  return withOrganization(database, token.organizationId, async (tx) => {
    const now = database.clock.now()
    const bearer = await findTokenBearer(tx, token.sha256, now)
    const organization = await currentOrganization(tx)
    if (bearer === undefined || organization === undefined) return undefined
    if (now.getTime() - (bearer.lastUsedAt?.getTime() ?? 0) > usedMilliseconds) await noteTokenUse(tx, bearer.id, now)
    const actor = `${bearer.operatorName} (token ${bearer.name})`
    return { bearer, token, context: { database, organization, actor } }
  })
}

/** The lesser of the two: a token loses what its operator loses. */
export function roleOfBearer({ role, operatorRole }: TokenBearer): Role {
  return holdsRole(operatorRole, role) ? role : operatorRole
}
