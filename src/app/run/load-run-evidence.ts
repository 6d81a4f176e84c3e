import type { BillingConfig } from '../../domain/billing-config.ts'
import type { Charge } from '../../domain/distributor-invoice.ts'
import { previousMonth } from '../../domain/period.ts'
import type { Company, Product } from '../../domain/subscription.ts'
import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import type {
  BilledInvoice,
  ClientSupply,
  LedgerView,
  SourceHealth,
  SupplyOverview,
} from '../../billing/dry-run-input.ts'
import type { LedgerFacts } from '../../ledgers/gateway.ts'
import { listCharges } from '../../store/charges.ts'
import { listConnections, type Connection } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { newestRecords } from '../../store/observations.ts'
import { listPostings } from '../../store/postings.ts'
import { readCompany, readDistributorInvoice, readProduct } from '../../store/record-schemas.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import { listSnapshots } from '../../store/snapshots.ts'
import type { AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { keptLedgerFacts } from '../ledger-facts.ts'
import { loadTimelines } from './load-timelines.ts'

/** Days without a complete snapshot after which a source counts as stale. */
const staleAfterDays = 3

/** Everything a run works from, read once. */
export interface RunEvidence extends SupplyOverview {
  readonly sources: readonly SourceHealth[]
  readonly ledgerViews: readonly LedgerView[]
  readonly ledgerFacts: ReadonlyMap<string, LedgerFacts>
  readonly ledgerAdapters: ReadonlyMap<string, string>
  supplyOf(clientId: string): ClientSupply
}

export async function loadRunEvidence(
  context: AppContext,
  adapters: AdapterRegistry,
  run: Run,
  config: BillingConfig,
): Promise<RunEvidence> {
  const { database, organization } = context
  const connections = await withOrganization(database, organization.id, (tx) => listConnections(tx))
  const ledgerFacts = await factsOf(context, connections)
  const read = await withOrganization(database, organization.id, (tx) => readEvidence(tx, adapters, run, connections))
  const byClient = groupByClient(config, read)
  return {
    timelines: read.timelines,
    charges: read.charges,
    companies: read.companies,
    products: read.products,
    sources: await withOrganization(database, organization.id, (tx) => sourceHealth(tx, run, connections)),
    ledgerViews: [...ledgerFacts].map(([connectionId, facts]) => toView(connectionId, facts)),
    ledgerFacts,
    ledgerAdapters: new Map(connections.map(({ id, adapter }) => [id, adapter])),
    supplyOf: (clientId) => byClient.get(clientId) ?? { clientId, timelines: [], charges: [], billed: [] },
  }
}

interface Read {
  readonly timelines: readonly SubscriptionTimeline[]
  readonly charges: readonly Charge[]
  readonly billed: readonly BilledInvoice[]
  readonly companies: readonly (Company & { readonly connectionId: string })[]
  readonly products: readonly (Product & { readonly connectionId: string })[]
}

async function readEvidence(
  tx: Transaction,
  adapters: AdapterRegistry,
  run: Run,
  connections: readonly Connection[],
): Promise<Read> {
  const recordedUntil = run.evidenceUntil
  const adapterOf = new Map(connections.map(({ id, adapter }) => [id, adapters.sources.get(adapter)]))
  const listsCancelled = (connectionId: string): boolean => adapterOf.get(connectionId)?.listsCancelled ?? false
  const periods = [previousMonth(run.period).start, run.period.start]
  const postings = await listPostings(tx, { periodStarts: periods })
  const companies = await newestRecords(tx, { noun: 'company', recordedUntil })
  const products = await newestRecords(tx, { noun: 'product', recordedUntil })
  return {
    timelines: await loadTimelines(tx, listsCancelled, { recordedUntil }),
    charges: await billableCharges(tx, run),
    // A rejected posting is nothing in the ledger; every other one is there, or may be.
    billed: postings
      .filter(({ state }) => state !== 'rejected')
      .map(({ invoice }) => ({ invoice: readInvoiceDocument(invoice) })),
    companies: companies.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readCompany(state) }],
    ),
    products: products.flatMap(({ connectionId, state }) =>
      state === undefined ? [] : [{ connectionId, ...readProduct(state) }],
    ),
  }
}

/**
 * The charges of the distributor invoices dated in the month, without those that are not ours to pass on: of a credited
 * or void invoice (its replacement has them again), and of one that the distributor sent to a client itself.
 */
async function billableCharges(tx: Transaction, run: Run): Promise<readonly Charge[]> {
  const recordedUntil = run.evidenceUntil
  const headers = await newestRecords(tx, { noun: 'distributor-invoice', recordedUntil })
  const invoices = headers.flatMap(({ state }) => (state === undefined ? [] : [readDistributorInvoice(state)]))
  const withdrawn = new Set(
    invoices
      .filter(
        ({ status, billedToCompanyId }) =>
          status === 'credited' || status === 'void' || billedToCompanyId !== undefined,
      )
      .map(({ connectionId, invoiceId }) => `${connectionId}\n${invoiceId}`),
  )
  const charges = await listCharges(tx, { invoiceDates: run.period, recordedUntil })
  return charges.filter(({ connectionId, invoiceId }) => !withdrawn.has(`${connectionId}\n${invoiceId}`))
}

function groupByClient(config: BillingConfig, read: Read): ReadonlyMap<string, ClientSupply> {
  const clientOf = new Map<string, string>()
  const groups = new Map<string, { timelines: SubscriptionTimeline[]; charges: Charge[]; billed: BilledInvoice[] }>()
  for (const { clientId, companies } of config.clients) {
    groups.set(clientId, { timelines: [], charges: [], billed: [] })
    for (const { connectionId, companyId } of companies) clientOf.set(`${connectionId}\n${companyId}`, clientId)
  }
  const groupOf = (connectionId: string, companyId: string | undefined): ReturnType<typeof groups.get> =>
    groups.get(clientOf.get(`${connectionId}\n${companyId ?? ''}`) ?? '')
  for (const timeline of read.timelines) {
    const companies = new Set(timeline.steps.map(({ companyId }) => companyId))
    for (const companyId of companies) groupOf(timeline.connectionId, companyId)?.timelines.push(timeline)
  }
  for (const charge of read.charges) groupOf(charge.connectionId, charge.companyId)?.charges.push(charge)
  for (const billed of read.billed) groups.get(billed.invoice.clientId)?.billed.push(billed)
  return new Map([...groups].map(([clientId, group]) => [clientId, { clientId, ...group }]))
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
