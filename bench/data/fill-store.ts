import { applyConfig } from '../../src/app/config/apply-config.ts'
import type { AppContext } from '../../src/app/context.ts'
import { addDays } from '../../src/domain/plain-date.ts'
import { saveConnection } from '../../src/store/connections.ts'
import { withOrganization, type Transaction } from '../../src/store/database.ts'
import { saveLedgerReading } from '../../src/store/ledger-readings.ts'
import { saveObservations, type NewObservation, type Noun } from '../../src/store/observations.ts'
import { recordJson } from '../../src/store/record-json.ts'
import { beginSnapshot, endSnapshot } from '../../src/store/snapshots.ts'
import { saveSubscriptionHistory } from '../../src/store/subscription-history.ts'
import { sha256 } from '../../src/support/hash.ts'
import { configText, inventedIds, type LedgerIds } from './config-text.ts'
import { clientAt, ledgerConnection, products, sourceConnection, stateAfter, type GeneratedClient } from './msp.ts'

export interface StoreSize {
  readonly clients: number
  readonly linesPerClient: number
  /** Those of the ledger that is to be posted to; invented ones where nothing is posted. */
  readonly ids?: LedgerIds
}

const firstNight = '2026-09-01'
const nights = 61
const clientsPerPiece = 250

/**
 * Fills a store with what two months of nightly syncs would have left: a complete snapshot per night, an observation of
 * each subscription when it was first seen and in the night after each change, the distributor's own dated history of
 * each, the ledger's customers and items, and the config. Written straight, since reading it through an API is measured
 * elsewhere.
 */
export async function fillStore(context: AppContext, size: StoreSize): Promise<void> {
  await connect(context, size)
  const snapshots = await withStore(context, (tx) => saveNights(tx))
  await withStore(context, (tx) => saveProducts(tx, snapshots))
  for (let first = 0; first < size.clients; first += clientsPerPiece) {
    const count = Math.min(clientsPerPiece, size.clients - first)
    const piece = Array.from({ length: count }, (_, index) => clientAt(first + index, size.linesPerClient))
    await withStore(context, (tx) => saveClients(tx, piece, snapshots))
  }
  const source = configText(size.clients, size.linesPerClient, size.ids)
  await applyConfig(context, { source, file: 'bench.yaml', effectiveFrom: firstNight })
  // As a server does by itself, sooner or later; the measured run should not depend on which.
  await context.database.pool.query('analyze')
}

type Nights = ReadonlyMap<string, { readonly id: bigint; readonly recordedAt: Date }>

function withStore<Result>(
  { database, organization }: AppContext,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return withOrganization(database, organization.id, work)
}

async function connect(context: AppContext, { clients, linesPerClient, ids = inventedIds }: StoreSize): Promise<void> {
  const now = new Date(`${firstNight}T00:00:00Z`)
  const customers = Array.from({ length: clients }, (_, index) => {
    const { name } = clientAt(index, linesPerClient)
    return { customerId: ids.customerAt(index), name, active: true, currency: 'USD' }
  })
  const items = products.map(({ name }, index) => ({
    ledgerItemId: ids.itemAt(index),
    name,
    active: true,
    kind: 'Service',
  }))
  const company = { companyName: 'Benchmark MSP', country: 'US', homeCurrency: 'USD', multicurrency: false }
  const rules = { acceptsOurNumbers: true, salesTax: 'ledger-computes' }
  const facts = JSON.stringify({ readAt: now.toISOString(), ...company, ...rules, customers, items })
  await withStore(context, async (tx) => {
    await saveConnection(tx, { id: sourceConnection, kind: 'source', adapter: 'pax8', settings: {} }, now)
    await saveConnection(tx, { id: ledgerConnection, kind: 'ledger', adapter: 'quickbooks-online', settings: {} }, now)
    await saveLedgerReading(tx, { connectionId: ledgerConnection, readAt: now, facts })
  })
}

async function saveNights(tx: Transaction): Promise<Nights> {
  const saved = new Map<string, { id: bigint; recordedAt: Date }>()
  for (let night = 0; night < nights; night += 1) {
    const day = addDays(firstNight, night)
    const recordedAt = new Date(`${day}T03:00:00Z`)
    const id = await beginSnapshot(tx, { connectionId: sourceConnection, day, now: recordedAt })
    await endSnapshot(tx, { snapshotId: id, complete: true, counts: {}, problems: [], now: recordedAt })
    saved.set(day, { id, recordedAt })
  }
  return saved
}

async function saveProducts(tx: Transaction, snapshots: Nights): Promise<void> {
  const records = products.map(({ productId, name }) => ({ productId, name }))
  await save(
    tx,
    'product',
    firstNight,
    snapshots,
    records.map((record) => observation(record.productId, record)),
  )
}

async function saveClients(tx: Transaction, clients: readonly GeneratedClient[], snapshots: Nights): Promise<void> {
  const companies = clients.map(({ companyId, name }) =>
    observation(companyId, { companyId, name, status: 'active', billedByDistributor: false }),
  )
  await save(tx, 'company', firstNight, snapshots, companies)
  const subscriptions = clients.flatMap((client) => client.subscriptions)
  for (const [day, seen] of seenByNight(subscriptions)) await save(tx, 'subscription', day, snapshots, seen)
  const rows = subscriptions.flatMap((subscription) =>
    subscription.steps.map((step) => {
      const rowKey = `${step.from}-${String(step.quantity)}-${step.unitCost}`
      const state = { ...stateAfter(subscription, step), startDate: step.from }
      return {
        subscriptionId: subscription.subscriptionId,
        row: { rowKey, effective: step.from, recordedAt: '', state },
      }
    }),
  )
  await saveSubscriptionHistory(tx, sourceConnection, rows, sha256('history'), new Date(`${firstNight}T03:00:00Z`))
}

/** In which night each state was first seen: the first one, or the one after the change. */
function seenByNight(subscriptions: GeneratedClient['subscriptions']): Map<string, NewObservation[]> {
  const byNight = new Map<string, NewObservation[]>()
  for (const subscription of subscriptions) {
    for (const step of subscription.steps) {
      const night = step.from < firstNight ? firstNight : addDays(step.from, 1)
      const seen = byNight.get(night) ?? []
      seen.push(observation(subscription.subscriptionId, stateAfter(subscription, step)))
      byNight.set(night, seen)
    }
  }
  return byNight
}

function observation(recordId: string, record: object): NewObservation {
  const state = recordJson(record)
  return { recordId, sha256: sha256(state), state, rawSha256: undefined }
}

async function save(
  tx: Transaction,
  noun: Noun,
  day: string,
  snapshots: Nights,
  observations: readonly NewObservation[],
): Promise<void> {
  const snapshot = snapshots.get(day)
  if (snapshot === undefined) throw new Error(`No snapshot was made up for ${day}.`)
  const where = { connectionId: sourceConnection, noun, snapshotId: snapshot.id, day, now: snapshot.recordedAt }
  await saveObservations(tx, where, observations)
}
