import { probeSource, type ProbeOutcome } from './probe/probe-source.ts'
import type { SourceCheck } from '../sources/source.ts'
import { findConnection, saveConnection } from '../store/connections.ts'
import { withOrganization, type Transaction } from '../store/database.ts'
import type { KeyRing } from '../store/key-ring.ts'
import { deleteSecret, saveSecret } from '../store/secrets.ts'
import { InvalidInput, NotFound } from '../support/failure.ts'
import type { AdapterRegistry, SourceAdapter } from './adapters.ts'
import type { AppContext } from './context.ts'
import { openSource, tokensSecret } from './open-connection.ts'
import { recordActivity } from './record-activity.ts'
import { requireSameConnection } from './require-same-connection.ts'
import { ensureSyncSchedules } from './schedules/sync-schedule.ts'

export interface NewSourceConnection {
  readonly connectionId: string
  readonly adapter: string
  readonly settings: Readonly<Record<string, unknown>>
  /** By name; stored encrypted. */
  readonly secrets: Readonly<Record<string, string>>
}

/** What a new connection's check found, and what its data settles of what the documents leave open. */
export interface ConnectedSource {
  readonly check: SourceCheck
  readonly probe: ProbeOutcome
}

/**
 * Stores a connection to a distributor, then proves it, and asks its data what the documents leave open; one that works
 * is synced nightly from then on. A connection that does not work stays stored, so that only what is wrong has to be
 * mended; what was read through it before is kept.
 * @throws {InvalidInput} when the settings cannot be used, or the name is that of another connection; nothing is stored.
 * @throws {SourceFailure} when the distributor refuses or does not answer.
 */
export async function connectSource(
  context: AppContext,
  adapters: AdapterRegistry,
  keys: KeyRing,
  connection: NewSourceConnection,
  signal: AbortSignal,
): Promise<ConnectedSource> {
  const { connectionId, adapter, settings, secrets } = connection
  const registered = adapters.sources.get(adapter)
  if (registered === undefined) throw new NotFound(`There is no source adapter "${adapter}".`)
  registered.settings.parse({ ...settings, ...secrets })
  const { database, organization } = context
  const now = database.clock.now()
  await withOrganization(database, organization.id, async (tx) => {
    await requireSameConnection(tx, { id: connectionId, kind: 'source', adapter })
    await requireSamePlace(tx, registered, connection)
    await saveConnection(tx, { id: connectionId, kind: 'source', adapter, settings }, now)
    for (const [name, value] of Object.entries(secrets))
      await saveSecret(tx, { connectionId, name, value }, { keys, now })
    // A token got with other credentials is not theirs.
    await deleteSecret(tx, { connectionId, name: tokensSecret })
    await recordActivity(tx, context, {
      action: 'connect',
      subject: connectionId,
      details: { kind: 'source', adapter },
    })
  })
  const { source } = await openSource(context, adapters, keys, connectionId)
  const check = await source.check(signal)
  await ensureSyncSchedules(context)
  const probe = await probeSource({ database, organizationId: organization.id, connectionId, source, signal })
  return { check, probe }
}

/** What was read through a connection belongs to the account that it was read from. @throws {InvalidInput} */
async function requireSamePlace(
  tx: Transaction,
  { place }: SourceAdapter,
  { connectionId, settings }: NewSourceConnection,
): Promise<void> {
  const there = await findConnection(tx, connectionId)
  if (there === undefined || place === undefined) return
  const [before, now] = [place(there.settings), place(settings)]
  if (before === now) return
  throw new InvalidInput(
    `"${connectionId}" reads from ${before}, and what was read belongs to that. Connect ${now} under another --name.`,
  )
}
