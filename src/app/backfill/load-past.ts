import { z } from 'zod'
import { readStoredConfig } from '../../config/read-stored-config.ts'
import { previousMonth, type Period } from '../../domain/period.ts'
import { plainDateIn } from '../../domain/plain-date.ts'
import { linkCorrections } from '../../reconciliation/link-corrections.ts'
import type { SalesDocument } from '../../ledgers/gateway.ts'
import { billingConfigFor, listBillingConfigVersions, readBillingConfigVersion } from '../../store/billing-configs.ts'
import { listConnections } from '../../store/connections.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { listLedgerMonths, type LedgerMonthReading } from '../../store/ledger-months.ts'
import { newestRecords } from '../../store/observations.ts'
import { listPostings } from '../../store/postings.ts'
import { readCompany, readProduct } from '../../store/record-schemas.ts'
import { readInvoiceDocument } from '../../store/run-results.ts'
import { NotFound } from '../../support/failure.ts'
import { groupBy } from '../../support/group-by.ts'
import { listsCancelled, type AdapterRegistry } from '../adapters.ts'
import type { AppContext } from '../context.ts'
import { loadTimelines } from '../run/load-timelines.ts'
import { loadDistributorInvoices } from '../tie-out/load-distributor-invoices.ts'
import { productKey, type PastConfig, type PastEvidence, type PastLedger } from './past-evidence.ts'
import type { PastLine } from './past-line.ts'
import { clientsByCustomer, linesOfDocuments, linesOfOwnInvoice } from './past-lines.ts'
import { monthsAround, rangeOf, type PastRead } from './read-past.ts'
import type { InvoicesBill } from './report.ts'

export interface PastRequest {
  /** The oldest first, without gaps. */
  readonly months: readonly Period[]
  readonly invoicesBill: InvoicesBill
  readonly recoverMonths: number
}

/** Everything that is stored about the months. @throws {NotFound} where there is no billing config at all. */
export async function loadPast(
  context: AppContext,
  adapters: AdapterRegistry,
  request: PastRequest,
  read: PastRead,
): Promise<PastEvidence> {
  const { database, organization } = context
  return withOrganization(database, organization.id, async (tx) => {
    const { configs, newest } = await loadConfigs(tx, request.months)
    const connections = await listConnections(tx)
    const adapterOf = new Map(connections.map(({ id, adapter }) => [id, adapter]))
    const linked = linkCorrections(await loadDistributorInvoices(tx))
    const counted = linked.distributorInvoices.filter(
      ({ invoice }) =>
        invoice.status !== 'credited' && invoice.status !== 'void' && invoice.billedToCompanyId === undefined,
    )
    const sales = await listLedgerMonths(tx, rangeOf(monthsAround(request.months)))
    const ledgers = connections.filter(({ kind }) => kind === 'ledger').map(({ id }) => id)
    const own = await ownLines(tx)
    const clients = clientsByCustomer(newest.clients)
    const foreign = sales.flatMap((reading) => {
      const documents = salesOf(reading).filter(({ documentId }) => !own.documentIds.has(documentId))
      return linesOfDocuments(reading.ledgerConnectionId, documents, clients, request.invoicesBill)
    })
    return {
      months: request.months,
      asOf: plainDateIn(organization.timeZone, database.clock.now()),
      invoicesBill: request.invoicesBill,
      configs,
      newestConfig: newest,
      timelines: await loadTimelines(tx, (id) => listsCancelled(adapters, adapterOf.get(id) ?? '')),
      charges: counted.flatMap(({ charges }) => charges).filter(({ billedByDistributor }) => !billedByDistributor),
      ...linked,
      ledgers: ledgers.map((id) => ledgerOf(id, request, sales, [...foreign, ...own.lines], read)),
      billed: [...foreign, ...own.lines],
      ...(await names(tx)),
      recoverMonths: request.recoverMonths,
    }
  })
}

async function loadConfigs(
  tx: Transaction,
  months: readonly Period[],
): Promise<{ readonly configs: ReadonlyMap<string, PastConfig>; readonly newest: PastConfig['config'] }> {
  const versions = await listBillingConfigVersions(tx)
  const newest = versions.at(-1)
  const earliest = [...versions].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))[0]
  if (newest === undefined || earliest === undefined) {
    throw new NotFound(
      'There is no billing config, so that nobody can say what should have been billed. `seatledger config suggest` begins one.',
    )
  }
  const read = new Map<number, PastConfig['config']>()
  const open = async (version: number): Promise<PastConfig['config']> => {
    const known = read.get(version)
    if (known !== undefined) return known
    const stored = await readBillingConfigVersion(tx, version)
    if (stored === undefined) throw new NotFound(`There is no billing config version ${String(version)}.`)
    const config = readStoredConfig(stored)
    read.set(version, config)
    return config
  }
  const configs = new Map<string, PastConfig>()
  for (const { start } of months) {
    const inForce = await billingConfigFor(tx, start)
    const config = await open(inForce?.version ?? earliest.version)
    configs.set(start, { config, wasInForce: inForce !== undefined })
  }
  return { configs, newest: await open(newest.version) }
}

/** What we posted ourselves, line by line as it was approved; those documents are not read a second time. */
async function ownLines(
  tx: Transaction,
): Promise<{ readonly lines: readonly PastLine[]; readonly documentIds: ReadonlySet<string> }> {
  const postings = await listPostings(tx)
  const documentIds = new Set(postings.flatMap(({ documentId }) => documentId ?? []))
  const lines = postings.flatMap(({ state, invoice, documentId, documentNumber, id }) => {
    const document = readInvoiceDocument(invoice)
    // What was matched at the go-live is read from the ledger, whose lines say more.
    if (state !== 'posted' || document.matched === true) return []
    return linesOfOwnInvoice(document, { id: documentId ?? id, number: documentNumber ?? null })
  })
  const matched = postings.filter(({ invoice }) => readInvoiceDocument(invoice).matched === true)
  for (const { documentId } of matched) if (documentId !== undefined) documentIds.delete(documentId)
  return { lines, documentIds }
}

const salesSchema: z.ZodType<readonly SalesDocument[]> = z.array(
  z.object({
    documentKind: z.enum(['invoice', 'credit-memo']),
    documentId: z.string(),
    documentNumber: z
      .string()
      .optional()
      .transform((text) => text),
    customerId: z.string(),
    currency: z
      .string()
      .optional()
      .transform((text) => text),
    date: z.string(),
    voided: z.boolean(),
    lines: z.array(
      z.object({
        itemId: optionalText(),
        description: optionalText(),
        quantity: optionalText(),
        unitPrice: optionalText(),
        amount: z.string(),
        serviceDate: optionalText(),
      }),
    ),
  }),
)

function optionalText() {
  return z
    .string()
    .optional()
    .transform((text) => text)
}

function salesOf({ documents }: LedgerMonthReading): readonly SalesDocument[] {
  const parsed: unknown = JSON.parse(documents)
  return salesSchema.parse(parsed)
}

/** Which months a ledger was read for: an invoice that bills a month may be dated beside it. */
function ledgerOf(
  connectionId: string,
  { months, invoicesBill }: PastRequest,
  sales: readonly LedgerMonthReading[],
  billed: readonly PastLine[],
  { ledgerFailures }: PastRead,
): PastLedger {
  const read = new Set(sales.filter((one) => one.ledgerConnectionId === connectionId).map(({ month }) => month))
  const documentsOf = groupBy(
    billed.filter(({ document }) => document.ledger === connectionId),
    ({ month }) => month.start,
  )
  const count = (start: string): number =>
    new Set((documentsOf.get(start) ?? []).map(({ document }) => document.id)).size
  const isRead = (month: Period): boolean => read.has(datedIn(month, invoicesBill))
  return {
    connectionId,
    documents: new Map(months.filter(isRead).map(({ start }) => [start, count(start)])),
    why: ledgerFailures.get(connectionId) ?? 'its documents were not read',
  }
}

function datedIn(month: Period, invoicesBill: InvoicesBill): string {
  switch (invoicesBill) {
    case 'same-month':
      return month.start
    case 'month-before':
      return month.end
    case 'month-after':
      return previousMonth(month).start
  }
}

async function names(tx: Transaction): Promise<Pick<PastEvidence, 'productNames' | 'companyNames'>> {
  const products = await newestRecords(tx, { noun: 'product' })
  const companies = await newestRecords(tx, { noun: 'company' })
  return {
    productNames: new Map(
      products.flatMap(({ connectionId, recordId, state }) =>
        state === undefined ? [] : [[productKey(connectionId, recordId), readProduct(state).name] as const],
      ),
    ),
    companyNames: new Map(
      companies.flatMap(({ connectionId, recordId, state }) =>
        state === undefined ? [] : [[`${connectionId}\n${recordId}`, readCompany(state).name] as const],
      ),
    ),
  }
}
