import type { LedgerGateway, LedgerTools, OAuthTokens } from '../ledgers/gateway.ts'
import type { Source, SourceAnswers, SourceNotices, SourceTools, TokenCache } from '../sources/source.ts'
import { findConnection, type Connection } from '../store/connections.ts'
import { withOrganization, type Transaction } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import { countReads } from '../store/ledger-reads.ts'
import { withAdvisoryLock } from '../store/locks.ts'
import { createRateLimiter, type RateLimiter } from '../store/rate-limit.ts'
import { deleteSecret, hasSecret, readSecret, saveSecret } from '../store/secrets.ts'
import { readSourceAnswers } from '../store/source-answers.ts'
import { messageOf, NotFound } from '../support/failure.ts'
import type { AdapterRegistry, LedgerAdapter, SourceAdapter } from './adapters.ts'
import type { AppContext } from './context.ts'
import { oauthTokensSchema, sourceTokenSchema } from './stored-tokens.ts'

/** The name under which a connection's tokens are kept among its secrets. */
export const tokensSecret = 'tokens'
/** Kept in place of tokens for a ledger that issues none, so that one that was disconnected is left alone. */
export const accessSecret = 'access'
/** Kept while a person is asked for consent in a browser: what was asked, and with which settings. */
export const consentSecret = 'consent'
/** A token is not used in its last minutes: a request on the way must not find it expired. */
const tokenMarginMilliseconds = 5 * 60_000
const defaultSourceRate = 8
/**
 * A ledger counts its limit in each second by itself, as requests arrive: none go out at once after a quiet time, so
 * that no second ever sees more of them leave than the limit says, and the network may still push some together.
 */
const ledgerBurst = 1

/** @throws {NotFound} when there is no such source connection. */
export async function openSource(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connectionId: string,
): Promise<{ readonly source: Source; readonly adapter: SourceAdapter }> {
  const { adapter, settings, tools } = await toolsOfSource(context, adapters, keys, connectionId)
  return { source: adapter.connect(settings, tools), adapter }
}

/** How a source is told to tell us; undefined where it cannot. @throws {NotFound} when there is no such connection. */
export async function openNotices(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connectionId: string,
): Promise<SourceNotices | undefined> {
  const { adapter, settings, tools } = await toolsOfSource(context, adapters, keys, connectionId)
  return adapter.notices?.(settings, tools)
}

async function toolsOfSource(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connectionId: string,
): Promise<{ readonly adapter: SourceAdapter; readonly settings: unknown; readonly tools: SourceTools }> {
  const connection = await requireConnection(context, connectionId, 'source')
  const adapter = adapters.sources.get(connection.adapter)
  if (adapter === undefined) throw unknownAdapter(connection)
  const settings = await settingsWithSecrets(context, keys, connection, adapter.secrets)
  const perSecond = sourceRate(connection, adapter.pace?.(await answersOf(context, connectionId)))
  const limiter = limiterFor(context, connectionId, { perSecond, burst: Math.max(1, Math.floor(perSecond)) })
  const tools: SourceTools = {
    ...commonTools(context, connectionId, limiter),
    tokens: sourceTokens(context, keys, { connectionId, secrets: adapter.secrets }),
    answers: () => answersOf(context, connectionId),
  }
  return { adapter, settings, tools }
}

async function answersOf({ database, organization }: AppContext, connectionId: string): Promise<SourceAnswers> {
  return withOrganization(database, organization.id, (tx) => readSourceAnswers(tx, connectionId))
}

/** @throws {NotFound} when there is no such ledger connection. */
export async function openLedger(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connectionId: string,
): Promise<{
  readonly gateway: LedgerGateway
  readonly adapter: LedgerAdapter
  /** How many of its requests may be under way at once, of all our processes together. */
  readonly requestsInFlight: number
}> {
  const connection = await requireConnection(context, connectionId, 'ledger')
  const adapter = adapters.ledgers.get(connection.adapter)
  if (adapter === undefined) throw unknownAdapter(connection)
  const settings = await settingsWithSecrets(context, keys, connection, adapter.secrets)
  const { perSecond, inFlight } = ledgerRate(connection, adapter)
  const limiter = limiterFor(context, connectionId, { perSecond, burst: ledgerBurst })
  const tools: LedgerTools = {
    ...commonTools(context, connectionId, limiter),
    tokens: rotatingTokens(context, keys, connectionId),
    noteRead: () => {
      noteRead(context, connectionId)
    },
  }
  return {
    gateway: adapter.connect(settings, tools),
    adapter,
    requestsInFlight: inFlight,
  }
}

/** Counts a read beside the work: a count that is lost must not cost the answer. */
function noteRead({ database, organization }: AppContext, connectionId: string): void {
  const { clock, logger } = database
  withOrganization(database, organization.id, (tx) => countReads(tx, connectionId, 1, clock.now()), {
    isDurableAtOnce: false,
  }).catch((error: unknown) => {
    logger.warn({ connectionId, error: messageOf(error) }, 'a read of the ledger could not be counted')
  })
}

async function requireConnection(
  context: AppContext,
  connectionId: string,
  kind: Connection['kind'],
): Promise<Connection> {
  const { database, organization } = context
  const connection = await withOrganization(database, organization.id, (tx) => findConnection(tx, connectionId))
  if (connection?.kind === kind) return connection
  throw new NotFound(
    `There is no ${kind} connection "${connectionId}". \`seatledger doctor\` lists the connections; \`seatledger connect\` makes one.`,
  )
}

function unknownAdapter(connection: Connection): NotFound {
  return new NotFound(
    `The connection "${connection.id}" uses the adapter "${connection.adapter}", which this release does not have.`,
  )
}

async function settingsWithSecrets(
  context: AppContext,
  keys: KeyRing,
  connection: Connection,
  names: readonly string[],
): Promise<unknown> {
  const { database, organization } = context
  const secrets = await withOrganization(database, organization.id, async (tx) => {
    const found: [string, string][] = []
    for (const name of names) {
      const value = await readSecret(tx, { connectionId: connection.id, name }, keys)
      if (value !== undefined) found.push([name, value])
    }
    return found
  })
  const plain = typeof connection.settings === 'object' ? connection.settings : {}
  return { ...plain, ...Object.fromEntries(secrets) }
}

/** How many requests a second a source is asked at most. @param pace What keeps below a limit that its probe found. */
export function sourceRate(connection: Connection, pace?: number): number {
  return limitOf(connection, 'requestsPerSecond') ?? Math.min(pace ?? defaultSourceRate, defaultSourceRate)
}

/** How many requests a second, and at once, a ledger is asked at most. */
export function ledgerRate(
  connection: Connection,
  { capabilities }: LedgerAdapter,
): { readonly perSecond: number; readonly inFlight: number } {
  return {
    perSecond: limitOf(connection, 'requestsPerSecond') ?? capabilities.requestsPerSecond,
    inFlight: Math.max(1, Math.floor(limitOf(connection, 'requestsInFlight') ?? capabilities.requestsInFlight)),
  }
}

/** A limit that the connection's settings state in place of the adapter's own. */
function limitOf(connection: Connection, name: 'requestsPerSecond' | 'requestsInFlight'): number | undefined {
  const { settings } = connection
  if (typeof settings !== 'object' || settings === null || !(name in settings)) return undefined
  const limit: unknown = Reflect.get(settings, name)
  return typeof limit === 'number' ? limit : undefined
}

function limiterFor(
  context: AppContext,
  connectionId: string,
  pace: { readonly perSecond: number; readonly burst: number },
): RateLimiter {
  return createRateLimiter(context.database, context.organization.id, { name: connectionId, ...pace })
}

function commonTools(
  context: AppContext,
  connectionId: string,
  limiter: RateLimiter,
): Omit<SourceTools, 'tokens' | 'answers'> {
  const { clock, logger } = context.database
  return {
    connectionId,
    clock,
    logger,
    takeTurn: (signal) => limiter.takeTurn(signal),
    pauseUntil: (instant) => limiter.pauseUntil(instant),
  }
}

/** Whoever changes a connection's tokens, or takes them away, does so under the lock of this name. */
export function tokenLockName(context: AppContext, connectionId: string): string {
  return `tokens ${context.organization.id}/${connectionId}`
}

/** One access token for all processes of a connection; only one of them asks for a new one. */
function sourceTokens(
  context: AppContext,
  keys: KeyRing,
  { connectionId, secrets }: { readonly connectionId: string; readonly secrets: readonly string[] },
): TokenCache {
  const { database, organization } = context
  const name = { connectionId, name: tokensSecret }
  const ifFresh = (kept: { token: string; expiresAt: string } | undefined): string | undefined =>
    kept !== undefined && Date.parse(kept.expiresAt) - tokenMarginMilliseconds > database.clock.now().getTime()
      ? kept.token
      : undefined
  // What this process has read last, so that not every request asks the database for it.
  let last: { token: string; expiresAt: string } | undefined
  const read = async (): Promise<string | undefined> => {
    const text = await withOrganization(database, organization.id, (tx) => readSecret(tx, name, keys))
    last = text === undefined ? undefined : sourceTokenSchema.parse(JSON.parse(text))
    return ifFresh(last)
  }
  return {
    get: async (fetch) =>
      ifFresh(last) ??
      (await read()) ??
      withAdvisoryLock(database, tokenLockName(context, connectionId), async () => {
        const gotMeanwhile = await read()
        if (gotMeanwhile !== undefined) return gotMeanwhile
        const { token, expiresAt } = await fetch()
        const value = JSON.stringify({ token, expiresAt: expiresAt.toISOString() })
        await withOrganization(database, organization.id, async (tx) => {
          // A sync that still runs when its connection is taken away must not leave a token behind.
          const isConnected = await hasAll(tx, connectionId, secrets)
          if (isConnected) await saveSecret(tx, { ...name, value }, { keys, now: database.clock.now() })
        })
        return token
      }),
    drop: async (token) => {
      if ((await read()) === token) {
        await withOrganization(database, organization.id, (tx) => deleteSecret(tx, name))
        last = undefined
      }
    },
  }
}

async function hasAll(tx: Transaction, connectionId: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) if (!(await hasSecret(tx, { connectionId, name }))) return false
  return true
}

/** Tokens whose refresh token changes with each use: one process refreshes, and stores before anybody uses. */
function rotatingTokens(context: AppContext, keys: KeyRing, connectionId: string): LedgerTools['tokens'] {
  const { database, organization } = context
  const name = { connectionId, name: tokensSecret }
  const read = async (): Promise<OAuthTokens> => {
    const text = await withOrganization(database, organization.id, (tx) => readSecret(tx, name, keys))
    if (text === undefined) {
      throw new NotFound(`"${connectionId}" holds no tokens; run \`seatledger connect\` for it again.`)
    }
    return oauthTokensSchema.parse(JSON.parse(text))
  }
  return {
    read,
    refresh: (stale, refresh) =>
      withAdvisoryLock(database, tokenLockName(context, connectionId), async () => {
        const current = await read()
        if (current.accessToken !== stale.accessToken) return current
        const fresh = await refresh(current)
        await saveOAuthTokens(context, keys, connectionId, fresh)
        return fresh
      }),
  }
}

export async function saveOAuthTokens(
  context: AppContext,
  keys: KeyRing,
  connectionId: string,
  tokens: OAuthTokens,
): Promise<void> {
  const { database, organization } = context
  const secret = { connectionId, name: tokensSecret, value: JSON.stringify(tokens) }
  await withOrganization(database, organization.id, (tx) => saveSecret(tx, secret, { keys, now: database.clock.now() }))
}
