import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { previousMonth, type Period } from '../../domain/period.ts'
import { addMonths } from '../../domain/plain-date.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type { BilledTotal, ClientSupply, ClosedPeriod, LedgerView, SourceHealth } from '../../billing/dry-run-input.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listCharges } from '../../store/charges.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { nextSequences } from '../../store/corrections.ts'
import { listBilledDocuments, listBilledTotals } from '../../store/postings.ts'
import { readCompany, readProduct } from '../../store/record-schemas.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { copiesByDay, listSnapshots, type StoredSnapshot } from '../../store/snapshots.ts'
import { listCompanySubscriptions, type CompanySubscriptions } from '../../store/subscription-evidence.ts'
import { groupBy } from '../../support/group-by.ts'
import { listsCancelled, type AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { billsInArrears } from './bills-in-arrears.ts'
import { clientsByCompany, companyKeyOf, groupByClient } from './group-by-client.ts'
import { loadCarriedLines } from './load-carried-lines.ts'
import { loadClosedPeriods } from './load-closed-periods.ts'
import { listWithdrawnInvoices } from './list-withdrawn-invoices.ts'
import { sourceEvidence, timelinesOf, type SourceEvidence } from './load-timelines.ts'
import { lotsOf, type RunLot } from './run-lots.ts'
import { withChargedCosts } from './with-charged-costs.ts'

/** Days without a complete snapshot after which a source counts as stale. */
const staleAfterDays = 3

/** Everything a run works from. What belongs to clients is read lot by lot. */
export interface RunEvidence extends RunOverview {
  readonly sources: readonly SourceHealth[]
  readonly ledgerViews: readonly LedgerView[]
  readonly ledgerFacts: ReadonlyMap<string, LedgerFacts>
  readonly ledgerAdapters: ReadonlyMap<string, string>
  /** The months before the run that are looked at again; none where no true-ups are wanted. */
  readonly closedPeriods: readonly ClosedPeriod[]
  /** Lots of these clients, in their order, and of everything at the distributors that is none of theirs. */
  lotsOf(clientIds: readonly string[]): readonly RunLot[]
  lotEvidence(lot: RunLot): Promise<LotEvidence>
  /** What is known of some clients: of few, or of those that are in memory together anyway. */
  suppliesOf(clientIds: readonly string[]): Promise<readonly ClientSupply[]>
}

/** What is read over all clients at once. */
export interface RunOverview {
  readonly held: readonly CompanySubscriptions[]
  readonly charges: readonly Charge[]
  readonly earlierCharges: readonly Charge[]
  readonly companies: readonly (Company & { readonly connectionId: string })[]
  readonly products: readonly (Product & { readonly connectionId: string })[]
}

export interface LotEvidence {
  /** One client after the other: what was billed before is large once it is read, and needed for a moment only. */
  readonly supplies: Iterable<ClientSupply>
  /** Of all the lot's subscriptions. */
  readonly timelines: readonly SubscriptionTimeline[]
}

/**
 * The evidence of a run, as it was recorded by the run's `evidenceUntil`.
 * @param known.billedUntil Invoices whose posting was begun later count as not billed yet; left out: all count.
 * @param known.overview What another thread has read already.
 */
export async function loadRunEvidence(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
  known: { readonly billedUntil?: Date; readonly overview?: RunOverview } = {},
): Promise<RunEvidence> {
  const { database, organization } = context
  const connections = await withOrganization(database, organization.id, (tx) => listConnections(tx))
  const ledgerFacts = await factsOf(context, connections)
  const closedPeriods = await loadClosedPeriods(context, run, config)
  const reach = { start: closedPeriods.at(-1)?.billingPeriod.start ?? run.period.start, end: run.period.end }
  const configs = [config, ...closedPeriods.flatMap((closed) => closed.config ?? [])]
  const charged = configs.some(billsInArrears) ? { ...reach, start: addMonths(reach.start, -1) } : reach
  const reaching = { ...run, reach, charged }
  const { overview, carried, snapshots } = await withOrganization(database, organization.id, async (tx) => ({
    overview: known.overview ?? (await readOverview(tx, reaching)),
    carried: await loadCarriedLines(tx, run, known.billedUntil),
    snapshots: await listSnapshots(tx, { recordedUntil: run.evidenceUntil }),
  }))
  const clients = clientsByCompany(configs)
  const sourceOf = evidenceBySource(adapters, run, connections, snapshots)
  const chargesOf = groupByClient(clients, overview.charges, companyOfCharge)
  const earlierChargesOf = groupByClient(clients, overview.earlierCharges, companyOfCharge)
  const lotEvidence = async (lot: RunLot): Promise<LotEvidence> =>
    withOrganization(database, organization.id, async (tx) => {
      const timelines = await readTimelines(tx, reaching, lot, sourceOf)
      const timelinesOf = groupByClient(clients, timelines, companiesOfTimeline)
      const { billed, totals, sequences } = await billedTo(tx, reaching, lot.clientIds, {
        intendedUntil: known.billedUntil,
        withReasons: closedPeriods.length > 0,
      })
      const supplies = lazily(lot.clientIds, (clientId) => ({
        clientId,
        timelines: timelinesOf.get(clientId) ?? [],
        charges: chargesOf.get(clientId) ?? [],
        earlierCharges: earlierChargesOf.get(clientId) ?? [],
        billed: (billed.get(clientId) ?? []).map((document) => ({ invoice: readInvoiceDocument(document) })),
        carried: carried.get(clientId) ?? [],
        earlierTotals: totals.get(clientId) ?? [],
        sequence: sequences.get(clientId) ?? 0,
      }))
      return { supplies, timelines }
    })
  const lots = (clientIds: readonly string[]): RunLot[] => lotsOf(clientIds, { held: overview.held, clients })
  return {
    ...overview,
    sources: sourceHealth(snapshots, connections),
    ledgerViews: [...ledgerFacts].map(([connectionId, facts]) => toView(connectionId, facts)),
    ledgerFacts,
    closedPeriods,
    ledgerAdapters: new Map(connections.map(({ id, adapter }) => [id, adapter])),
    lotsOf: lots,
    lotEvidence,
    suppliesOf: async (clientIds) => {
      const supplies: ClientSupply[] = []
      for (const lot of lots(clientIds).filter((one) => one.clientIds.length > 0)) {
        supplies.push(...(await lotEvidence(lot)).supplies)
      }
      return supplies
    },
  }
}

function* lazily<T, Result>(items: readonly T[], make: (item: T) => Result): Iterable<Result> {
  for (const item of items) yield make(item)
}

function companyOfCharge({ connectionId, companyId }: Charge): readonly string[] {
  return [companyKeyOf(connectionId, companyId)]
}

function companiesOfTimeline({ connectionId, steps }: SubscriptionTimeline): readonly string[] {
  return [...new Set(steps.map(({ companyId }) => companyId))].map((companyId) => companyKeyOf(connectionId, companyId))
}

interface ReachingRun extends Run {
  /** The days from the first closed month on. */
  readonly reach: Period
  /** The days whose charges and costs are wanted: those of the month before too, where lines bill it in arrears. */
  readonly charged: Period
}

async function readOverview(tx: Transaction, run: ReachingRun): Promise<RunOverview> {
  const recordedUntil = run.evidenceUntil
  const companies = await newestRecords(tx, { noun: 'company', recordedUntil })
  const products = await newestRecords(tx, { noun: 'product', recordedUntil })
  return {
    held: await listCompanySubscriptions(tx, recordedUntil),
    ...(await billableCharges(tx, run)),
    companies: companies.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readCompany(state) }],
    ),
    products: products.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readProduct(state) }],
    ),
  }
}

async function readTimelines(
  tx: Transaction,
  run: ReachingRun,
  lot: RunLot,
  sourceOf: (connectionId: string) => SourceEvidence,
): Promise<readonly SubscriptionTimeline[]> {
  const derived: SubscriptionTimeline[] = []
  for (const { connectionId, subscriptionIds } of lot.subscriptions) {
    derived.push(...(await timelinesOf(tx, sourceOf(connectionId), subscriptionIds)))
  }
  return withChargedCosts(tx, derived, { ...run, period: run.charged })
}

function evidenceBySource(
  adapters: AdapterRegistry,
  { evidenceUntil }: Run,
  connections: readonly Connection[],
  snapshots: readonly StoredSnapshot[],
): (connectionId: string) => SourceEvidence {
  const made = new Map(
    connections.map(({ id, adapter }) => {
      return [id, sourceEvidence(id, snapshots, listsCancelled(adapters, adapter), evidenceUntil)] as const
    }),
  )
  return (connectionId) => made.get(connectionId) ?? sourceEvidence(connectionId, snapshots, false, evidenceUntil)
}

/** How many months back the totals of invoices are compared with. */
const monthsOfTotals = 12

/**
 * What was billed to each of some clients for the period, the one before it and the closed months; of the last twelve
 * months the totals alone.
 */
async function billedTo(
  tx: Transaction,
  { period, reach }: ReachingRun,
  clientIds: readonly string[],
  { intendedUntil, withReasons }: { readonly intendedUntil: Date | undefined; readonly withReasons: boolean },
): Promise<{
  /** By client: the documents as they are stored. */
  readonly billed: ReadonlyMap<string, readonly string[]>
  readonly totals: ReadonlyMap<string, readonly BilledTotal[]>
  /** Of clients whose invoice of the period was voided: the next. */
  readonly sequences: ReadonlyMap<string, number>
}> {
  if (clientIds.length === 0) return { billed: new Map(), totals: new Map(), sequences: new Map() }
  const periodStarts = [period.start, previousMonth(period).start]
  for (let start = addMonths(period.start, -2); start >= reach.start; start = addMonths(start, -1)) {
    periodStarts.push(start)
  }
  const starts = { start: addMonths(period.start, -monthsOfTotals), end: period.start }
  const billed = new Map<string, string[]>()
  for (const { clientId, invoice } of await listBilledDocuments(tx, {
    periodStarts,
    clientIds,
    intendedUntil,
    withReasons,
  })) {
    const others = billed.get(clientId)
    if (others === undefined) billed.set(clientId, [invoice])
    else others.push(invoice)
  }
  const totals = groupBy(await listBilledTotals(tx, { starts, clientIds, intendedUntil }), ({ clientId }) => clientId)
  const sequences = await nextSequences(tx, period, clientIds, intendedUntil)
  return { billed, totals, sequences }
}

/**
 * The charges of the distributor invoices dated in the month and in those before it that count, without those that are
 * not ours to pass on.
 */
async function billableCharges(
  tx: Transaction,
  run: ReachingRun,
): Promise<Pick<RunOverview, 'charges' | 'earlierCharges'>> {
  const recordedUntil = run.evidenceUntil
  const isWithdrawn = await listWithdrawnInvoices(tx, recordedUntil)
  const all = await listCharges(tx, { invoiceDates: run.charged, recordedUntil })
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
    ...(facts.takesAnyCustomer === true ? { takesAnyCustomer: true } : {}),
    ...(facts.takesAnyItem === true ? { takesAnyItem: true } : {}),
    homeCurrency: facts.homeCurrency,
    ...(facts.salesTax === 'manual' ? {} : { computesTax: facts.salesTax === 'ledger-computes' }),
  }
}

function sourceHealth(snapshots: readonly StoredSnapshot[], connections: readonly Connection[]): SourceHealth[] {
  return connections
    .filter(({ kind }) => kind === 'source')
    .map(({ id }) => {
      const own = copiesByDay(snapshots.filter(({ connectionId }) => connectionId === id))
      const lastComplete = own.filter(({ complete }) => complete).at(-1)
      return {
        connectionId: id,
        lastCompleteDay: lastComplete?.day,
        newestIsIncomplete: own.at(-1)?.complete === false,
        staleAfterDays,
      }
    })
}
