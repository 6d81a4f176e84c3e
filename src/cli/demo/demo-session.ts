import { userInfo } from 'node:os'
import { setUpLedger } from '../../../emulators/simulated-msp/set-up-ledger.ts'
import { applyConfig } from '../../app/config/apply-config.ts'
import { connectLedger } from '../../app/connect-ledger.ts'
import { connectSource } from '../../app/connect-source.ts'
import { openDatabase } from '../../store/database.ts'
import { ensureKeyRing } from '../../store/key-ring.ts'
import { createOrganization, listOrganizations } from '../../store/organizations.ts'
import { saveConnection } from '../../store/connections.ts'
import { withOrganization } from '../../store/database.ts'
import { silentLogger } from '../../support/logger.ts'
import { adapterRegistry } from '../adapter-registry.ts'
import type { Session } from '../session.ts'
import { contractsToConfig } from './contracts-to-config.ts'
import type { DemoDirectory } from './demo-directory.ts'
import { demoRealm, firstMonth, type DemoWorld } from './demo-world.ts'

export const demoSource = 'pax8'
export const demoLedger = 'quickbooks-online'
/** The same in each demo, so that two demos post the same bytes. */
const demoOrganization = '5ea71ed6-e400-4000-8000-000000000001'

/** A session of the demo's own organization, connected to the emulators; set up on the first start. */
export async function openDemoSession(
  world: DemoWorld,
  directory: DemoDirectory,
  signal: AbortSignal,
): Promise<Session> {
  const { clock } = world
  const database = await openDatabase({ dataDirectory: directory.path, clock, logger: silentLogger })
  const keys = await ensureKeyRing({ dataDirectory: directory.path })
  const there = (await listOrganizations(database))[0]
  const named = { name: 'Simulated MSP', timeZone: 'UTC' }
  const organization = there ?? (await createOrganization(database, named, demoOrganization))
  const context = { database, organization, actor: userInfo().username }
  const session: Session = { context, adapters: adapterRegistry, keys }
  if (directory.resumed) await pointAtEmulators(session, world)
  else await setUp(session, world, signal)
  return session
}

/** The emulators of a demo that is gone on with answer on other ports than before; all else is as it was. */
async function pointAtEmulators({ context }: Session, world: DemoWorld): Promise<void> {
  const { database, organization } = context
  const now = database.clock.now()
  await withOrganization(database, organization.id, async (tx) => {
    await saveConnection(tx, { id: demoSource, kind: 'source', adapter: 'pax8', settings: sourceSettings(world) }, now)
    const settings = ledgerSettings(world)
    await saveConnection(tx, { id: demoLedger, kind: 'ledger', adapter: 'quickbooks-online', settings }, now)
  })
}

async function setUp(session: Session, world: DemoWorld, signal: AbortSignal): Promise<void> {
  const { context, adapters, keys } = session
  setUpLedger(world.msp, world.company)
  world.moveTo(`${firstMonth}-01T03:00:00.000Z`)
  const source = { connectionId: demoSource, adapter: 'pax8', settings: sourceSettings(world) }
  await connectSource(context, adapters, keys, { ...source, secrets: { clientSecret: 'sandbox-secret' } }, signal)
  const issued = world.company.issueTokens()
  const ledger = { connectionId: demoLedger, adapter: 'quickbooks-online', settings: ledgerSettings(world) }
  const secrets = { clientSecret: 'sandbox-app-secret' }
  const tokens = {
    accessToken: issued.accessToken,
    accessExpiresAt: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
    refreshToken: issued.refreshToken,
    refreshExpiresAt: new Date(world.clock.now().getTime() + 100 * 86_400_000).toISOString(),
    grantEndsAt: undefined,
  }
  const { facts } = await connectLedger(context, adapters, keys, { ...ledger, secrets, tokens }, signal)
  const config = contractsToConfig(world.msp.contracts, facts, { source: demoSource, ledger: demoLedger })
  await applyConfig(context, { source: config, file: 'demo.yaml', effectiveFrom: `${firstMonth}-01` })
}

function sourceSettings(world: DemoWorld): Readonly<Record<string, unknown>> {
  return { baseUrl: `${world.pax8Url}/v1`, clientId: 'sandbox-client', requestsPerSecond: 1000 }
}

function ledgerSettings(world: DemoWorld): Readonly<Record<string, unknown>> {
  const { quickBooksUrl: url } = world
  return {
    environment: 'sandbox',
    clientId: 'sandbox-app',
    realmId: demoRealm,
    redirectUri: 'http://localhost:8080/callback',
    apiBaseUrl: url,
    authorizeUrl: `${url}/connect/oauth2`,
    tokenUrl: `${url}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${url}/v2/oauth2/tokens/revoke`,
  }
}
