import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { previousMonth, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type {
  BilledInvoice,
  BilledTotal,
  ClientSupply,
  ClosedPeriod,
  LedgerView,
  SourceHealth,
  SupplyOverview,
} from '../../billing/dry-run-input.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listCharges } from '../../store/charges.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { listBilledDocuments, listBilledTotals } from '../../store/postings.ts'
import { readCompany, readProduct } from '../../store/record-schemas.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { groupByClient } from './group-by-client.ts'
import { loadCarriedLines } from './load-carried-lines.ts'
import { loadClosedPeriods } from './load-closed-periods.ts'
import { listWithdrawnInvoices } from './list-withdrawn-invoices.ts'
import { loadTimelines } from './load-timelines.ts'
import { withChargedCosts } from './with-charged-costs.ts'

/** Days without a complete snapshot after which a source counts as stale. */
const staleAfterDays = 3

/** Everything a run works from, read once. */
export interface RunEvidence extends SupplyOverview {
  readonly sources: readonly SourceHealth[]
  readonly ledgerViews: readonly LedgerView[]
  readonly ledgerFacts: ReadonlyMap<string, LedgerFacts>
  readonly ledgerAdapters: ReadonlyMap<string, string>
  /** The months before the run that are looked at again; none where no true-ups are wanted. */
  readonly closedPeriods: readonly ClosedPeriod[]
  /** What is known of some clients. Earlier invoices are large, so they are read for these clients only. */
  suppliesOf(clientIds: readonly string[]): Promise<readonly ClientSupply[]>
}

/**
 * The evidence of a run, as it was recorded by the run's `evidenceUntil`.
 * @param billedUntil Invoices whose posting was begun later count as not billed yet; left out: all count.
 */
export async function loadRunEvidence(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
  billedUntil?: Date,
): Promise<RunEvidence> {
  const { database, organization } = context
  const connections = await withOrganization(database, organization.id, (tx) => listConnections(tx))
  const ledgerFacts = await factsOf(context, connections)
  const closedPeriods = await loadClosedPeriods(context, run, config)
  const reach = { start: closedPeriods.at(-1)?.billingPeriod.start ?? run.period.start, end: run.period.end }
  const read = await withOrganization(database, organization.id, (tx) =>
    readEvidence(tx, adapters, { ...run, reach }, connections),
  )
  const carried = await withOrganization(database, organization.id, (tx) => loadCarriedLines(tx, run, billedUntil))
  const byClient = groupByClient([config, ...closedPeriods.flatMap((closed) => closed.config ?? [])], read)
  return {
    timelines: read.timelines,
    charges: read.charges,
    companies: read.companies,
    products: read.products,
    sources: await withOrganization(database, organization.id, (tx) => sourceHealth(tx, run, connections)),
    ledgerViews: [...ledgerFacts].map(([connectionId, facts]) => toView(connectionId, facts)),
    ledgerFacts,
    closedPeriods,
    ledgerAdapters: new Map(connections.map(({ id, adapter }) => [id, adapter])),
    suppliesOf: async (clientIds) => {
      const { billed, totals } = await billedTo(context, { ...run, reach }, clientIds, billedUntil)
      return clientIds.map((clientId) => {
        const { timelines = [], charges = [], earlierCharges = [] } = byClient.get(clientId) ?? {}
        const earlierTotals = totals.filter((total) => total.clientId === clientId)
        const known = { billed: billed.get(clientId) ?? [], carried: carried.get(clientId) ?? [] }
        return { clientId, timelines, charges, earlierCharges, ...known, earlierTotals }
      })
    },
  }
}

/** A run, and the days from its first closed month on. */
type ReachingRun = Run & { readonly reach: Period }

interface Read {
  readonly timelines: readonly SubscriptionTimeline[]
  readonly charges: readonly Charge[]
  readonly earlierCharges: readonly Charge[]
  readonly companies: readonly (Company & { readonly connectionId: string })[]
  readonly products: readonly (Product & { readonly connectionId: string })[]
}

async function readEvidence(
  tx: Transaction,
  adapters: AdapterRegistry,
  run: ReachingRun,
  connections: readonly Connection[],
): Promise<Read> {
  const recordedUntil = run.evidenceUntil
  const adapterOf = new Map(connections.map(({ id, adapter }) => [id, adapters.sources.get(adapter)]))
  const listsCancelled = (connectionId: string): boolean => adapterOf.get(connectionId)?.listsCancelled ?? false
  const companies = await newestRecords(tx, { noun: 'company', recordedUntil })
  const products = await newestRecords(tx, { noun: 'product', recordedUntil })
  const timelines = await loadTimelines(tx, listsCancelled, { recordedUntil })
  return {
    timelines: await withChargedCosts(tx, timelines, { ...run, period: run.reach }),
    ...(await billableCharges(tx, run)),
    companies: companies.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readCompany(state) }],
    ),
    products: products.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readProduct(state) }],
    ),
  }
}

/** How many months back the totals of invoices are compared with. */
const monthsOfTotals = 12

/**
 * What was billed to each of some clients for the period, the one before it and the closed months; of the last twelve
 * months the totals alone.
 */
async function billedTo(
  { database, organization }: AppContext,
  { period, reach }: ReachingRun,
  clientIds: readonly string[],
  intendedUntil: Date | undefined,
): Promise<{
  readonly billed: ReadonlyMap<string, BilledInvoice[]>
  readonly totals: readonly BilledTotal[]
}> {
  const periodStarts = [period.start, previousMonth(period).start]
  for (let start = addMonths(period.start, -2); start >= reach.start; start = addMonths(start, -1)) {
    periodStarts.push(start)
  }
  const starts = { start: addMonths(period.start, -monthsOfTotals), end: period.start }
  const { documents, totals } = await withOrganization(database, organization.id, async (tx) => ({
    documents: await listBilledDocuments(tx, { periodStarts, clientIds, intendedUntil }),
    totals: await listBilledTotals(tx, { starts, clientIds, intendedUntil }),
  }))
  const byClient = new Map<string, BilledInvoice[]>()
  for (const invoice of documents.map(readInvoiceDocument)) {
    const others = byClient.get(invoice.clientId)
    if (others === undefined) byClient.set(invoice.clientId, [{ invoice }])
    else others.push({ invoice })
  }
  return { billed: byClient, totals }
}

/**
 * The charges of the distributor invoices dated in the month and in the closed ones before it, without those that are
 * not ours to pass on.
 */
async function billableCharges(tx: Transaction, run: ReachingRun): Promise<Pick<Read, 'charges' | 'earlierCharges'>> {
  const recordedUntil = run.evidenceUntil
  const isWithdrawn = await listWithdrawnInvoices(tx, recordedUntil)
  const all = await listCharges(tx, { invoiceDates: run.reach, recordedUntil })
  const ours = all.filter((charge) => !isWithdrawn(charge))
  return {
    charges: ours.filter(({ invoiceDate }) => invoiceDate >= run.period.start),
    earlierCharges: ours.filter(({ invoiceDate }) => invoiceDate < run.period.start),
  }
}

async function factsOf(
  context: AppContext,
  connections: readonly Connection[],
): Promise<ReadonlyMap<string, LedgerFacts>> {
  const facts = new Map<string, LedgerFacts>()
  for (const { id } of connections.filter(({ kind }) => kind === 'ledger')) {
    const kept = await keptLedgerFacts(context, id)
    if (kept !== undefined) facts.set(id, kept)
  }
  return facts
}

function toView(connectionId: string, facts: LedgerFacts): LedgerView {
  return {
    connectionId,
    customers: new Map(
      facts.customers.map(({ customerId, active, currency }) => [
        customerId,
        { active, currency: currency ?? facts.homeCurrency },
      ]),
    ),
    items: new Map(facts.items.map(({ ledgerItemId, active }) => [ledgerItemId, { active }])),
    ...(facts.salesTax === 'manual' ? {} : { computesTax: facts.salesTax === 'ledger-computes' }),
  }
}

async function sourceHealth(tx: Transaction, run: Run, connections: readonly Connection[]): Promise<SourceHealth[]> {
  const snapshots = await listSnapshots(tx, { recordedUntil: run.evidenceUntil })
  return connections
    .filter(({ kind }) => kind === 'source')
    .map(({ id }) => {
      const own = snapshots.filter(({ connectionId }) => connectionId === id)
      const lastComplete = own.filter(({ complete }) => complete).at(-1)
      return {
        connectionId: id,
        lastCompleteDay: lastComplete?.day,
        newestIsIncomplete: own.at(-1)?.complete === false,
        staleAfterDays,
      }
    })
}
