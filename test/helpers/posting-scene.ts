import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { stringify } from 'yaml'
import type { QboCompany } from '../../emulators/quickbooks-online/company.ts'
import { createQuickBooksOnlineEmulator } from '../../emulators/quickbooks-online/server.ts'
import type { FaultPlan } from '../../emulators/quickbooks-online/trouble/fault-plan.ts'
import type { AdapterRegistry } from '../../src/app/adapters.ts'
import { approveRun } from '../../src/app/approve-run.ts'
import { applyConfig } from '../../src/app/config/apply-config.ts'
import { connectLedger } from '../../src/app/connect-ledger.ts'
import type { AppContext } from '../../src/app/context.ts'
import { postApproved, type ApprovedPosted } from '../../src/app/posting/post-approved.ts'
import { noProgress } from '../../src/app/progress.ts'
import { prepareRun } from '../../src/app/run/prepare-run.ts'
import { adapterRegistry } from '../../src/cli/adapter-registry.ts'
import { billingMonth } from '../../src/domain/period.ts'
import { withOrganization } from '../../src/store/database.ts'
import { ensureKeyRing, type KeyRing } from '../../src/store/key-ring.ts'
import { createOrganization } from '../../src/store/organizations.ts'
import { listPostings, type Posting } from '../../src/store/postings.ts'
import { listRunInvoices, type RunInvoice } from '../../src/store/run-results.ts'
import type { Run } from '../../src/store/runs.ts'
import type { Clock } from '../../src/support/clock.ts'
import { generateEncryptionKey } from '../../src/support/encryption.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export const sceneLedger = 'quickbooks-online'
const realm = '9130350000000077'

/** An MSP whose clients are billed by manual lines alone, so that a test can look at posting and at nothing else. */
export interface PostingScene {
  readonly test: TestDatabase
  readonly context: AppContext
  readonly keys: KeyRing
  readonly keyText: string
  readonly company: QboCompany
  readonly faults: FaultPlan
  readonly clientIds: readonly string[]
  /** Applies the config again with other unit prices: the invoices of a later run differ. */
  applyPrice(unitPrice: string, from?: string): Promise<void>
  /** A month that was not asked for before, so that each test has one of its own. */
  freshMonth(): string
  run(month: string): Promise<Run>
  approvedRun(month: string): Promise<Run>
  post(run: Run, options?: PostOptions): Promise<ApprovedPosted>
  postings(month: string): Promise<readonly Posting[]>
  states(month: string): Promise<readonly string[]>
  invoices(run: Run): Promise<readonly RunInvoice[]>
  /** As after a restored backup: the intents of a month are gone, the ledger is as it is. */
  forgetPostings(month: string): Promise<void>
  /** As if the time had passed for which a dead worker keeps others away. */
  endLeases(): Promise<void>
  /** Grants access afresh, as a person does after it was taken back. */
  reconnect(): Promise<void>
  /** What the ledger must hold for a month when all is well: each client's invoice once. */
  allOnce(unitPrice?: number): readonly string[]
  /** The documents in the ledger that bear our mark for a month: their customers and amounts, sorted. */
  inLedger(month: string): readonly string[]
  close(): Promise<void>
}

export interface PostOptions {
  readonly adapters?: AdapterRegistry
  readonly signal?: AbortSignal
  readonly context?: AppContext
}

export async function openPostingScene(options: {
  readonly clock: Clock
  readonly clients?: number
  /** False: the ledger numbers documents by itself, and ours are known there by their reference alone. */
  readonly acceptsOurNumbers?: boolean
  /** One, so that the invoices go out one after the other in the order of their clients. */
  readonly requestsInFlight?: number
  /** The year of the first month asked for; months that have not begun cannot be billed. */
  readonly firstYear?: number
}): Promise<PostingScene> {
  const { clock, clients = 3, acceptsOurNumbers = true, requestsInFlight = 1, firstYear = 2026 } = options
  const test = await createTestDatabase({ clock })
  const emulator = createQuickBooksOnlineEmulator({ clock, settings: { limits: 'off' } })
  const company = emulator.company(realm)
  company.setPreferences({ customTransactionNumbers: acceptsOurNumbers })
  const { url, close } = await emulator.listen()
  const organization = await createOrganization(test.database, { name: 'Harborlight IT', timeZone: 'UTC' })
  const context: AppContext = { database: test.database, organization, actor: 'carla' }
  const keyText = generateEncryptionKey()
  const keys = await ensureKeyRing({ key: keyText, dataDirectory: tmpdir() })
  const clientIds = Array.from({ length: clients }, (_, index) => `client-${String(index + 1).padStart(2, '0')}`)
  const books = {
    item: company.addItem({ Name: 'Managed support' }),
    customers: clientIds.map((clientId) => company.addCustomer({ DisplayName: `Company of ${clientId}` })),
  }
  const reconnect = (): Promise<void> => connect(context, keys, company, { url, requestsInFlight })
  await reconnect()
  const applyPrice = async (unitPrice: string, from = `${String(firstYear)}-01-01`): Promise<void> => {
    await applyConfig(context, {
      source: configOf(clientIds, books, unitPrice),
      file: 'scene.yaml',
      effectiveFrom: from,
    })
  }
  await applyPrice('100.00')
  const scene = { test, context, keys, keyText, company, faults: emulator.faults, clientIds, applyPrice, reconnect }
  return {
    ...scene,
    ...actions(scene, firstYear),
    close: async () => {
      await close()
      await test.close()
    },
  }
}

type Setting = 'test' | 'context' | 'keys' | 'keyText' | 'company' | 'faults' | 'clientIds' | 'applyPrice' | 'reconnect'
type Actions = Omit<PostingScene, Setting | 'close'>

function actions(scene: Pick<PostingScene, 'context' | 'keys' | 'company' | 'clientIds'>, firstYear: number): Actions {
  const { context, keys, company, clientIds } = scene
  let months = 0
  const inOrganization = <T>(work: Parameters<typeof withOrganization<T>>[2]): Promise<T> =>
    withOrganization(context.database, context.organization.id, work)
  const run = (month: string): Promise<Run> =>
    prepareRun(context, adapterRegistry, { period: billingMonth(month), clientIds: undefined }, noProgress)
  const postings = (month: string): Promise<readonly Posting[]> =>
    inOrganization((tx) => listPostings(tx, { periodStarts: [billingMonth(month).start] }))
  return {
    run,
    freshMonth: () => {
      months += 1
      return `${String(firstYear + Math.floor((months - 1) / 12))}-${String(((months - 1) % 12) + 1).padStart(2, '0')}`
    },
    states: async (month) => (await postings(month)).map(({ state }) => state),
    allOnce: (unitPrice = 100) =>
      clientIds.map((clientId, index) => `Company of ${clientId} ${String((index + 1) * unitPrice)}.00`),
    approvedRun: async (month) => {
      const made = await run(month)
      await approveRun(context, { run: made, hash: made.sha256 ?? '', clientIds: undefined, note: undefined })
      return made
    },
    post: (made, { adapters = adapterRegistry, signal = new AbortController().signal, context: as = context } = {}) =>
      postApproved(as, adapters, keys, made, noProgress, signal),
    postings,
    endLeases: () =>
      inOrganization(async (tx) => {
        await sql`update posting set leased_until = intended_at, not_before = null where state <> 'posted'`.execute(tx)
      }),
    forgetPostings: (month) =>
      inOrganization(async (tx) => {
        const { start } = billingMonth(month)
        await sql`delete from posting_attempt where posting_id in (select id from posting where period_start = ${start})`.execute(
          tx,
        )
        await sql`delete from posting where period_start = ${start}`.execute(tx)
      }),
    invoices: (made) => inOrganization((tx) => listRunInvoices(tx, made.id)),
    inLedger: (month) =>
      company
        .contents()
        .filter(({ privateNote }) => privateNote?.includes(`/${month}/`) === true)
        .map(({ customer, lines }) => [customer, ...lines.map(({ amount }) => amount)].map(String).join(' '))
        .sort(),
  }
}

async function connect(
  context: AppContext,
  keys: KeyRing,
  company: QboCompany,
  { url, requestsInFlight }: { readonly url: string; readonly requestsInFlight: number },
): Promise<void> {
  const issued = company.issueTokens()
  const inDays = (days: number): string =>
    new Date(context.database.clock.now().getTime() + days * 86_400_000).toISOString()
  const settings = {
    environment: 'sandbox',
    clientId: 'sandbox-app',
    realmId: realm,
    redirectUri: 'http://localhost:8080/callback',
    requestTimeoutSeconds: 2,
    requestsPerSecond: 1000,
    requestsInFlight,
    apiBaseUrl: url,
    authorizeUrl: `${url}/connect/oauth2`,
    tokenUrl: `${url}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${url}/v2/oauth2/tokens/revoke`,
  }
  const tokens = {
    accessToken: issued.accessToken,
    accessExpiresAt: inDays(1 / 24),
    refreshToken: issued.refreshToken,
    refreshExpiresAt: inDays(100),
    grantEndsAt: undefined,
  }
  const connection = { connectionId: sceneLedger, adapter: 'quickbooks-online', settings, tokens }
  const secrets = { clientSecret: 'sandbox-app-secret' }
  await connectLedger(context, adapterRegistry, keys, { ...connection, secrets }, new AbortController().signal)
}

function configOf(
  clientIds: readonly string[],
  books: { readonly item: string; readonly customers: readonly string[] },
  unitPrice: string,
): string {
  return stringify({
    seatledger: '1',
    house: { currency: 'USD', price: { markupPercent: '20' } },
    catalog: [{ item: 'support', name: 'Managed support', ledgerItems: { [sceneLedger]: books.item } }],
    clients: clientIds.map((client, index) => ({
      client,
      name: `Company of ${client}`,
      ledger: { connection: sceneLedger, customer: books.customers[index] },
      lines: [
        { line: `${client}-support`, item: 'support', syncsQuantity: 'false', quantity: String(index + 1), unitPrice },
      ],
    })),
  })
}

/** Another operator of the same organization. */
export function asOperator(context: AppContext, actor = randomUUID()): AppContext {
  return { ...context, actor }
}

/** The ledger customer that a body is for. */
export function customerIdOf(body: string | undefined): string {
  return /"CustomerRef":\{"value":"(\d+)"\}/.exec(body ?? '')?.[1] ?? ''
}

/** What only the requests for this body's customer hold. */
export function customerMark(body: string | undefined): string {
  return `"CustomerRef":{"value":"${customerIdOf(body)}"}`
}
