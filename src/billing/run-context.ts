import type { BillingConfig, CatalogItem, ClientBillingConfig } from '../domain/billing-config.ts'
import { daysIn, type Period } from '../domain/period.ts'
import { addDays, daysBetween, type PlainDate } from '../domain/plain-date.ts'
import { defaultThresholds, type Thresholds } from '../domain/thresholds.ts'
import type { ClosedPeriod, LedgerView, RunInput, SourceHealth } from './dry-run-input.ts'
import { RateTable } from './exchange/rate-table.ts'
import { countItemUse } from './item-use.ts'
import { mapProducts, type ProductMapping } from './product-mapping.ts'

/** A run's input, indexed once, so that each client costs the same however many there are. */
export interface RunContext {
  readonly input: RunInput
  readonly daysInPeriod: number
  readonly lastDay: PlainDate
  readonly rates: RateTable
  readonly products: ProductMapping
  readonly items: ReadonlyMap<string, CatalogItem>
  readonly clients: ReadonlyMap<string, ClientBillingConfig>
  /** By {@link companyKey}: the client that a distributor's company is. */
  readonly clientByCompany: ReadonlyMap<string, ClientBillingConfig>
  /** How many clients have a line for each catalog item. */
  readonly itemUse: ReadonlyMap<string, number>
  readonly ledgers: ReadonlyMap<string, LedgerView>
  readonly sources: ReadonlyMap<string, SourceHealth>
  /** The house's; a client may state its own beside them. */
  readonly thresholds: Thresholds
  /** The months before this one that are worked out again, the newest first. */
  readonly closed: readonly ClosedRun[]
}

/** A closed month, opened like a run of its own under the config in force for it. */
export interface ClosedRun extends Pick<ClosedPeriod, 'billingPeriod' | 'configRecordedAt'> {
  readonly run: RunContext | undefined
}

export function openRun(input: RunInput): RunContext {
  const clientByCompany = new Map<string, ClientBillingConfig>()
  for (const client of input.config.clients) {
    for (const company of client.companies) clientByCompany.set(companyKey(company), client)
  }
  return {
    input,
    daysInPeriod: daysIn(input.billingPeriod),
    lastDay: addDays(input.billingPeriod.end, -1),
    rates: new RateTable([...(input.config.rates ?? []), ...(input.rates ?? [])]),
    products: mapProducts(input.config),
    items: new Map(input.config.items.map((item) => [item.itemId, item])),
    clients: new Map(input.config.clients.map((client) => [client.clientId, client])),
    clientByCompany,
    itemUse: countItemUse(input.config.clients),
    ledgers: new Map(input.ledgers.map((ledger) => [ledger.connectionId, ledger])),
    sources: new Map(input.sources.map((source) => [source.connectionId, source])),
    thresholds: { ...defaultThresholds, ...input.thresholds, ...input.config.house.thresholds },
    closed: closedRuns(input),
  }
}

function closedRuns(input: RunInput): ClosedRun[] {
  const newestFirst = [...(input.closedPeriods ?? [])].sort((a, b) =>
    a.billingPeriod.start < b.billingPeriod.start ? 1 : -1,
  )
  return newestFirst.map(({ billingPeriod, config, configRecordedAt }) => ({
    billingPeriod,
    configRecordedAt,
    run: config === undefined ? undefined : openRun(closedInput(input, billingPeriod, config)),
  }))
}

/** A closed month's invoices bore a date as far from its end as this run's do from its own: rates go by that day. */
function closedInput(input: RunInput, billingPeriod: Period, config: BillingConfig): RunInput {
  const daysAfter = daysBetween(input.billingPeriod.end, input.invoiceDate)
  return { ...input, billingPeriod, config, invoiceDate: addDays(billingPeriod.end, daysAfter), closedPeriods: [] }
}

/** Company ids are unique within a connection only. */
export function companyKey(company: { readonly connectionId: string; readonly companyId: string }): string {
  return `${company.connectionId}\n${company.companyId}`
}
