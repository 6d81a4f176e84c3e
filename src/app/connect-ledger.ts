import type { LedgerCheck, LedgerFacts, OAuthTokens } from '../ledgers/gateway.ts'
import { saveConnection } from '../store/connections.ts'
import { withOrganization } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import { saveSecret } from '../store/secrets.ts'
import { NotFound } from '../support/failure.ts'
import type { AdapterRegistry } from './adapters.ts'
import type { AppContext } from './context.ts'
import { refreshLedgerFacts } from './ledger-facts.ts'
import { accessSecret, openLedger, tokensSecret } from './open-connection.ts'
import { recordActivity } from './record-activity.ts'
import { requireSameConnection } from './require-same-connection.ts'

export interface NewLedgerConnection {
  readonly connectionId: string
  readonly adapter: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Those of the settings that say which company's books these are; connecting again must not change them. */
  readonly identity?: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** Of its grant; `undefined` for a ledger that issues none. */
  readonly tokens: OAuthTokens | undefined
}

/**
 * Stores a connection to a ledger with the tokens of its grant, proves it, and reads its lists for the dry run.
 * @throws {InvalidInput} when the settings cannot be used, or the name is that of other books; nothing is stored.
 * @throws {GatewayFailure} when the ledger refuses or does not answer; the connection stays stored.
 */
export async function connectLedger(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connection: NewLedgerConnection,
  signal: AbortSignal,
): Promise<{ readonly check: LedgerCheck; readonly facts: LedgerFacts }> {
  const { connectionId, adapter, settings, secrets, tokens } = connection
  const registered = adapters.ledgers.get(adapter)
  if (registered === undefined) throw new NotFound(`There is no ledger adapter "${adapter}".`)
  registered.settings.parse({ ...settings, ...secrets })
  const { database, organization } = context
  const now = database.clock.now()
  await withOrganization(database, organization.id, async (tx) => {
    await requireSameConnection(tx, { id: connectionId, kind: 'ledger', adapter }, connection.identity)
    await saveConnection(tx, { id: connectionId, kind: 'ledger', adapter, settings }, now)
    const access = tokens === undefined ? { [accessSecret]: 'given' } : { [tokensSecret]: JSON.stringify(tokens) }
    const all = { ...secrets, ...access }
    for (const [name, value] of Object.entries(all)) await saveSecret(tx, { connectionId, name, value }, { keys, now })
    await recordActivity(tx, context, {
      action: 'connect',
      subject: connectionId,
      details: { kind: 'ledger', adapter },
    })
  })
  const { gateway } = await openLedger(context, adapters, keys, connectionId)
  const check = await gateway.check(signal)
  return { check, facts: await refreshLedgerFacts(context, connectionId, gateway, signal) }
}
