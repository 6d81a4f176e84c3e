import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import type { KeyRing } from '../../store/key-ring.ts'
import { listSecretNames } from '../../store/secret-keys.ts'
import { readSecret } from '../../store/secrets.ts'
import { Failure, messageOf } from '../../support/failure.ts'
import type { AdapterRegistry } from '../adapters.ts'
import { clockNextStep, describeClockSkew } from '../clock-skew.ts'
import type { AppContext } from '../context.ts'
import { accessSecret, openLedger, openSource, tokensSecret } from '../open-connection.ts'
import { oauthTokensSchema } from '../stored-tokens.ts'
import { examineTokens } from './examine-tokens.ts'
import { good, notice, wrong, type HealthFinding } from './finding.ts'

/** What an examination of connections needs. */
export interface ConnectionTools {
  readonly adapters: AdapterRegistry
  readonly keys: KeyRing
  /** False: nothing outside is called. */
  readonly callsOutside: boolean
  readonly signal: AbortSignal
}

/** Every connection: its secrets, its grant, and (when calls outside are allowed) its rights and its clock. */
export async function examineConnections(
  context: AppContext,
  tools: ConnectionTools,
): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const connections = await withOrganization(database, organization.id, (tx) => listConnections(tx))
  if (connections.length === 0) {
    const message = 'no distributor and no ledger is connected yet'
    const named = { code: 'connection.none', subject: organization.name, message }
    return [notice(named, 'Begin with `seatledger connect pax8`.')]
  }
  const findings: HealthFinding[] = []
  for (const connection of connections) {
    findings.push(...(await examineConnection(context, connection, tools)))
  }
  return findings
}

/** One connection: whether it is connected, how long its grant lasts, and what it answers where it may be asked. */
export async function examineConnection(
  context: AppContext,
  connection: Connection,
  tools: ConnectionTools,
): Promise<readonly HealthFinding[]> {
  const needed = secretsOf(tools.adapters, connection)
  // Files are imported; there is nothing to call, and nothing that could expire.
  if (needed === undefined) return []
  const { database, organization } = context
  const { id, adapter } = connection
  const there = await withOrganization(database, organization.id, (tx) => listSecretNames(tx, id))
  if (!needed.every((name) => there.includes(name))) {
    const named = { code: 'connection.secrets', subject: id, message: `is disconnected from ${adapter}` }
    return [notice(named, `Connect it again when it is wanted: seatledger connect ${adapter} --name ${id}`)]
  }
  const grant = connection.kind === 'ledger' ? await examineGrant(context, connection, tools.keys) : []
  return tools.callsOutside ? [...grant, ...(await call(context, connection, tools))] : grant
}

function secretsOf(adapters: AdapterRegistry, { kind, adapter }: Connection): readonly string[] | undefined {
  if (kind === 'source') return adapters.sources.get(adapter)?.secrets
  const ledger = adapters.ledgers.get(adapter)
  if (ledger === undefined) return undefined
  return [...ledger.secrets, ledger.consent === undefined ? accessSecret : tokensSecret]
}

async function examineGrant(
  context: AppContext,
  connection: Connection,
  keys: KeyRing,
): Promise<readonly HealthFinding[]> {
  const { database, organization } = context
  const name = { connectionId: connection.id, name: tokensSecret }
  try {
    const text = await withOrganization(database, organization.id, (tx) => readSecret(tx, name, keys))
    if (text === undefined) return []
    return [examineTokens(connection, oauthTokensSchema.parse(JSON.parse(text)), database.clock.now())]
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // Secrets that the key does not open are told of once, with the key.
    return []
  }
}

/** @returns the account and its rights, then the clock. */
async function call(
  context: AppContext,
  connection: Connection,
  tools: ConnectionTools,
): Promise<readonly HealthFinding[]> {
  const { id, adapter } = connection
  const code = 'connection.rights'
  try {
    const { account, notes, clockSkewSeconds } = await check(context, connection, tools)
    const clock = describeClockSkew(clockSkewSeconds, adapter)
    const said = [`answers for ${account}`, ...notes].join('; ')
    const clockNamed = { code: 'connection.clock', subject: id, message: clock.words }
    return [
      good(code, id, said),
      clock.isTolerable ? good(clockNamed.code, id, clock.words) : wrong(clockNamed, clockNextStep),
    ]
  } catch (error) {
    tools.signal.throwIfAborted()
    const nextStep = `If it repeats, connect it again: seatledger connect ${adapter} --name ${id}`
    return [wrong({ code, subject: id, message: messageOf(error) }, nextStep)]
  }
}

async function check(
  context: AppContext,
  { id, kind }: Connection,
  { adapters, keys, signal }: ConnectionTools,
): Promise<{ account: string; notes: readonly string[]; clockSkewSeconds: number | undefined }> {
  if (kind === 'source') return (await openSource(context, adapters, keys, id)).source.check(signal)
  const { company, ...rest } = await (await openLedger(context, adapters, keys, id)).gateway.check(signal)
  return { account: `the company "${company}"`, ...rest }
}
