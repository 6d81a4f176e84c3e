import { findConnection, type Connection } from '../store/connections.ts'
import { withOrganization, type Transaction } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import { withAdvisoryLock } from '../store/locks.ts'
import { deleteNoticeEndpoint } from '../store/notice-endpoints.ts'
import { deleteSecret, readSecret } from '../store/secrets.ts'
import { messageOf, NotFound } from '../support/failure.ts'
import type { AdapterRegistry } from './adapters.ts'
import type { AppContext } from './context.ts'
import { accessSecret, consentSecret, tokenLockName, tokensSecret } from './open-connection.ts'
import { removeNoticeEndpoint, showNoticeEndpoints } from './notices/notice-endpoint.ts'
import { recordActivity } from './record-activity.ts'
import { forgetSyncSchedule } from './schedules/sync-schedule.ts'
import { oauthTokensSchema } from './stored-tokens.ts'

export interface Disconnected {
  readonly connection: Connection
  /** `revoked` at the vendor; `nothing-to-revoke`: there was no grant; `not-told`: the vendor could not be told. */
  readonly outcome: 'revoked' | 'nothing-to-revoke' | 'not-told'
  /** Why the vendor could not be told. */
  readonly reason: string | undefined
}

/**
 * Takes a grant back at the vendor and forgets its tokens and secrets. What was read or posted through the connection
 * stays; connecting again under the same name goes on with it.
 * @param force forgets them even where the vendor cannot be told.
 * @throws {NotFound} when there is no such connection.
 * @throws {GatewayFailure} when the vendor could not be told; nothing is forgotten then, unless forced.
 */
export async function disconnect(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  request: { readonly connectionId: string; readonly force: boolean },
  signal: AbortSignal,
): Promise<Disconnected> {
  const { database, organization } = context
  const { connectionId, force } = request
  const connection = await withOrganization(database, organization.id, (tx) => findConnection(tx, connectionId))
  if (connection === undefined) {
    throw new NotFound(`There is no connection "${connectionId}". \`seatledger doctor\` lists the connections.`)
  }
  await stopNotices(context, { adapters, keys }, request, signal)
  // Under the tokens' lock: a refresh at that moment would store new tokens after the old ones were forgotten.
  const told = await withAdvisoryLock(database, tokenLockName(context, connectionId), () =>
    revokeAndForget(context, adapters, keys, { connection, force }, signal),
  )
  return { connection, ...told }
}

/** What we made at a distributor so that it tells us is taken away while its secrets are still there. */
async function stopNotices(
  context: AppContext,
  tools: { readonly adapters: AdapterRegistry; readonly keys: KeyRing },
  { connectionId, force }: { readonly connectionId: string; readonly force: boolean },
  signal: AbortSignal,
): Promise<void> {
  const isTold = (await showNoticeEndpoints(context)).some((endpoint) => endpoint.connectionId === connectionId)
  if (!isTold) return
  try {
    await removeNoticeEndpoint(context, tools, connectionId, signal)
  } catch (error) {
    if (!force) throw error
    // It may go on sending; without the hash of its secret nothing that it sends is taken.
    context.database.logger.warn({ connectionId, error: messageOf(error) }, 'a webhook could not be removed there')
    await withOrganization(context.database, context.organization.id, (tx) => deleteNoticeEndpoint(tx, connectionId))
  }
}

async function revokeAndForget(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  { connection, force }: { readonly connection: Connection; readonly force: boolean },
  signal: AbortSignal,
): Promise<Pick<Disconnected, 'outcome' | 'reason'>> {
  const { database, organization } = context
  const connectionId = connection.id
  const told = await revoke(context, adapters, keys, connection, signal).catch((error: unknown) => {
    if (!force) throw error
    return { outcome: 'not-told' as const, reason: messageOf(error) }
  })
  await withOrganization(database, organization.id, async (tx) => {
    for (const name of secretsOf(adapters, connection)) await deleteSecret(tx, { connectionId, name })
    await forgetSyncSchedule(tx, connectionId)
    const details = { adapter: connection.adapter, outcome: told.outcome }
    await recordActivity(tx, context, { action: 'disconnect', subject: connectionId, details })
  })
  return told
}

async function revoke(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connection: Connection,
  signal: AbortSignal,
): Promise<Pick<Disconnected, 'outcome' | 'reason'>> {
  const nothing = { outcome: 'nothing-to-revoke', reason: undefined } as const
  const consent = adapters.ledgers.get(connection.adapter)?.consent
  if (connection.kind !== 'ledger' || consent === undefined) return nothing
  const { database, organization } = context
  const secrets = await withOrganization(database, organization.id, (tx) =>
    readSecrets(tx, keys, connection.id, secretsOf(adapters, connection)),
  )
  const tokens = secrets[tokensSecret]
  if (tokens === undefined) return nothing
  const settings = typeof connection.settings === 'object' ? connection.settings : {}
  await consent.revoke({ ...settings, ...secrets }, oauthTokensSchema.parse(JSON.parse(tokens)), signal)
  return { outcome: 'revoked', reason: undefined }
}

async function readSecrets(
  tx: Transaction,
  keys: KeyRing,
  connectionId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const value = await readSecret(tx, { connectionId, name }, keys)
    if (value !== undefined) found[name] = value
  }
  return found
}

function secretsOf(adapters: AdapterRegistry, { kind, adapter }: Connection): readonly string[] {
  const source = kind === 'source' ? adapters.sources.get(adapter) : undefined
  const ledger = kind === 'ledger' ? adapters.ledgers.get(adapter) : undefined
  const own = [...(source?.secrets ?? []), ...(ledger?.secrets ?? [])]
  const ofNotices = ledger?.notices === undefined ? [] : [ledger.notices.secret]
  return [...own, ...ofNotices, tokensSecret, accessSecret, consentSecret]
}
